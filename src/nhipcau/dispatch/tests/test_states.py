from hypothesis import given
from hypothesis import strategies as some

from nhipcau.dispatch.states import RANK, higher

NEWS = some.lists(some.sampled_from(["sent", "delivered", "seen", "refused"]), min_size=1)


@given(NEWS, some.randoms())
def test_the_end_does_not_depend_on_the_order_of_news(news, random):
    other = list(news)
    random.shuffle(other)
    assert after("queued", news) == after("queued", other)


@given(some.sampled_from(sorted(RANK)), NEWS)
def test_a_state_never_moves_down(start, news):
    assert RANK[after(start, news)] >= RANK[start]


@given(NEWS)
def test_the_same_news_twice_changes_nothing(news):
    assert after("queued", news + news) == after("queued", news)


def after(state: str, news: list[str]) -> str:
    for each in news:
        state = higher(state, each)
    return state
