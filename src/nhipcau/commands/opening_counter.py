"""The demo's ward has a day at the desk behind it: people who took numbers since the morning, two
windows and the digital team, help given, appointments kept and still to come.

By the verbs of the desk, with the demo's own clock turned back and forward again.
"""

import random
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now, civil_seconds, local
from nhipcau.counter.arrange import close_window, live_kinds, open_window, set_up
from nhipcau.counter.assist import Came, Whom, end_assist, record_assist, start_assist
from nhipcau.counter.book import Booking, arrive, book_appointment
from nhipcau.counter.call import call_next, mark_absent, mark_served
from nhipcau.counter.keys import add_key
from nhipcau.counter.models import Appointment, DeskKey, DeskWindow, HelpKind, Ticket
from nhipcau.counter.skills import SKILLS
from nhipcau.counter.slots import next_free, takes_appointments
from nhipcau.counter.take import CHOSEN, Wanted, take_ticket
from nhipcau.counter.usual import usual_procedures
from nhipcau.people.models import Household, Role, Staff
from nhipcau.places.models import Locality
from nhipcau.places.working import office_of
from nhipcau.procedures.models import ProcedureVersion
from nhipcau.rosters.duty import on_duty

A_DAY = 86_400
STEP = timedelta(minutes=6)
HELPED_BEFORE = 40
DOOR = Actor("desk", "demo")
WAYS = ("online", "online", "online", "direct", "post")
OUTCOMES = ("filed", "filed", "filed", "shown", "needs_more", "result", "failed")
SPEED = (1, 3)  # turns of six minutes that somebody stays at a window


@dataclass(slots=True)
class Day:
    """Who plays, and with which dice: the same day each time."""

    chances: random.Random
    windows: list[tuple[DeskWindow, Staff]]
    kinds: list[HelpKind]
    versions: list[ProcedureVersion]
    until: dict[int, int] = field(default_factory=dict)  # window → turns that are left


def open_desk(locality: Locality, *, clock: Path) -> dict[str, str]:
    """Inside the scope. Returns the addresses of the waiting room by name. `clock` is the demo's
    own clock file; nothing else may run."""
    clerk = Staff.objects.filter(locality=locality, role=Role.EDITOR, is_active=True).first()
    if clerk is None:
        return {}
    now = civil_seconds()
    try:
        _turn(clock, now - 2 * A_DAY)
        set_up(locality, windows=3, by=clerk)
        day = _day(locality, clerk, datetime.fromtimestamp(now, tz=civil_now().tzinfo))
        booked = _book(day, now)
        _turn(clock, now)
        _help_before(day)
        _play(day, locality, clock, booked, now)
    finally:
        _turn(clock, now)
    return {
        name: _address(locality, kind, name, clerk)
        for kind, name in (
            (DeskKey.Kind.SCREEN, "Màn hình chờ"),
            (DeskKey.Kind.KIOSK, "Máy lấy số ở cửa"),
            (DeskKey.Kind.WALL, "Mã QR ở cửa"),
        )
    }


def _day(locality: Locality, clerk: Staff, now: datetime) -> Day:
    """The clerk, who is on duty from the digital team, one more of it."""
    team = Staff.objects.filter(locality=locality, role=Role.TEAM_MEMBER, is_active=True)
    on_now = {one.staff_id for one in on_duty(locality, post="desk", at=now)}
    people = [clerk, *sorted(team.order_by("pk"), key=lambda staff: staff.pk not in on_now)[:2]]
    versions = ProcedureVersion.objects.filter(pk__in=[pk for pk, _name in usual_procedures()])
    windows = list(DeskWindow.objects.select_related("locality").order_by("number"))
    return Day(
        random.Random(20230526),  # noqa: S311  the same day each time
        list(zip(windows, people, strict=False)),
        live_kinds(),
        list(versions.select_related("procedure")),
    )


def _book(day: Day, now: float) -> list[Appointment]:
    """Two days before: for today, and for the days to come."""
    made = []
    today = local(datetime.fromtimestamp(now, tz=civil_now().tzinfo)).date()
    for kind in day.kinds:
        if takes_appointments(kind):
            times = [at for at in next_free(kind, 200) if local(at).date() >= today][:40]
            for at in day.chances.sample(times, min(9, len(times))):
                booking = Booking(Appointment.Source.DESK, name="", key=uuid.uuid4().hex)
                made.append(book_appointment(kind, at, booking, by=DOOR))
    return made


