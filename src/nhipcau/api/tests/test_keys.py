"""Keys: shown once, taken on by their person, taken back at once."""

from datetime import timedelta

import pytest

from nhipcau.api.keys import KeyInput, accept_key, find_key, make_key, note_used, revoke_key
from nhipcau.api.models import ApiKey, Scope
from nhipcau.api.tests.conftest import EVERYTHING
from nhipcau.core.clock import machine_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.core.redact import redact_text


def given(ward, **changes):
    return KeyInput(
        **{"name": "Trạm Y tế", "scopes": EVERYTHING, "responsible": ward.lan} | changes
    )


def test_only_the_hash_of_a_token_is_kept(ward):
    key, token = make_key(ward.locality, given(ward), by=ward.quan)
    assert token.startswith("nc_live_")
    assert token not in str(ApiKey.objects.filter(pk=key.pk).values().get())
    assert find_key(token) == key


def test_a_token_never_reaches_a_log(ward):
    _key, token = make_key(ward.locality, given(ward), by=ward.quan)
    assert token not in redact_text(f"called with {token} and whsec_c2VjcmV0")
    assert "c2VjcmV0" not in redact_text("whsec_c2VjcmV0")


def test_only_an_admin_of_the_locality_makes_keys(ward, stranger):
    for who in (ward.lan, stranger.thu):
        with pytest.raises(NotAllowed):
            make_key(ward.locality, given(ward), by=who)
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"mode": "both"}, "mode"),
        ({"scopes": ()}, "scopes"),
        ({"scopes": ("everything",)}, "scopes"),
        ({"responsible": None}, "responsible"),
        ({"mode": "test", "may_publish": True}, "may_publish"),
        ({"scopes": (Scope.REACH_READ,), "may_publish": True}, "scopes"),
    ],
)
def test_a_key_says_who_it_is_for_and_what_it_may(ward, changes, field):
    with pytest.raises(BadInput) as fault:
        make_key(ward.locality, given(ward, **changes), by=ward.quan)
    assert fault.value.field == field


def test_nobody_of_elsewhere_or_without_the_right_answers_for_a_key(ward, stranger):
    for person in (stranger.thu, ward.hoa):
        with pytest.raises(BadInput, match=r"."):
            make_key(ward.locality, given(ward, responsible=person), by=ward.quan)


def test_a_key_publishes_once_its_person_took_that_on(ward):
    key, _token = make_key(ward.locality, given(ward, may_publish=True), by=ward.quan)
    assert not key.publishes
    with pytest.raises(NotAllowed):
        accept_key(key, by=ward.minh)
    accept_key(key, by=ward.lan)
    assert key.publishes
    with pytest.raises(WrongState):
        accept_key(key, by=ward.lan)


def test_a_revoked_key_opens_nothing_from_that_moment(ward, stranger):
    key, token = make_key(ward.locality, given(ward), by=ward.quan)
    with pytest.raises(NotAllowed):
        revoke_key(key, by=stranger.thu)
    revoke_key(key, by=ward.lan)
    assert find_key(token) is None
    with pytest.raises(WrongState):
        revoke_key(key, by=ward.quan)
    verbs = AuditEvent.objects.filter(verb__startswith="api.").values_list("verb", flat=True)
    assert list(verbs) == ["api.key_made", "api.key_revoked"]


def test_last_use_is_noted_once_a_minute(ward, django_assert_num_queries):
    key, token = make_key(ward.locality, given(ward), by=ward.quan)
    note_used(key)
    with django_assert_num_queries(0):
        note_used(ApiKey(pk=key.pk, last_used_at=machine_now() - timedelta(seconds=50)))
    assert find_key(token).last_used_at is not None


@pytest.mark.parametrize("token", ["", "nc_live_", "x" * 5000, "nc_live_\x00", "nc_live_ế"])
def test_what_is_no_token_is_nobody(db, token):
    assert find_key(token) is None
