"""Appointments: free times, one place each, changed by the code, kept by time itself."""

from datetime import date, timedelta

import pytest

from nhipcau.channels.models import Account
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.counter.assist import Whom, start_assist
from nhipcau.counter.book import (
    Booking,
    arrive,
    book_appointment,
    cancel_appointment,
    find_appointment,
    move_appointment,
)
from nhipcau.counter.erase import erase_household, forget_visitors
from nhipcau.counter.keep import close_days, keep_appointments
from nhipcau.counter.models import Appointment, Ticket
from nhipcau.counter.slots import free_slots, next_free
from nhipcau.counter.tests.conftest import DOOR
from nhipcau.dispatch.models import Job
from nhipcau.places.models import Holiday


def book(desk, at=None, **more):
    at = at or next_free(desk.file, 1)[0]
    return book_appointment(desk.file, at, Booking("portal", **more), by=DOOR)


def state_of(appointment):
    appointment.refresh_from_db()
    return appointment.state


@pytest.fixture
def sms(ward):
    return Account.objects.create(
        locality=ward.locality, kind="sms", name="SMS", external_id="s1", state="working"
    )


def test_times_follow_the_hours_and_what_is_taken_is_gone(desk, civil):
    times = next_free(desk.file, 2)
    assert [f"{at:%H:%M}" for at in times] == ["01:30", "02:00"]  # 08:30 and 09:00 here
    made = book(desk)
    assert next_free(desk.file, 1) == times[1:]
    with pytest.raises(WrongState, match="08:30"):
        book(desk, times[0])
    cancel_appointment(made, by=DOOR)
    assert next_free(desk.file, 1) == times[:1]
    assert not free_slots(desk.ask)  # takes none
    assert {day.weekday() for day in free_slots(desk.file)} == {0, 1, 2, 3, 4}


def test_a_time_that_nobody_offers_is_refused(desk, civil):
    with pytest.raises(BadInput):
        book(desk, civil.at + timedelta(days=1))
    with pytest.raises(BadInput):
        book(desk, phone="12")
    assert not Appointment.objects.exists()


def test_the_same_form_is_one_appointment_and_one_telephone_holds_two(desk):
    first, second, third = next_free(desk.file, 3)
    assert book(desk, first, key="k", phone="0912345678").pk == book(desk, first, key="k").pk
    book(desk, second, phone="0912 345 678")
    with pytest.raises(NotAllowed, match="2"):
        book(desk, third, phone="+84912345678")


def test_who_leaves_no_telephone_takes_half_of_a_day_at_the_most(desk):
    times = next_free(desk.file, 20)
    today = [at for at in times if at.date() == times[0].date()]
    for nth, at in enumerate(today[:7]):  # of fifteen places
        made = book(desk, at, visitor=f"script {nth}")
    with pytest.raises(NotAllowed, match="số di động") as fault:
        book(desk, today[7], visitor="a neighbour behind the same address")
    assert fault.value.field == "phone"
    book(desk, today[7], visitor="a neighbour", phone="0912345678")
    other_day = book(desk, times[-1], visitor="a neighbour")
    with pytest.raises(NotAllowed):
        move_appointment(other_day, today[8], by=DOOR)
    cancel_appointment(made, by=DOOR)
    move_appointment(other_day, today[8], by=DOOR)


def test_one_visitor_cannot_take_all_the_places(desk):
    times = next_free(desk.file, 7)
    for at in times[:6]:
        book(desk, at, visitor="x")
    with pytest.raises(NotAllowed):
        book(desk, times[6], visitor="x")


def test_moving_takes_the_new_place_and_gives_the_old_one_back(desk):
    first, second = next_free(desk.file, 2)
    made = book(desk, first)
    assert move_appointment(made, second, by=DOOR).at == second
    assert next_free(desk.file, 1) == [first]
    cancel_appointment(made, by=DOOR)
    with pytest.raises(WrongState):
        move_appointment(made, first, by=DOOR)
    assert next_free(desk.file, 2) == [first, second]


def test_who_comes_goes_first_from_the_time_on(desk, civil):
    made = book(desk)  # 08:30
    ordinary = desk.take()
    ticket = arrive(made)
    assert ticket.pk == arrive(made).pk
    desk.take(priority="elder")
    assert desk.call().label == "A003"  # 08:00: the elder; the appointment is early
    civil.go(31)
    assert desk.call().pk == ordinary.pk  # never two firsts in a row
    assert desk.call().pk == ticket.pk
    assert state_of(made) == "arrived"


def test_who_comes_late_or_far_too_early_is_told_or_waits_as_others_do(desk, civil):
    late, far = book(desk), book(desk, next_free(desk.file, 9)[-1])
    with pytest.raises(WrongState):
        arrive(far)
    civil.go(60)
    assert arrive(late).priority == ""


def test_another_wards_code_leads_nowhere(desk, stranger):
    made = book(desk)
    assert find_appointment(desk.ward.locality, f" {made.code.upper()} ").pk == made.pk
    assert find_appointment(stranger.locality, made.code) is None


def test_a_reminder_goes_once_by_sms_in_the_hours_when_people_are_awake(desk, civil, sms):
    made = book(desk, next_free(desk.file, 30)[-1], phone="0912345678")  # days ahead
    civil.at = made.at - timedelta(hours=17, minutes=30)  # before it: in the afternoon
    civil.go(0)
    keep_appointments()
    keep_appointments()
    (job,) = Job.objects.all()
    assert made.code[:3].upper() in job.text and "nhac lich hen" in job.text
    assert job.query["params"][0] == "+84912345678"


def test_a_day_that_closed_after_all_is_told_and_the_place_is_gone(desk, sms):
    made = book(desk, next_free(desk.file, 20)[-1], phone="0912345678")
    Holiday.objects.create(locality=desk.ward.locality, on=made.at.date(), name="Nghỉ đột xuất")
    keep_appointments()
    assert state_of(made) == "closed"
    assert "dat lai" in Job.objects.get().text


def test_time_ends_what_nobody_ended(desk, civil):
    made, waiting, called = book(desk), desk.take(), desk.take()
    desk.call(desk.one)
    helping = start_assist(Whom(), by=desk.clerk)
    civil.go(24 * 60)
    keep_appointments()
    close_days()
    assert state_of(made) == "missed"
    assert {state_of(waiting), state_of(called)} == {"served", "uncalled"}
    desk.one.refresh_from_db()
    helping.refresh_from_db()
    assert not desk.one.is_open
    assert (helping.ended_at, helping.minutes, helping.outcome) == (civil.at, None, "")


def test_names_and_telephones_are_forgotten_after_a_month_and_on_request(desk, civil):
    made = book(desk, name="Bà Bình", phone="0912345678")
    desk.take(name="Ông Tùng")
    assert erase_household(desk.ward.binh, by=desk.clerk.actor) == 1
    made.refresh_from_db()
    assert (made.name, made.phone, made.state) == ("", "", "booked")
    civil.go(31 * 24 * 60)
    forget_visitors()
    assert not Ticket.objects.exclude(name="").exists()
    assert date(2023, 5, 26) == Ticket.objects.get().day


def test_who_came_to_an_appointment_is_forgotten_on_their_ticket_too(desk):
    made = book(desk, name="Bà Bình", phone="0912345678")
    ticket = arrive(made, by=desk.clerk)
    assert ticket.name == "Bà Bình"
    erase_household(desk.ward.binh, by=desk.clerk.actor)
    ticket.refresh_from_db()
    assert ticket.name == ""
