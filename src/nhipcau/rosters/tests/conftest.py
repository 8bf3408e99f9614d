"""A ward with a desk and an inbox to be stood at. It is Friday 26 May 2023, half past four."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.cast import FRIDAY_AFTERNOON, make_staff

from nhipcau.core.clock import CLOCK_FILE_VARIABLE
from nhipcau.people.models import Role, Staff
from nhipcau.places.working import office_of
from nhipcau.rosters.models import Pattern, Shift, Team, TeamMember
from nhipcau.rosters.patterns import Line, add_lines, make_pattern
from nhipcau.rosters.queries import open_on
from nhipcau.rosters.shifts import Planned, plan_shift
from nhipcau.rosters.teams import About, TeamInput, add_member, found_team

MONDAY = date(2023, 5, 29)
HERE = ZoneInfo("Asia/Ho_Chi_Minh")


class Civil:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.to(FRIDAY_AFTERNOON)

    def to(self, at: datetime) -> datetime:
        self.at = at
        self.path.write_text(str(at.timestamp()), encoding="ascii")
        return at

    def go(self, **by) -> datetime:
        return self.to(self.at + timedelta(**by))


@pytest.fixture
def civil(tmp_path, monkeypatch) -> Civil:
    monkeypatch.setenv(CLOCK_FILE_VARIABLE, str(tmp_path / "clock"))
    return Civil(tmp_path / "clock")


def moment(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), HERE)


class Roster:
    """What tests speak of: Oanh and Phúc are officers, Sinh is of the team of Tổ 13."""

    def __init__(self, ward, civil) -> None:
        self.ward, self.civil, self.locality = ward, civil, ward.locality
        self.by = ward.quan
        self.oanh = make_staff(self.locality, "oanh", "Mã Thị Oanh", Role.OFFICER)
        self.phuc = make_staff(self.locality, "phuc", "Lộc Văn Phúc", Role.CLERK)

    def plan(
        self, staff: Staff | None, day=MONDAY, opens="07:30", closes="11:30", post="desk", team=None
    ) -> Shift:
        planned = Planned(post, moment(day, opens), moment(day, closes), staff, team)
        return plan_shift(self.locality, planned, by=self.by)

    def pattern(self, *lines: Line, name="Tuần thường") -> Pattern:
        made = make_pattern(self.locality, name, by=self.by)
        for line in lines:
            add_lines(made, line, by=self.by)
        return made

    def team(self, *people: Staff, name="Tổ công nghệ số phường") -> Team:
        team = found_team(self.locality, TeamInput("locality", name), by=self.by)
        for staff in people:
            add_member(team, staff, About(("filing",), ("vi", "tyz")), by=self.by)
        return team

    def member(self, team: Team, staff: Staff) -> TeamMember:
        return TeamMember.objects.get(team=team, staff=staff)

    def fill_day(self, day: date, *, desk: Staff, inbox: Staff) -> None:
        for starts_at, ends_at in open_on(office_of(self.locality), day):
            for post, staff in (("desk", desk), ("inbox", inbox)):
                planned = Planned(post, starts_at, ends_at, staff)
                plan_shift(self.locality, planned, by=self.by)


@pytest.fixture
def roster(ward, civil) -> Roster:
    return Roster(ward, civil)
