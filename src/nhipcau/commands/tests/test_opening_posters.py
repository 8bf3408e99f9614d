"""The demo's posters hang a week when it begins, and its clock is where it was."""

from nhipcau.commands.opening_posters import hang_for_a_week
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.links.models import LinkDay, Poster
from nhipcau.places.centres import centre_on
from nhipcau.procedures.revise import add_procedure
from nhipcau.procedures.tests.files import BIRTH


def test_posters_hang_for_a_week_and_the_clock_is_put_back(ward, tmp_path, monkeypatch):
    clock = tmp_path / "clock"
    clock.write_text("1685093400.000")
    monkeypatch.setenv("NHIPCAU_CLOCK_FILE", str(clock))
    add_procedure(ward.locality, "1.001193", BIRTH, by=SYSTEM)
    hung = hang_for_a_week(ward.locality, clock=clock)
    assert clock.read_text() == "1685093400.000"
    up = Poster.objects.filter(state="hangs")
    assert up.count() == hung == Poster.objects.count() - 2
    assert {poster.kind for poster in up} == {"procedure", "group", "portal"}
    assert all((civil_now() - poster.hung_at).days == 8 for poster in up)
    assert LinkDay.objects.count() > hung and centre_on(civil_now().date())
