"""What it cost: by channel, by the law's eight kinds, by household; of a notice and of a month."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.country.chosen import country
from nhipcau.dispatch.models import Delivery, Diversion, Job
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.limits import Limits, limits_of
from nhipcau.outreach.models import Counter, Grant, Level, Purse, Standing, Taking
from nhipcau.reach.kinds import kind_of, of_kind
from nhipcau.tables.write import Value

# What the platform took: an unknown one may have been charged too.
PAID = (
    Delivery.State.SENT,
    Delivery.State.DELIVERED,
    Delivery.State.SEEN,
    Delivery.State.UNKNOWN,
)


@dataclass(frozen=True, slots=True)
class CostLine:
    """`informed`: households whose strongest evidence came this way."""

    label: str
    vnd: int
    informed: int

    @property
    def each(self) -> float | None:
        return self.vnd / self.informed if self.informed else None


@dataclass(frozen=True, slots=True)
class NoticeCost:
    version: NoticeVersion
    vnd: int
    held: int
    informed: int

    @property
    def each(self) -> float | None:
        return self.vnd / self.informed if self.informed else None


@dataclass(frozen=True, slots=True)
class Month:
    """`spent` went; `held` is reserved for what is still being sent. `others`: of both, what
    belongs to no notice."""

    month: str
    limits: Limits
    spent: int
    held: int
    granted: int
    notices: list[NoticeCost]
    channels: list[CostLine]
    kinds: list[CostLine]
    grants: list[Grant]
    others: int = 0

    @property
    def number(self) -> int:
        return int(self.month[5:])

    @property
    def year(self) -> str:
        return self.month[:4]

    @property
    def left(self) -> int | None:
        if self.limits.month is None:
            return None
        return max(0, self.limits.month + self.granted - self.spent - self.held)

    @property
    def informed(self) -> int:
        return sum(line.informed for line in self.notices)

    @property
    def each(self) -> float | None:
        return self.spent / self.informed if self.informed else None


def spent_by_channel(version: NoticeVersion) -> dict[str, int]:
    """Messages that left, at their price, and paper: whatever was sent because of this version,
    to households, to leaders, to who must approve it."""
    found: dict[str, int] = defaultdict(int)
    jobs = Job.objects.filter(pk__in=jobs_of(version))
    done = jobs.filter(done_at__isnull=False, cost_vnd__gt=0).values("account__kind")
    for row in done.annotate(
        vnd=Sum("cost_vnd")
    ).order_by():  # a second gateway may have carried it
        found[row["account__kind"]] += int(row["vnd"])
    going = Delivery.objects.filter(
        job__in=jobs.filter(done_at=None, unit_vnd__gt=0).values("pk"), state__in=PAID
    ).values("job__account__kind")
    for sent in going.annotate(vnd=Sum("job__unit_vnd")).order_by():
        found[sent["job__account__kind"]] += int(sent["vnd"])
    for kind, vnd in _by_hand(version).items():
        found[kind] += vnd
    return dict(found)


def by_channel_cost(spent: Mapping[str, int], informed: Mapping[str, int]) -> list[CostLine]:
    kinds = [kind for kind in ChannelKind.values if spent.get(kind) or informed.get(kind)]
    return [
        CostLine(str(ChannelKind(kind).label), spent.get(kind, 0), informed.get(kind, 0))
        for kind in kinds
    ]


def by_kind_cost(spent: Mapping[str, int], informed: Mapping[str, int]) -> list[CostLine]:
    """All that the law names, used or not."""
    return [
        CostLine(
            f"{kind.number}. {kind.label}",
            of_kind(spent, kind.number),
            of_kind(informed, kind.number),
        )
        for kind in country().law.kinds
    ]


def homes_reached(version: NoticeVersion) -> Iterable[tuple[Value, ...]]:
    """A row a household: neighbourhood, house, strongest evidence, legal kind, channel, price.
    No names and no telephones: what was spent is nobody's secret, who lives there is. Whoever was
    accounted for without a sign had somebody at the door, twice, and was out."""
    prices = _spent_by_home(version)
    labels = {kind.number: f"{kind.number}. {kind.label}" for kind in country().law.kinds}
    rows = Standing.objects.filter(version=version).select_related("household", "neighbourhood")
    order = ("neighbourhood__position", "neighbourhood_id", "household__walk_order", "pk")
    for row in rows.order_by(*order).iterator(chunk_size=2000):
        was_out = row.level == Level.NONE and row.accounted_at is not None
        channel = str(ChannelKind.VISIT) if was_out else row.channel
        known = channel in ChannelKind.values
        yield (
            row.neighbourhood.name,
            f"{row.household.house} {row.household.alley}".strip(),
            _("Đến hai lần không gặp") if was_out else str(Level(row.level).label),
            labels.get(kind_of(channel), "–"),
            str(ChannelKind(channel).label) if known else "–",
            prices.get(row.household_id, 0),
        )


def month_costs(locality: int, month: str) -> Month:
    """Only what was taken in that month, by the purse; a notice may stand in two months."""
    takings = Taking.objects.filter(locality=locality, month=month)
    rows = (
        takings.values("version_id", "kind")
        .annotate(
            spent=Sum(F("vnd") - F("back_vnd"), filter=Q(settled_at__isnull=False)),
            held=Sum("vnd", filter=Q(settled_at__isnull=True)),
        )
        .order_by()
    )
    spent: dict[str, int] = defaultdict(int)
    of_version: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        spent[row["kind"]] += row["spent"] or 0
        of_version[row["version_id"] or 0][0] += row["spent"] or 0
        of_version[row["version_id"] or 0][1] += row["held"] or 0
    total = [sum(line[nth] for line in of_version.values()) for nth in (0, 1)]
    others = of_version.pop(0, [0, 0])
    counters = _counters(of_version)
    informed: dict[str, int] = defaultdict(int)
    for counted in counters.values():
        for channel, n in counted.items():
            informed[channel] += n
    versions = NoticeVersion.objects.filter(pk__in=of_version).select_related("notice")
    purse = Purse.objects.filter(locality=locality, name=month).first()
    return Month(
        month=month,
        limits=limits_of(locality, month),
        spent=total[0],
        held=total[1],
        others=others[0] + others[1],
        granted=purse.granted_vnd if purse else 0,
        notices=[
            NoticeCost(
                version,
                vnd=of_version[version.pk][0],
                held=of_version[version.pk][1],
                informed=sum(counters.get(version.pk, {}).values()),
            )
            for version in versions.order_by("-published_at", "-pk")
        ],
        channels=by_channel_cost(spent, informed),
        kinds=by_kind_cost(spent, informed),
        grants=list(
            Grant.objects.filter(version__in=of_version)
            .select_related("by", "version")
            .order_by("-at")
        ),
    )


def months_with_costs(locality: int) -> list[str]:
    found = Taking.objects.filter(locality=locality).values_list("month", flat=True)
    return sorted(set(found.distinct()), reverse=True)


def jobs_of(version: NoticeVersion) -> Any:
    return Job.objects.filter(key__startswith=f"v{version.pk}:").values("pk")


def _by_hand(version: NoticeVersion) -> dict[str, int]:
    """Paper and the like: taken without a job."""
    rows = (
        Taking.objects.filter(version=version, account=None)
        .values("kind")
        .annotate(vnd=Sum(F("vnd") - F("back_vnd")))
        .order_by()
    )
    return {row["kind"]: int(row["vnd"]) for row in rows if row["vnd"]}


def _spent_by_home(version: NoticeVersion) -> dict[int, int]:
    """Each message at the price of the gateway that carried it."""
    jobs = jobs_of(version)
    former = {
        (row.job_id, row.former_id): row.unit_vnd for row in Diversion.objects.filter(job__in=jobs)
    }
    rows = (
        Delivery.objects.filter(job__in=jobs, state__in=PAID, household__isnull=False)
        .values("household", "job", "account", "job__unit_vnd")
        .annotate(n=Count("pk"))
        .order_by()
    )
    found: dict[int, int] = defaultdict(int)
    for row in rows:
        unit = former.get((row["job"], row["account"]), row["job__unit_vnd"])
        found[row["household"] or 0] += row["n"] * unit
    return found


def _counters(versions: Iterable[int]) -> dict[int, dict[str, int]]:
    """Version → channel → households informed."""
    found: dict[int, dict[str, int]] = {}
    for row in Counter.objects.filter(version__in=list(versions)):
        of_it = found.setdefault(row.version_id, defaultdict(int))
        for channel, n in row.channels.items():
            of_it[channel] += n
    return found
