"""The ladder as a machine: whatever people and channels do, nobody gets the same step twice, and
when everybody is silent it ends at the deputy and then at the ward."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.outreach.ladder import Pace, Tried, is_silent, next_way, pace_of

MINUTE = timedelta(minutes=1)
USUAL = pace_of(each_minutes=5, whole=timedelta(hours=14), is_emergency=False)


@dataclass
class Person:
    """`fails`: which messages certainly do not arrive. `answers_after`: minutes from the first."""

    ways: list[int]
    fails: set[int] = field(default_factory=set)
    answers_after: int | None = None
    sent: list[tuple[int, int]] = field(default_factory=list)  # way, minute

    def tried(self, minute: int) -> list[Tried]:
        has_answered = (
            self.answers_after is not None
            and bool(self.sent)
            and minute - self.sent[0][1] >= self.answers_after
        )
        return [
            Tried(way, (minute - at) * MINUTE, failed=way in self.fails, opened=has_answered)
            for way, at in self.sent
        ]

    def tick(self, minute: int, pace: Pace) -> None:
        found = next_way(self.ways, self.tried(minute), pace.each)
        if found is not None:
            self.sent.append((found, minute))

    def is_silent(self, minute: int, pace: Pace) -> bool:
        return is_silent(self.ways, self.tried(minute), pace.each)


def person(answers: st.SearchStrategy[int | None]) -> st.SearchStrategy[Person]:
    ways = st.lists(st.integers(1, 6), min_size=1, max_size=4, unique=True)
    return st.builds(Person, ways, st.sets(st.integers(1, 6)), answers)


def climb(leader: Person, deputy: Person, pace: Pace, minutes: int = 120):
    """One evening minute by minute: when the deputy was asked, when the ward took over."""
    handed = taken = None
    for minute in range(minutes):
        waited = minute * MINUTE
        leader.tick(minute, pace)
        if handed is not None:
            deputy.tick(minute, pace)
        silent = leader.is_silent(minute, pace)
        if handed is None and pace.deputy_is_due(waited, is_silent=silent):
            handed = minute
        everybody = silent and handed is not None and deputy.is_silent(minute, pace)
        if taken is None and pace.ward_is_due(waited, is_silent=everybody):
            taken = minute
    return handed, taken


@given(person(st.none()), person(st.none()))
def test_when_everybody_is_silent_it_ends_at_the_deputy_and_then_at_the_ward(leader, deputy):
    handed, taken = climb(leader, deputy, USUAL)
    assert handed is not None
    assert handed <= 35
    assert taken is not None
    assert handed < taken <= 60
    assert [way for way, _ in leader.sent] == leader.ways


@given(person(st.integers(0, 90) | st.none()), person(st.integers(0, 90) | st.none()))
def test_nobody_gets_the_same_way_twice_and_nobody_after_an_answer(leader, deputy):
    climb(leader, deputy, USUAL)
    for one in (leader, deputy):
        ways = [way for way, _ in one.sent]
        assert len(ways) == len(set(ways))
        if one.answers_after is not None and one.sent:
            answered = one.sent[0][1] + one.answers_after
            assert all(at <= answered for _, at in one.sent)


@given(person(st.integers(0, 90) | st.none()))
def test_the_next_way_waits_its_time_unless_the_last_one_failed(one):
    climb(one, Person([1]), USUAL)
    for (way, at), (_, later) in zip(one.sent, one.sent[1:], strict=False):
        assert later - at == (1 if way in one.fails else 5)


@given(st.integers(1, 60), st.integers(1, 10 * 24), st.booleans())
def test_the_rungs_are_always_in_order(each, hours, is_emergency):
    pace = pace_of(each_minutes=each, whole=timedelta(hours=hours), is_emergency=is_emergency)
    first, second = pace.remind
    assert timedelta(0) < first < second < pace.deputy < pace.ward
    assert pace.each > timedelta(0)


@pytest.mark.parametrize("tried", [[], [Tried(1, timedelta(0))], [Tried(1, MINUTE, opened=True)]])
def test_who_was_not_asked_or_may_still_answer_is_not_silent(tried):
    assert not is_silent([1], tried, 5 * MINUTE)


def test_who_has_no_way_is_silent_once_that_is_on_record():
    assert is_silent([], [Tried(None, timedelta(0))], 5 * MINUTE)
