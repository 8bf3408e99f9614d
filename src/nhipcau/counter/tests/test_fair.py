"""The rule that hangs at the desk, as values."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.counter.fair import AGED, InLine, in_turn

NOW = datetime(2023, 5, 26, 3, 0, tzinfo=UTC)
people = st.lists(st.tuples(st.integers(0, 90), st.booleans()), max_size=12)


def line(rows):
    return [
        InLine(pk, 1, NOW - timedelta(minutes=ago), first) for pk, (ago, first) in enumerate(rows)
    ]


@given(people, st.booleans())
@settings(max_examples=60)
def test_everybody_is_called_once_and_in_each_lane_in_order(rows, was_first):
    waiting = line(rows)
    turn = in_turn(waiting, was_first=was_first, now=NOW)
    assert sorted(one.pk for one in turn) == list(range(len(rows)))
    for lane in (True, False):
        of_lane = [one for one in turn if one.is_first is lane]
        assert of_lane == sorted(of_lane, key=lambda one: (one.queue_at, one.pk))


@given(people, st.booleans())
@settings(max_examples=60)
def test_never_two_of_the_first_lane_in_a_row_while_others_wait(rows, was_first):
    others = sum(not first for _ago, first in rows)
    for one in in_turn(line(rows), was_first=was_first, now=NOW):
        assert not (one.is_first and was_first and others), "an other waited"
        was_first = one.is_first
        others -= not one.is_first


def test_who_has_waited_long_goes_before_everybody_who_came_later():
    old = InLine(1, 1, NOW - AGED, is_first=False)
    elder = InLine(2, 1, NOW - timedelta(minutes=5), is_first=True)
    assert [one.pk for one in in_turn([elder, old], was_first=False, now=NOW)] == [1, 2]
    fresh = InLine(3, 1, NOW - timedelta(minutes=6), is_first=False)
    assert [one.pk for one in in_turn([elder, fresh], was_first=False, now=NOW)] == [2, 3]
