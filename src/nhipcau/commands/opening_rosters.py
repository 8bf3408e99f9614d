"""The demo's ward has a digital team, the usual week applied on Monday to this one and the next, a
swap that waits for an answer, and a gap on the next working day. By the verbs of whoever arranges;
the demo's own clock is turned back and forward again."""

from datetime import datetime, timedelta
from pathlib import Path

from nhipcau.core.clock import civil_now, civil_seconds
from nhipcau.core.errors import DomainError
from nhipcau.people.invite import Newcomer, invite_staff
from nhipcau.people.models import Role, Staff
from nhipcau.places.models import Locality
from nhipcau.rosters.apply import apply_pattern
from nhipcau.rosters.models import Shift, Team
from nhipcau.rosters.patterns import Line, add_lines, make_pattern
from nhipcau.rosters.queries import day_begins, day_of, monday_of
from nhipcau.rosters.shifts import give_shift
from nhipcau.rosters.swap import ask_swap
from nhipcau.rosters.teams import About, TeamInput, add_member, found_team
from nhipcau.rosters.watch import watch_locality

TEAM = (
    ("to-so-1", "Bàn Văn Sinh", ("filing", "phone", "papers"), ("vi", "ium")),
    ("to-so-2", "Nông Thị Hạnh", ("filing", "identity", "paying"), ("vi", "tyz")),
    ("to-so-3", "Vi Văn Khoa", ("phone", "groups"), ("vi", "nut")),
    ("to-so-4", "Lường Thu Trang", ("filing", "identity", "groups"), ("vi", "en")),
)
MORNING, AFTERNOON = "morning", "afternoon"
# (who, weekdays, where, part of the day): the desk by the team, the inbox by officers and the team
LINES = (
    (0, (0, 2, 4), "desk", MORNING),
    (1, (1, 3), "desk", MORNING),
    (1, (0, 2, 4), "desk", AFTERNOON),
    (2, (1, 3), "desk", AFTERNOON),
    (3, (0, 1, 2, 3, 4), "inbox", MORNING),
)


def open_rosters(locality: Locality, *, clock: Path) -> int:
    """Inside the scope. Returns how many shifts there are."""
    admin = Staff.objects.filter(locality=locality, role=Role.ADMIN, is_active=True).first()
    officer = Staff.objects.filter(locality=locality, role=Role.EDITOR, is_active=True).first()
    if admin is None or officer is None or Team.objects.filter(locality=locality).exists():
        return 0
    seconds, now = civil_seconds(), civil_now()
    monday = monday_of(day_of(locality, now))
    try:
        clock.write_text(f"{day_begins(locality, monday).timestamp():.3f}", encoding="ascii")
        _two_weeks(locality, _team(locality, admin), admin, officer)
    finally:
        clock.write_text(f"{seconds:.3f}", encoding="ascii")
    _swap_and_gap(locality, now, admin)
    watch_locality(locality, now)
    return Shift.objects.count()


def _two_weeks(locality: Locality, people: list[Staff], admin: Staff, officer: Staff) -> None:
    pattern = make_pattern(locality, "Tuần thường", by=admin)
    for who, days, post, part in LINES:
        add_lines(pattern, Line(days, post, part, people[who]), by=admin)
    add_lines(pattern, Line((0, 1, 2, 3, 4), "inbox", AFTERNOON, officer), by=admin)
    this = monday_of(day_of(locality, civil_now()))
    for week in (this, this + timedelta(days=7)):
        apply_pattern(pattern, week, by=admin)


def _team(locality: Locality, admin: Staff) -> list[Staff]:
    team = found_team(locality, TeamInput("locality", "Tổ công nghệ số cộng đồng"), by=admin)
    people = []
    for number, (username, name, skills, languages) in enumerate(TEAM):
        who = Newcomer(name, Role.TEAM_MEMBER, username=username, phone=f"091200300{number}")
        staff, _link = invite_staff(locality, who, by=admin.actor)
        about = About(skills, languages, is_lead=number == 0, shows_phone=number < 2)
        add_member(team, staff, about, by=admin)
        people.append(staff)
    return people


def _swap_and_gap(locality: Locality, now: datetime, admin: Staff) -> None:
    """On the next working day nobody is at the desk in the afternoon; a day later one asks
    another to change shifts."""
    ahead = Shift.objects.filter(starts_at__gt=now, staff__isnull=False).select_related("staff")
    gap = ahead.filter(post="desk").order_by("starts_at")[1:2].first()
    if gap is not None:
        give_shift(gap, to=None, by=admin)
    desk = list(ahead.filter(post="desk").order_by("starts_at")[2:8])
    for mine in desk:
        for theirs in desk:
            if mine.staff is None or theirs.staff is None or mine.staff_id == theirs.staff_id:
                continue
            try:
                ask_swap(
                    mine,
                    to=theirs.staff,
                    by=mine.staff,
                    in_return=theirs,
                    words="Hôm đó em đưa con đi tiêm.",
                )
            except DomainError:
                continue
            return
