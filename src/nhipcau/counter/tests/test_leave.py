"""Somebody leaves the desk: it goes on without them."""

from nhipcau.counter.assist import Whom, running_of, start_assist
from nhipcau.counter.leave import leave_desk
from nhipcau.counter.models import DeskWindow


def test_windows_are_free_and_whoever_stood_there_is_called_next(desk):
    first, _second = desk.take(), desk.take()
    desk.call()
    start_assist(Whom(ticket=first), by=desk.clerk)
    others = start_assist(Whom(), by=desk.officer)
    left = leave_desk(desk.clerk, by=desk.ward.quan.actor)
    assert (left.windows, left.tickets, left.assists) == (1, 1, 1)
    assert not DeskWindow.objects.exclude(staff=None).exists()
    assert running_of(desk.clerk) is None and running_of(desk.officer) == others
    assert desk.call(desk.two, by=desk.officer) == first
    assert not leave_desk(desk.clerk, by=desk.ward.quan.actor)
