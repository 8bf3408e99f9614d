"""Signed as Standard Webhooks says, by its own example."""

from nhipcau.api.signing import new_secret, signature


def test_the_example_of_the_standard_is_signed_as_it_says():
    signed = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_is_as_long_as_its_hash_and_never_the_same():
    made = {new_secret() for _ in range(20)}
    assert len(made) == 20
    assert all(one.startswith("whsec_") and len(one) == 6 + 44 for one in made)
