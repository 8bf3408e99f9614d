"""The demo's roster: a team, a week, a swap that waits, a gap that somebody is asked for."""

from tests.cast import FRIDAY_AFTERNOON

from nhipcau.commands.opening_rosters import open_rosters
from nhipcau.core.clock import CLOCK_FILE_VARIABLE, civil_now
from nhipcau.rosters.duty import on_duty
from nhipcau.rosters.models import Ask, Swap, TeamMember
from nhipcau.rosters.watch import gaps_ahead


def test_the_demo_shows_a_roster_that_lives(ward, tmp_path, monkeypatch):
    clock = tmp_path / "clock"
    clock.write_text(str(FRIDAY_AFTERNOON.timestamp()), encoding="ascii")
    monkeypatch.setenv(CLOCK_FILE_VARIABLE, str(clock))
    assert open_rosters(ward.locality, clock=clock) > 30
    assert open_rosters(ward.locality, clock=clock) == 0  # once
    assert {one.post for one in on_duty(ward.locality)} == {"desk", "inbox"}
    assert TeamMember.objects.count() == 4
    assert Swap.objects.get().in_return is not None
    gap = next(gap for gap in gaps_ahead(ward.locality, civil_now()) if gap.shift)
    assert Ask.objects.filter(shift=gap.shift).exists()
