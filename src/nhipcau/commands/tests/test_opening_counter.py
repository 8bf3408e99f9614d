"""The demo's desk has a day behind it when it begins, and its clock is where it was."""

from nhipcau.commands.opening_counter import open_desk
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.counter.figures import figures
from nhipcau.counter.models import Appointment, Assist, Ticket
from nhipcau.counter.take import day_of
from nhipcau.procedures.revise import add_procedure
from nhipcau.procedures.tests.files import BIRTH


def test_a_day_was_played_and_the_clock_is_put_back(ward, tmp_path, monkeypatch):
    clock = tmp_path / "clock"
    clock.write_text("1685093400.000")  # Friday 16:30
    monkeypatch.setenv("NHIPCAU_CLOCK_FILE", str(clock))
    monkeypatch.setattr("nhipcau.commands.opening_counter.HELPED_BEFORE", 4)
    add_procedure(ward.locality, "1.001193", BIRTH, by=SYSTEM)
    found = open_desk(ward.locality, clock=clock)
    assert clock.read_text() == "1685093400.000"
    assert len(found) == 3
    today = day_of(ward.locality, civil_now())
    whole = figures(ward.locality, since=today, until=today).whole
    assert whole.taken > 30 and whole.called > 25 and whole.median
    assert Ticket.objects.filter(state="waiting", day=today).exists()
    assert Appointment.objects.filter(state="booked", at__gt=civil_now()).exists()
    assert Assist.objects.filter(ended_at__isnull=False).count() > 10
