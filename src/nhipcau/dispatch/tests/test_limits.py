from hypothesis import given
from hypothesis import strategies as some

from nhipcau.dispatch.limits import AHEAD, chunk_size, due, gap_for, how_many_by, reserve

RATES = some.integers(min_value=2, max_value=6000)


def send_times(per_minute: int, looks: list[float]) -> list[float]:
    """Civil moments of sends when somebody looks for work at these moments, chunk by chunk."""
    gap, tat, times = gap_for(per_minute), 0.0, []
    size = chunk_size(gap)
    for now in looks:
        while tat <= now + AHEAD:
            starts, tat = reserve(tat, now, gap, size)
            # A row goes as soon as it may: at its due time, less what it may go ahead of it.
            times += [max(now, starts + gap * nth - AHEAD) for nth in range(size)]
    return sorted(times)


@given(RATES, some.lists(some.floats(min_value=0, max_value=20), min_size=1, max_size=40))
def test_no_minute_ever_has_more_sends_than_the_limit(per_minute, steps):
    looks, now = [], 1000.0
    for step in steps:
        now += step
        looks.append(now)
    times = send_times(per_minute, looks)
    first = 0
    for last, moment in enumerate(times):
        while moment - times[first] >= 60:
            first += 1
        assert last - first + 1 <= per_minute


@given(RATES)
def test_a_busy_account_uses_nearly_all_of_its_limit(per_minute):
    times = send_times(per_minute, [1000 + n / 10 for n in range(3000)])
    a_while = [moment for moment in times if 1060 <= moment < 1240]
    assert len(a_while) >= per_minute * 3 * 0.96 - 1


@given(RATES)
def test_a_chunk_is_two_seconds_of_the_rate_at_most(per_minute):
    size = chunk_size(gap_for(per_minute))
    assert 1 <= size <= 500
    assert size == 1 or size <= per_minute / 60 * 2


@given(RATES, some.floats(min_value=0, max_value=100), some.floats(min_value=0, max_value=100))
def test_later_means_at_least_as_many_rows(per_minute, one, other):
    gap = gap_for(per_minute)
    early, late = sorted((one, other))
    assert how_many_by(50, gap, early) <= how_many_by(50, gap, late)


@given(
    RATES,
    some.floats(min_value=1_685_000_000, max_value=1_685_100_000),
    some.integers(min_value=0, max_value=500),
)
def test_a_row_goes_at_the_very_moment_its_chunk_is_told_to_wait_for(per_minute, starts, nth):
    gap = gap_for(per_minute)
    now = due(starts, gap, nth) - AHEAD
    assert how_many_by(starts, gap, now) > nth


def test_rounding_holds_no_row_up_while_the_clock_stands_still():
    """Seen: the twenty-eighth row of a chunk, due in half a second to the last digit."""
    starts, now = 1685097744.8204 - 0.0102 * 170, 1685097742.872
    assert due(starts, 0.0102, 28) <= now + AHEAD
    assert how_many_by(starts, 0.0102, now) == 29


def test_without_a_limit_nothing_waits():
    assert gap_for(0) == 0
    assert chunk_size(0) == 500
    assert how_many_by(0, 0, 0) >= 64
