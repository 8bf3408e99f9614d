"""Two windows, two tablets, two browsers at the same moment: threads with their own connections."""

import pytest
from django_scopes import scope
from tests import cast
from tests.at_once import at_once

from nhipcau.core.errors import WrongState
from nhipcau.counter.book import Booking, book_appointment
from nhipcau.counter.call import call_next
from nhipcau.counter.models import Appointment, Slot, Ticket
from nhipcau.counter.slots import next_free
from nhipcau.counter.tests.conftest import DOOR, Desk

# SQLite's database in memory lets one connection in, and the writers of a file queue.
pytestmark = pytest.mark.postgres


@pytest.fixture
def living(transactional_db, civil):
    ward = cast.song_cau()
    with scope(locality=ward.locality):
        yield Desk(ward, civil)


def test_two_windows_at_once_never_call_one_ticket_and_numbers_never_meet(living):
    at_once(living.ward, *[lambda: living.take()] * 6)
    assert sorted(Ticket.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    for _turn in range(2):
        seen = dict(Ticket.objects.filter(state="called").values_list("window", "pk"))
        called = at_once(
            living.ward,
            lambda seen=seen: call_next(
                living.one, by=living.clerk, seen=seen.get(living.one.pk, 0)
            ),
            lambda seen=seen: call_next(
                living.two, by=living.officer, seen=seen.get(living.two.pk, 0)
            ),
        )
        assert len({one.pk for one in called}) == 2
    orders = Ticket.objects.filter(call_order__gt=0).values_list("call_order", flat=True)
    assert sorted(orders) == [1, 2, 3, 4]


def test_of_two_taps_at_one_window_one_calls(living):
    living.take()
    living.take()
    found = at_once(living.ward, *[lambda: call_next(living.one, by=living.clerk)] * 2)
    assert sum(isinstance(one, WrongState) for one in found) == 1
    assert Ticket.objects.filter(state="called").count() == 1


def test_the_last_place_of_a_time_goes_to_one(living):
    at = next_free(living.file, 1)[0]
    found = at_once(
        living.ward,
        *[
            lambda n=n: book_appointment(
                living.file, at, Booking("portal", visitor=f"b{n}"), by=DOOR
            )
            for n in range(2)
        ],
    )
    assert sum(isinstance(one, WrongState) for one in found) == 1
    assert (Appointment.objects.count(), Slot.objects.get().taken) == (1, 1)
