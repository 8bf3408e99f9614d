"""The two-minute drill: the same ways, the same people, a message that says it is none.

Started by hand, or once a month on the working day and hour that the locality chose. Everybody's
ways are tried one after the other within two minutes of civil time until they tap "Tôi đã nhận".
A real urgent notice goes before it: none begins meanwhile, and one that runs is stopped.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from nhipcau.core import audit
from nhipcau.core.actor import SYSTEM, Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import NotAllowed, WrongState
from nhipcau.core.language import house_language
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach.drill_times import OPEN_FOR, WITHIN, is_due
from nhipcau.outreach.ladder import Tried, next_way
from nhipcau.outreach.models import Drill, Reminder
from nhipcau.outreach.our_people import working_ways
from nhipcau.outreach.remind import stop_jobs_of
from nhipcau.outreach.send_drill import send_drill
from nhipcau.people.absences import absent_at
from nhipcau.people.models import Role, Staff
from nhipcau.people.models.staff import TIED_ROLES
from nhipcau.places.hours import is_quiet
from nhipcau.places.models import Locality

log = structlog.get_logger()
SOONEST = timedelta(seconds=30)  # how often the periodic job looks
MAY_START = frozenset({Role.ADMIN, Role.APPROVER})
NEVER_SOONER = timedelta(minutes=10)


def start_drill(locality: Locality, *, by: Actor) -> Drill:
    """Verb. Everybody's first way goes out at once."""
    now = civil_now()
    _must_lead(locality, by)
    _must_be_calm(locality, now)
    people = _people(locality, now)
    if not people:
        raise WrongState(_("Chưa có tổ trưởng, tổ phó nào để diễn tập."))
    with transaction.atomic():
        # One writer at a time per locality: two who press together get one drill.
        Locality.objects.filter(pk=locality.pk).update(drill_day=locality.drill_day)
        if Drill.objects.filter(locality=locality, started_at__gt=now - NEVER_SOONER).exists():
            raise WrongState(_("Vừa có một lần diễn tập. Hãy đợi mười phút."))
        drill = Drill.objects.create(
            locality=locality, started_at=now, started_by=str(by), people=len(people)
        )
        audit.record(by, "drill.started", drill, after={"people": len(people)})
    go_on(drill, now)
    return drill


def stop_drills(locality: Locality, *, by: Actor) -> int:
    """Verb. A real notice is going out: nobody shall take it for a drill."""
    running = Drill.objects.filter(
        locality=locality, stopped_at__isnull=True, started_at__gt=civil_now() - OPEN_FOR
    )
    with transaction.atomic():
        stopped = [drill for drill in running if _stop(drill)]
        for drill in stopped:
            stop_jobs_of(Reminder.objects.filter(drill=drill), by=by)
            audit.record(by, "drill.stopped", drill)
    return len(stopped)


def run_drills() -> int:
    """The periodic job: the month's drill where it is due, the next ways of those that run."""
    now = civil_now()
    with scopes_disabled():  # one after the other, each in its own scope below
        running = set(_running(now).values_list("locality_id", flat=True))
        wards = list(Locality.objects.filter(closed_at__isnull=True).order_by("pk"))
    for locality in wards:
        with scope(locality=locality), house_language():
            try:
                if locality.pk in running:
                    for drill in _running(now):
                        go_on(drill, now)
                elif is_due(locality, now):
                    start_drill(locality, by=SYSTEM)
            except WrongState:
                continue  # nobody to drill, or a real notice: tomorrow, or next month
            except Exception:
                log.exception("drill failed", locality=locality.pk)
    return len(running)


