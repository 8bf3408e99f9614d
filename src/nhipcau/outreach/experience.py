"""What has worked here before, measured from evidence of earlier notices; with sober defaults."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Q

from nhipcau.channels.models import ChannelKind
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.capacity import Pace
from nhipcau.outreach.models import Evidence, Level, Relay, VisitTry
from nhipcau.places.models import Locality

LAST_NOTICES = 10
ENOUGH = 20
LONG_PAUSE = timedelta(minutes=20)
R = VisitTry.Result
BY_THEMSELVES = (Level.OBSERVED, Level.SEEN, Level.ACKNOWLEDGED)
# Of what carries a notice, the share of the covered households that then read it themselves.
DEFAULT_SHARE = {
    ChannelKind.RELAY: 0.5,
    ChannelKind.ZALO_GROUP: 0.5,
    ChannelKind.WEB_PUSH: 0.3,
    ChannelKind.ZALO_OA: 0.25,
    ChannelKind.ZALO_TEMPLATE: 0.25,
    ChannelKind.SMS: 0.15,
    ChannelKind.EMAIL: 0.2,
}
DEFAULT_PACE = Pace(minutes=4.5, absent=0.15)
DEFAULT_REACTION = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Experience:
    """`notices` earlier ones stand behind it; 0 means the defaults speak."""

    notices: int
    shares: dict[str, float]
    pace: Pace
    reaction: timedelta

    def share(self, kind: str) -> float:
        return self.shares.get(kind, 0.0)


def learn(locality: Locality, now: datetime) -> Experience:
    """From the last ten notices whose deadline has passed. Five queries."""
    over = list(
        NoticeVersion.objects.filter(
            locality=locality,
            published_at__isnull=False,
            deadline__lt=now,
            notice__is_drill=False,
        )
        .order_by("-deadline")
        .values_list("pk", flat=True)[:LAST_NOTICES]
    )
    shares = {str(kind): share for kind, share in DEFAULT_SHARE.items()}
    if not over:
        return Experience(0, shares, DEFAULT_PACE, DEFAULT_REACTION)
    return Experience(len(over), shares | _shares(over), _pace(over), _reaction(over))


def _shares(versions: list[int]) -> dict[str, float]:
    """By channel: of the households it covered, how many it informed. From evidence, because the
    standing of a household that did not read, and was told at the door, names the door."""
    held = Evidence.objects.filter(version__in=versions, retracts__isnull=True, retracted_by=None)
    reached = (
        held.filter(channel__in=[str(kind) for kind in DEFAULT_SHARE])
        .values("version", "channel")
        .annotate(
            covered=Count("household", filter=Q(level__lte=Level.DELIVERED), distinct=True),
            read=Count("household", filter=Q(level__in=BY_THEMSELVES), distinct=True),
        )
        .order_by()
    )
    covered: dict[str, int] = defaultdict(int)
    read: dict[str, int] = defaultdict(int)
    for row in reached:
        covered[row["channel"]] += row["covered"]
        read[row["channel"]] += min(row["read"], row["covered"])
    return {kind: read[kind] / of for kind, of in covered.items() if of >= ENOUGH}


def _pace(versions: list[int]) -> Pace:
    """Minutes between one person's tries that follow each other without a long pause."""
    tries = VisitTry.objects.filter(visit__version__in=versions, undone_at__isnull=True)
    gaps: list[float] = []
    last: tuple[int, datetime] | None = None
    for staff, at in tries.order_by("by", "at").values_list("by", "at"):
        if last is not None and last[0] == staff and timedelta(0) < at - last[1] <= LONG_PAUSE:
            gaps.append((at - last[1]).total_seconds() / 60)
        last = (staff, at)
    asked = tries.aggregate(
        all=Count("pk"), absent=Count("pk", filter=Q(result__in=[R.ABSENT, R.NO_ANSWER]))
    )
    minutes = median(gaps) if len(gaps) >= ENOUGH else DEFAULT_PACE.minutes
    absent = asked["absent"] / asked["all"] if asked["all"] >= ENOUGH else DEFAULT_PACE.absent
    return Pace(minutes=max(1.0, round(minutes, 1)), absent=round(absent, 2))


def _reaction(versions: list[int]) -> timedelta:
    """From being asked to having posted, in the median."""
    posted = Relay.objects.filter(version__in=versions, posted_at__isnull=False)
    times = [
        (done - asked).total_seconds()
        for asked, done in posted.values_list("asked_at", "posted_at")
        if done is not None
    ]
    return timedelta(seconds=median(times)) if len(times) >= ENOUGH else DEFAULT_REACTION