def _help_before(day: Day) -> None:
    """The last two weeks: at the desk and in homes."""
    homes = list(Household.objects.filter(is_gone=False).order_by("pk")[:400:7])
    for n in range(HELPED_BEFORE):
        _window, staff = day.windows[n % len(day.windows)]
        at_home = bool(homes) and n % 4 == 0
        home = day.chances.choice(homes) if at_home else None
        ago = timedelta(days=day.chances.randint(1, 12), minutes=day.chances.randint(0, 200))
        record_assist(
            Whom(household=home, place="home" if at_home else "desk"),
            _came(day),
            key=uuid.uuid4(),
            started_at=civil_now() - ago,
            by=staff,
        )


def _play(day: Day, locality: Locality, clock: Path, booked: list[Appointment], now: float) -> None:
    office = office_of(locality)
    end = datetime.fromtimestamp(now, tz=civil_now().tzinfo)
    at = local(end).replace(hour=7, minute=18, second=0, microsecond=0)
    while at < end:
        _turn(clock, at.timestamp())
        is_open = office.is_open(at)
        if is_open or office.is_open(at + timedelta(minutes=12)):
            _come(day, booked, at)
        for window, staff in day.windows:
            _serve(day, window, staff, is_open=is_open)
        at += STEP
    for kind in day.kinds:  # the line as the demo begins
        take_ticket(kind, Wanted(source=Ticket.Source.KIOSK), by=DOOR)


def _come(day: Day, booked: list[Appointment], at: datetime) -> None:
    for appointment in booked:
        is_time = timedelta() <= appointment.at - at < STEP
        if is_time and day.chances.random() < 0.85:
            arrive(Appointment.objects.select_related("kind__locality").get(pk=appointment.pk))
    for _nth in range(day.chances.choice((0, 0, 1, 1, 2))):
        priority = day.chances.choice((*CHOSEN, *[""] * 9))
        kind = day.chances.choice(day.kinds)
        source = day.chances.choice((Ticket.Source.KIOSK, Ticket.Source.PHONE))
        take_ticket(kind, Wanted(source=source, priority=priority), by=DOOR)


def _serve(day: Day, window: DeskWindow, staff: Staff, *, is_open: bool) -> None:
    left = day.until.get(window.pk, 0)
    if left > 1:
        day.until[window.pk] = left - 1
        return
    current = Ticket.objects.filter(window=window, state=Ticket.State.CALLED).first()
    _end_help(day, staff)
    if not is_open:
        if current is not None:
            mark_served(current, by=staff)
        close_window(window, by=staff)
        return
    window.refresh_from_db()
    if window.since is None:
        open_window(window, by=staff)
    called = call_next(window, by=staff, seen=current.pk if current else 0)
    if called is None:
        return
    if day.chances.random() < 0.06:
        mark_absent(called, by=staff)
        return
    if day.chances.random() < 0.5:
        start_assist(Whom(ticket=called), by=staff)
    day.until[window.pk] = day.chances.randint(*SPEED)


def _end_help(day: Day, staff: Staff) -> None:
    running = staff.assists.filter(ended_at=None).first()
    if running is not None:
        end_assist(running, _came(day), by=staff)


def _came(day: Day) -> Came:
    chances, way = day.chances, day.chances.choice(WAYS)
    outcome = chances.choice(OUTCOMES)
    day_ = local(civil_now()).strftime("%y%m%d")
    receipt = f"000.00.28.H03-{day_}-{chances.randint(1, 9999):04d}"
    return Came(
        outcome=outcome,
        way=way,
        receipt=receipt if (way, outcome) == ("online", "filed") else "",
        taught=chances.sample(list(SKILLS), chances.randint(0, 4)),
        minutes=chances.randint(8, 35),
        version=chances.choice(day.versions) if day.versions else None,
    )


def _address(locality: Locality, kind: str, name: str, by: Staff) -> str:
    _key, token = add_key(locality, kind, name=name, by=by)
    return f"/quay/{token}/" if kind == DeskKey.Kind.SCREEN else f"/lay-so/{token}/"


def _turn(clock: Path, at: float) -> None:
    clock.write_text(f"{at:.3f}", encoding="ascii")
