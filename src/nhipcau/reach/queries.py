"""How far a version has come: sums of the counters that outreach keeps beside the evidence.

Three numbers that are never mixed: covered, informed, accounted (design section 2). Everything on
the reach page is read here and beside; nothing is written.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from nhipcau.dispatch.models import Delivery
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach.models import Counter, Level, Relay, Standing, Visit
from nhipcau.places.models import Neighbourhood
from nhipcau.reach.money import jobs_of, spent_by_channel

# In the bar, strongest first: what a person did by hand stands together.
BAR = (
    (Level.ACKNOWLEDGED, "acknowledged"),
    (Level.SEEN, "seen"),
    (Level.OBSERVED, "observed"),
    (Level.TOLD, "told"),
    (Level.PASSED_ON, "passed_on"),
    (Level.DELIVERED, "delivered"),
    (Level.POSTED, "posted"),
    (Level.NONE, "none"),
)
BEHIND = 0.2  # a neighbourhood that much below the whole needs somebody's eye


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of the evidence bar: `x` and `width` in percent, as the drawing wants them."""

    name: str
    label: str
    count: int
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Summary:
    households: int
    covered: int
    informed: int
    accounted: int
    levels: dict[int, int]
    channels: dict[str, int]

    @property
    def share(self) -> float:
        return self.informed / self.households if self.households else 0.0

    @property
    def left(self) -> int:
        """Households nobody can answer for yet."""
        return self.households - self.accounted

    @property
    def told(self) -> int:
        return self.levels.get(Level.TOLD, 0)

    @property
    def bar(self) -> list[Part]:
        parts, done = [], 0
        for level, name in BAR:
            count = self.levels.get(level, 0)
            parts.append(
                Part(
                    name,
                    str(level.label),
                    count,
                    f"{100 * done / max(1, self.households):.3f}",
                    f"{100 * count / max(1, self.households):.3f}",
                )
            )
            done += count
        return parts


@dataclass(frozen=True, slots=True)
class Tile:
    """One neighbourhood on the page."""

    neighbourhood: Neighbourhood
    summary: Summary
    relay: str
    open_doors: int
    by_ward: bool
    is_behind: bool

    @property
    def is_done(self) -> bool:
        return self.summary.left == 0


def summary(version: NoticeVersion) -> Summary:
    return _sum(list(Counter.objects.filter(version=version)))


def by_neighbourhood(version: NoticeVersion) -> list[Tile]:
    """Three queries."""
    counters = (
        Counter.objects.filter(version=version)
        .select_related("neighbourhood")
        .order_by("neighbourhood__position", "neighbourhood_id")
    )
    relays = dict(Relay.objects.filter(version=version).values_list("neighbourhood_id", "state"))
    doors: dict[int, tuple[int, int]] = {
        row["neighbourhood_id"]: (row["open"], row["ward"])
        for row in Visit.objects.filter(version=version, state=Visit.State.OPEN)
        .values("neighbourhood_id")
        .annotate(open=Count("pk"), ward=Count("pk", filter=Q(by_ward=True)))
        .order_by()
    }
    kept = list(counters)
    share = _sum(kept).share
    return [
        Tile(
            neighbourhood=counter.neighbourhood,
            summary=_sum([counter]),
            relay=relays.get(counter.neighbourhood_id, ""),
            open_doors=doors.get(counter.neighbourhood_id, (0, 0))[0],
            by_ward=doors.get(counter.neighbourhood_id, (0, 0))[1] > 0,
            is_behind=_sum([counter]).share < share - BEHIND,
        )
        for counter in kept
    ]


def whole(tiles: list[Tile]) -> Summary:
    """The sum of tiles already read, without another query."""
    return _add([tile.summary for tile in tiles])


def shown_version(notice: Notice, number: int | None = None) -> NoticeVersion | None:
    """The version asked for, or the newest one that went out (withdrawn ones included)."""
    out = notice.versions.filter(published_at__isnull=False).select_related(
        "notice", "notice__paper", "locality", "approved_by", "published_by"
    )
    if number is not None:
        out = out.filter(number=number)
    return out.order_by("-number").first()


def minutes_to(version: NoticeVersion, share: float) -> float | None:
    """From publishing until that share of the audience was informed; None while it is not."""
    stands = Standing.objects.filter(version=version)
    needed = -(-stands.count() * share // 1)  # rounded up
    if version.published_at is None or not needed:
        return None
    times = stands.filter(informed_at__isnull=False).order_by("informed_at")
    reached = times.values_list("informed_at", flat=True)[int(needed) - 1 : int(needed)]
    return next((_minutes(version.published_at, at) for at in reached if at), None)


def handed_over_p95(version: NoticeVersion) -> int | None:
    """Seconds from publishing until a household was first in somebody's hands: posted, delivered,
    on a list of doors, or stronger; 95 of 100 households were by then. None if never."""
    if version.published_at is None:
        return None
    first: dict[int, datetime] = dict(
        version.evidence.filter(retracts__isnull=True)
        .values("household_id")
        .annotate(first=Min("at"))
        .values_list("household_id", "first")
    )
    for household, at in Visit.objects.filter(version=version).values_list(
        "household_id", "opened_at"
    ):
        first[household] = min(at, first.get(household, at))
    everybody = Standing.objects.filter(version=version).count()
    nth = -(-everybody * 95 // 100)
    times = sorted(first.values())
    if not nth or len(times) < nth:
        return None
    return max(0, int((times[nth - 1] - version.published_at).total_seconds()))


def deliveries(version: NoticeVersion) -> dict[str, int]:
    """Rows of the ledger by state, over every job of this version, reminders included."""
    rows = (
        Delivery.objects.filter(job__in=jobs_of(version))
        .values("state")
        .annotate(n=Count("pk"))
        .order_by("state")
    )
    return {row["state"]: row["n"] for row in rows}


def cost(version: NoticeVersion) -> int:
    """What went so far: messages that left, at their price, and paper; free ways cost nothing."""
    return sum(spent_by_channel(version).values())


def told_in_person(version: NoticeVersion) -> int:
    outcomes = (Visit.Outcome.TOLD, Visit.Outcome.CALLED)
    return Visit.objects.filter(version=version, outcome__in=outcomes).count()


def is_late(version: NoticeVersion, now: datetime) -> bool:
    return version.deadline <= now


def paper_delay(version: NoticeVersion) -> timedelta | None:
    """From the paper's arrival to the event: what is reported upwards when it is short."""
    paper = version.notice.paper
    if paper is None or paper.received_at is None or version.event_at is None:
        return None
    return version.event_at - paper.received_at


def _sum(counters: list[Counter]) -> Summary:
    return _add(
        [
            Summary(
                households=row.households,
                covered=row.covered,
                informed=row.informed,
                accounted=row.accounted,
                levels={int(level): count for level, count in row.levels.items()},
                channels=dict(row.channels),
            )
            for row in counters
        ]
    )


def _add(parts: list[Summary]) -> Summary:
    levels: dict[int, int] = {}
    channels: dict[str, int] = {}
    for part in parts:
        for level, count in part.levels.items():
            levels[level] = levels.get(level, 0) + count
        for channel, count in part.channels.items():
            channels[channel] = channels.get(channel, 0) + count
    return Summary(
        households=sum(part.households for part in parts),
        covered=sum(part.covered for part in parts),
        informed=sum(part.informed for part in parts),
        accounted=sum(part.accounted for part in parts),
        levels=levels,
        channels=channels,
    )


def _minutes(start: datetime, end: datetime) -> float:
    return round((end - start).total_seconds() / 60, 1)
