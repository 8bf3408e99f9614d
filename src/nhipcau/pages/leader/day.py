"""What waits for one leader, deputy or team member, notice by notice."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q, QuerySet

from nhipcau.core.clock import civil_now
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach.doors import doors_by_version
from nhipcau.outreach.models import Counter, Relay, Sheet, Task
from nhipcau.people.models import Staff

STAYS = timedelta(hours=12)  # a notice goes from the phone half a day after it is over
State = NoticeVersion.State


@dataclass(slots=True)
class Today:
    """One notice and what is left to do for it here."""

    version: NoticeVersion
    relays: list[Relay] = field(default_factory=list)
    doors: int = 0
    counter: Counter | None = None
    sheets: list[Sheet] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)

    @property
    def is_withdrawn(self) -> bool:
        return self.version.state == State.WITHDRAWN

    @property
    def is_urgent(self) -> bool:
        notice = self.version.notice
        return (
            notice.urgency == Notice.Urgency.URGENT or notice.kind == Notice.Kind.EMERGENCY
        ) and not self.is_withdrawn

    @property
    def unaware(self) -> int:
        return self.counter.households - self.counter.informed if self.counter else 0

    @property
    def unposted(self) -> list[Relay]:
        return [relay for relay in self.relays if relay.state == Relay.State.WAITING]

    @property
    def is_waiting(self) -> bool:
        unposted = bool(self.unposted) and not self.is_withdrawn
        return bool(unposted or self.doors or self.sheets or self.tasks)


def today(staff: Staff) -> list[Today]:
    """Those with something to do first, the urgent before the others, then by deadline."""
    now = civil_now()
    ahead = Q(deadline__gt=now - STAYS) | Q(event_at__gt=now) | Q(event_until__gt=now)
    mine = _touching(staff)
    versions = (
        NoticeVersion.objects.filter(state__in=[State.PUBLISHED, State.WITHDRAWN])
        .filter(ahead, mine)
        .select_related("notice")
        .order_by("deadline", "-pk")
        .distinct()
    )
    found = {version.pk: Today(version) for version in versions}
    if not found:
        return []
    place = staff.neighbourhood_id
    for relay in _here(Relay.objects.select_related("group"), found, place):
        found[relay.version_id].relays.append(relay)
    for counter in _here(Counter.objects.all(), found, place):
        found[counter.version_id].counter = counter
    hands = [Sheet.State.TO_HANG, Sheet.State.TO_REMOVE]
    for sheet in _here(Sheet.objects.filter(state__in=hands), found, place):
        found[sheet.version_id].sheets.append(sheet)
    open_tasks = Task.objects.filter(done_at__isnull=True, stopped_at__isnull=True)
    for task in _here(open_tasks, found, place):
        found[task.version_id].tasks.append(task)
    doors = doors_by_version(staff)
    for one in found.values():
        one.doors = 0 if one.is_withdrawn else doors.get(one.version.pk, 0)
    shown = [one for one in found.values() if not one.is_withdrawn or one.is_waiting]
    return sorted(shown, key=lambda o: (not o.is_waiting, not o.is_urgent, o.version.deadline))


def _touching(staff: Staff) -> Q:
    if staff.neighbourhood_id is None:
        return Q(visits__by_ward=True)
    return Q(counters__neighbourhood=staff.neighbourhood_id)


def _here(rows: QuerySet, found: dict[int, Today], place: int | None) -> QuerySet:  # type: ignore[type-arg]
    if place is None:
        return rows.none()
    return rows.filter(version__in=found, neighbourhood=place).order_by("pk")