def go_on(drill: Drill, now: datetime) -> int:
    """Verb. The next way of everybody who has not answered yet. Returns how many messages."""
    locality = drill.locality
    if _urgent(locality, now):
        return stop_drills(locality, by=SYSTEM)
    people = _people(locality, now)
    ways = working_ways(locality, people, now)
    tried: dict[int, list[Reminder]] = defaultdict(list)
    for row in Reminder.objects.filter(drill=drill).order_by("step"):
        tried[row.staff_id].append(row)
    steps = []
    is_last_call = now >= drill.started_at + WITHIN
    for person in people:
        mine = {way.pk: way for way in ways[person.pk]}
        found = next_way(list(mine), _as_tried(tried[person.pk], now), _each(len(mine)))
        if found is not None or not (mine or tried[person.pk]):
            steps.append((person, len(tried[person.pk]) + 1, mine.get(found or 0)))
    made = send_drill(drill, steps)
    if is_last_call and not made:
        Drill.objects.filter(pk=drill.pk, sent_at__isnull=True).update(sent_at=now)
    return made


def answer_drill(reminder: Reminder, *, by: Staff | None = None) -> bool:
    """Verb. "Tôi đã nhận", from the page behind the message's own link (whoever holds it was
    reached) or on the own phone. True when it was news."""
    if reminder.drill is None or (by is not None and by.pk != reminder.staff_id):
        raise NotAllowed(_("Tin diễn tập này gửi cho người khác."))
    actor = reminder.staff.actor
    with transaction.atomic():
        waiting = Reminder.objects.filter(pk=reminder.pk, opened_at__isnull=True)
        is_news = waiting.update(opened_at=civil_now()) == 1
        if is_news:
            audit.record(actor, "drill.answered", reminder, after={"by": reminder.channel})
    return is_news


def _stop(drill: Drill) -> bool:
    going = Drill.objects.filter(pk=drill.pk, stopped_at__isnull=True)
    return going.update(stopped_at=civil_now()) == 1


def _each(ways: int) -> timedelta:
    """All within two minutes, and none sooner than the periodic job looks."""
    return max(SOONEST, WITHIN / ways) if ways else WITHIN


def _as_tried(rows: Sequence[Reminder], now: datetime) -> list[Tried]:
    return [
        Tried(
            way=row.way_id if row.way_id or not row.channel else 0,
            ago=now - row.at,
            failed=row.failed_at is not None,
            opened=row.opened_at is not None,
        )
        for row in rows
    ]


def _people(locality: Locality, now: datetime) -> list[Staff]:
    """Leaders and deputies of the day: whoever is away is not woken."""
    found = Staff.objects.filter(locality=locality, is_active=True, role__in=TIED_ROLES)
    away = absent_at(locality, now)
    people = found.select_related("neighbourhood", "locality").order_by("pk")
    return [person for person in people if person.pk not in away]


def _running(now: datetime) -> QuerySet[Drill]:
    return Drill.objects.filter(
        stopped_at__isnull=True, sent_at__isnull=True, started_at__gt=now - OPEN_FOR
    ).select_related("locality")


def _must_lead(locality: Locality, by: Actor) -> None:
    if by.kind == "system":
        return
    if not Staff.objects.filter(
        pk=by.id, locality=locality, role__in=MAY_START, is_active=True
    ).exists():
        raise NotAllowed(_("Chỉ quản trị hoặc người duyệt mới mở được diễn tập."))


def _must_be_calm(locality: Locality, now: datetime) -> None:
    if _urgent(locality, now):
        raise WrongState(_("Đang có thông báo khẩn: không diễn tập lúc này."))
    if is_quiet(locality, now):
        raise WrongState(_("Đang giờ nghỉ: không diễn tập lúc này."))


def _urgent(locality: Locality, now: datetime) -> bool:
    is_urgent = Q(notice__kind=Notice.Kind.EMERGENCY) | Q(notice__urgency=Notice.Urgency.URGENT)
    return NoticeVersion.objects.filter(
        is_urgent,
        locality=locality,
        state=NoticeVersion.State.PUBLISHED,
        deadline__gt=now,
        notice__is_drill=False,
    ).exists()
