"""The two-minute drill: the same ways, the same people, a message that says it is none.

Started by hand, or once a month on the working day and hour that the locality chose. Everybody's
ways are tried one after the other within two minutes of civil time until they tap "Tôi đã nhận".
A real urgent notice goes before it: none begins meanwhile, and one that runs is stopped.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from nhipcau.channels.models import Account
from nhipcau.core import audit
from nhipcau.core.actor import SYSTEM, Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.core.language import house_language
from nhipcau.dispatch.enqueue import URGENT, enqueue
from nhipcau.dispatch.models import Job
from nhipcau.links.shorten import make_links
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach import addresses
from nhipcau.outreach.alert_template import nothing_to_tell
from nhipcau.outreach.alert_words import carries_link_apart, is_by_sms, note_by, short_text
from nhipcau.outreach.ladder import Tried, next_way
from nhipcau.outreach.models import Drill, Reminder
from nhipcau.outreach.our_people import working_ways
from nhipcau.outreach.remind import stop_jobs_of
from nhipcau.people.absences import absent_at
from nhipcau.people.models import Role, Staff, StaffWay
from nhipcau.people.models.staff import TIED_ROLES
from nhipcau.places.hours import is_quiet
from nhipcau.places.models import Holiday, Locality

log = structlog.get_logger()
DRILL = "drill"
WITHIN = timedelta(minutes=2)
SOONEST = timedelta(seconds=30)  # how often the periodic job looks
OPEN_FOR = timedelta(minutes=30)  # who taps later was not reached
HOURS, DAYS = timedelta(hours=2), 3  # the monthly one is made up for within these, or left out
MAY_START = frozenset({Role.ADMIN, Role.APPROVER})
NEVER_SOONER = timedelta(minutes=10)
LOOK_AHEAD = 62  # days: two months


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
    made = _send(drill, steps)
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


def is_due(locality: Locality, now: datetime) -> bool:
    """On the chosen working day of the month, or soon after, at the chosen hour, people awake."""
    here = now.astimezone(ZoneInfo(locality.time_zone))
    begins = datetime.combine(here.date(), locality.drill_at, here.tzinfo)
    if not locality.drill_day or not begins <= here < begins + HOURS or is_quiet(locality, now):
        return False
    nth = working_day(locality, here.date())
    if nth is None or not locality.drill_day <= nth < locality.drill_day + DAYS:
        return False
    month = here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return not Drill.objects.filter(
        locality=locality, started_by=str(SYSTEM), started_at__gte=month
    ).exists()


def next_drill(locality: Locality, now: datetime) -> date | None:
    """The day on which the next monthly one is due; None when it is switched off."""
    if not locality.drill_day:
        return None
    here = now.astimezone(ZoneInfo(locality.time_zone))
    for n in range(LOOK_AHEAD):
        day = here.date() + timedelta(days=n)
        is_gone = not n and here.time() >= locality.drill_at
        if not is_gone and working_day(locality, day) == locality.drill_day:
            return day
    return None


def working_day(locality: Locality, day: date) -> int | None:
    """Which working day of its month it is; None on weekends and holidays."""
    first = day.replace(day=1)
    off = set(
        Holiday.objects.filter(locality=locality, on__range=(first, day)).values_list(
            "on", flat=True
        )
    )
    days = [first + timedelta(days=n) for n in range(day.day)]
    working = [one for one in days if one.weekday() < 5 and one not in off]
    return len(working) if working and working[-1] == day else None


def _send(drill: Drill, steps: Sequence[tuple[Staff, int, StaffWay | None]]) -> int:
    with transaction.atomic():
        made = [row for step in steps if (row := _claim(drill, *step)) is not None]
        sent = [row for row in made if row.way is not None]
        places = [{"channel": row.channel, "reminder": row.pk} for row in sent]
        links = make_links(drill.locality, "/dien-tap/", places, by=SYSTEM) if sent else []
        for row, link in zip(sent, links, strict=True):
            row.link = link
        Reminder.objects.bulk_update(sent, ["link"])
        for _group, rows in groupby(sorted(sent, key=_batch), key=_batch):
            _enqueue(drill, list(rows))
        if made:
            audit.record(SYSTEM, "drill.sent", drill, after={"messages": len(made)})
    return len(sent)


def _claim(drill: Drill, person: Staff, step: int, way: StaffWay | None) -> Reminder | None:
    row, is_new = Reminder.objects.get_or_create(
        drill=drill,
        staff=person,
        step=step,
        defaults={
            "locality_id": drill.locality_id,
            "what": DRILL,
            "number": 0,
            "way": way,
            "channel": way.kind if way else "",
            "at": civil_now(),
        },
    )
    return row if is_new else None


def _batch(row: Reminder) -> tuple[int, str]:
    return (row.way.account_id or 0 if row.way else 0), row.channel


def _enqueue(drill: Drill, rows: list[Reminder]) -> None:
    """A way that cannot carry it has failed in the drill, as it would have in earnest."""
    way = rows[0].way
    if way is None or way.account is None:
        return
    ids = Reminder.objects.filter(pk__in=[row.pk for row in rows])
    try:
        with transaction.atomic():
            ids.update(job=_job(drill, way.account, way.kind, rows))
    except (BadInput, WrongState):
        ids.update(failed_at=civil_now())


def _job(drill: Drill, account: Account, kind: str, rows: list[Reminder]) -> Job:
    ids = [row.pk for row in rows]
    title = _("DIỄN TẬP, không có việc thật")
    note, unit_vnd = note_by(nothing_to_tell(drill.locality, title), title, account, civil_now())
    return enqueue(
        account,
        key=f"drill{drill.pk}:{min(ids)}",
        title=title,
        text=words_by(drill.locality, kind),
        recipients=addresses.reminded(ids),
        note=note,
        lane=URGENT,
        unit_vnd=unit_vnd,
        not_after=drill.started_at + OPEN_FOR,
        by=SYSTEM,
    )


def words_by(locality: Locality, kind: str) -> str:
    """It says twice that nothing has happened."""
    if is_by_sms(kind):
        head = _("DIỄN TẬP - %(who)s: không có việc thật, mời bác bấm") % {"who": locality.issuer}
        return short_text(f"{head} ", _("“Tôi đã nhận”"))
    words = _(
        "DIỄN TẬP, không có việc thật. %(who)s thử cách báo tin gấp: "
        "bác mở và bấm “Tôi đã nhận”. {link}"
    )
    said = words % {"who": locality.issuer}
    return said.replace("{link}", "").strip() if carries_link_apart(kind) else said


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
