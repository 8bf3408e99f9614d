"""Waiting by kind and hour: to the first call, of those who were called."""

from datetime import timedelta

from nhipcau.counter.call import leave_line, mark_absent
from nhipcau.counter.figures import figures, quantile
from nhipcau.counter.tests.conftest import DOOR


def minutes(span):
    return span.total_seconds() / 60


def test_waits_are_to_the_first_call_by_kind_and_hour(desk, civil):
    desk.take()
    desk.take()
    civil.go(10)
    first = desk.call()
    civil.go(20)
    desk.call()
    leave_line(desk.take(desk.ask), by=DOOR)
    civil.go(40)
    gone = desk.take(desk.ask)
    desk.call()
    mark_absent(gone, by=desk.clerk)
    day = first.day
    found = figures(desk.ward.locality, since=day, until=day)
    assert [(line.name, line.taken, line.called) for line in found.by_kind] == [
        ("Nộp hồ sơ", 2, 2),
        ("Hỏi", 2, 1),
    ]
    assert (minutes(found.by_kind[0].median), minutes(found.by_kind[0].p90)) == (10, 30)
    assert minutes(found.by_kind[0].served_median) == 20
    assert [(line.name, line.taken) for line in found.by_hour] == [("08:00", 3), ("09:00", 1)]
    assert (found.whole.left, found.first_share) == (1, (0, 3))


def test_a_share_of_values_is_the_smallest_that_it_does_not_pass():
    spans = [timedelta(minutes=n) for n in range(1, 11)]
    assert minutes(quantile(spans, 0.5)) == 5
    assert minutes(quantile(spans, 0.9)) == 9
    assert quantile([], 0.5) is None
