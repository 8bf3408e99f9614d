"""No gap unseen: held against a count of every quarter of an hour."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.rosters.coverage import Stand, find_gaps

START = datetime(2023, 5, 29, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
QUARTERS = 24  # six hours are enough to meet every kind of overlap
POSTS = ("desk", "inbox")
spans = st.tuples(st.integers(0, QUARTERS - 1), st.integers(1, 12)).map(
    lambda pair: (START + pair[0] * QUARTER, START + (pair[0] + pair[1]) * QUARTER)
)
stands = st.lists(
    st.tuples(
        st.sampled_from(POSTS), spans, st.one_of(st.none(), st.integers(1, 4)), st.booleans()
    ),
    max_size=8,
)


@given(stands, st.lists(spans, max_size=2), st.integers(0, 3), st.integers(0, 2))
@settings(max_examples=120)
def test_whatever_is_missing_is_a_gap_and_nothing_else_is(planned, open_hours, desk, inbox):
    shifts = [
        Stand(number, post, *span, staff, staff is not None and here)
        for number, (post, span, staff, here) in enumerate(planned, start=1)
    ]
    needs = {"desk": desk, "inbox": inbox}
    hours = _apart(open_hours)
    gaps = find_gaps(shifts, hours, needs)
    for quarter in range(2 * QUARTERS):
        at = START + quarter * QUARTER
        for post in POSTS:
            here = [one for one in shifts if one.post == post and one.starts_at <= at < one.ends_at]
            there = sum(1 for one in here if one.is_here)
            needed = needs[post] if any(begins <= at < ends for begins, ends in hours) else 0
            seen = sum(
                gap.missing
                for gap in gaps
                if gap.post == post and gap.starts_at <= at < gap.ends_at
            )
            assert seen == max(needed, len(here)) - there


def _apart(given):
    """Opening hours never overlap."""
    spans = sorted(given)
    return spans if len(spans) < 2 or spans[0][1] <= spans[1][0] else spans[:1]


def test_a_gap_is_as_long_as_it_can_be():
    shifts = [Stand(1, "desk", START, START + 4 * QUARTER, 7)]
    gaps = find_gaps(shifts, [(START, START + 12 * QUARTER)], {"desk": 1})
    assert [(gap.starts_at, gap.ends_at) for gap in gaps] == [
        (START + 4 * QUARTER, START + 12 * QUARTER)
    ]
