"""Reads over drills: who would have been reached, by which way, how soon; and what changed."""

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from django.db.models import Count, Q

from nhipcau.core.clock import civil_now
from nhipcau.outreach.drill_times import OPEN_FOR
from nhipcau.outreach.models import Drill, Reminder
from nhipcau.people.models import Staff


@dataclass(frozen=True, slots=True)
class Line:
    """One person: what was sent, which of it was answered, after how many seconds."""

    person: Staff
    sent: tuple[Reminder, ...]
    answered: Reminder | None
    seconds: int | None
    was_reached: bool | None  # in the drill before; None when not asked then

    @property
    def is_reached(self) -> bool:
        return self.answered is not None

    @property
    def has_no_way(self) -> bool:
        return all(row.way_id is None and not row.channel for row in self.sent)


@dataclass(frozen=True, slots=True)
class Result:
    drill: Drill
    lines: tuple[Line, ...]
    is_open: bool

    @property
    def reached(self) -> int:
        return sum(line.is_reached for line in self.lines)

    @property
    def asked(self) -> int:
        return len(self.lines)

    @property
    def share(self) -> float:
        return self.reached / self.asked if self.asked else 0.0

    @property
    def seconds(self) -> int | None:
        """The median of those who answered."""
        times = [line.seconds for line in self.lines if line.seconds is not None]
        return round(median(times)) if times else None

    @property
    def by_way(self) -> list[tuple[str, int]]:
        """Channel as words → how many answered what came by it, most first."""
        counts: dict[str, int] = defaultdict(int)
        for line in self.lines:
            if line.answered is not None:
                counts[line.answered.channel_name] += 1
        return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def result_of(drill: Drill, former: Drill | None = None) -> Result:
    """Those who were not reached first: that is what the ward has to mend. Two queries or three."""
    rows = _rows(drill)
    before = {person: _answer(sent) is not None for person, sent in _rows(former).items()}
    lines = []
    for person, sent in rows.items():
        answered = _answer(sent)
        seconds = None
        if answered is not None and answered.opened_at is not None:
            seconds = round((answered.opened_at - drill.started_at).total_seconds())
        lines.append(Line(sent[0].staff, tuple(sent), answered, seconds, before.get(person)))
    lines.sort(key=lambda one: (one.is_reached, one.seconds or 0, _place(one.person)))
    is_over = drill.stopped_at is not None or civil_now() >= drill.started_at + OPEN_FOR
    return Result(drill, tuple(lines), not is_over)


def former_of(drill: Drill) -> Drill | None:
    earlier = Drill.objects.filter(started_at__lt=drill.started_at, stopped_at__isnull=True)
    return earlier.order_by("-started_at").first()


def latest_drills(n: int = 12) -> list[Drill]:
    return list(Drill.objects.order_by("-started_at")[:n])


@dataclass(frozen=True, slots=True)
class Sum:
    drill: Drill
    asked: int
    reached: int


def sums_of(drills: list[Drill]) -> list[Sum]:
    """One query for all."""
    rows = Reminder.objects.filter(drill__in=drills).order_by().values("drill")
    found = {
        row["drill"]: (row["asked"], row["reached"])
        for row in rows.annotate(
            asked=Count("staff", distinct=True),
            reached=Count("staff", filter=Q(opened_at__isnull=False), distinct=True),
        )
    }
    return [Sum(drill, *found.get(drill.pk, (0, 0))) for drill in drills]


def waiting_drill(staff: Staff) -> Reminder | None:
    """The latest message of a drill that is still open and that this person has not answered."""
    rows = Reminder.objects.filter(
        staff=staff,
        drill__stopped_at__isnull=True,
        drill__started_at__gt=civil_now() - OPEN_FOR,
    ).select_related("drill")
    found = list(rows.order_by("-step"))
    return found[0] if found and not any(row.opened_at for row in found) else None


def _rows(drill: Drill | None) -> dict[int, list[Reminder]]:
    found: dict[int, list[Reminder]] = defaultdict(list)
    if drill is None:
        return found
    rows = Reminder.objects.filter(drill=drill).select_related("staff__neighbourhood")
    for row in rows.order_by("staff__neighbourhood__position", "staff__role", "staff", "step"):
        found[row.staff_id].append(row)
    return found


def _answer(sent: list[Reminder]) -> Reminder | None:
    answered = [row for row in sent if row.opened_at is not None]
    return min(answered, key=lambda row: row.opened_at or row.at, default=None)


def _place(person: Staff) -> tuple[int, str]:
    place = person.neighbourhood
    return (place.position if place else 0), person.role
