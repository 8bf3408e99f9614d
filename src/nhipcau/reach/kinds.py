"""Reach by the kinds of channels that the country's law names (in Việt Nam the eight of Decree
49/2024/NĐ-CP): its order and words; what a ward does on each channel is counted under its kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.channels.models import ChannelKind
from nhipcau.country.chosen import country
from nhipcau.country.profile import Law
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.aloud import GONG, MEGAPHONE
from nhipcau.outreach.models import Bulletin, Relay, Route, Sheet, Task, Visit
from nhipcau.text.numbers import say_number

BULLETIN = "bulletin"
# Whoever goes along the alleys with a gong informs in person.
HANDS: dict[str, tuple[str, Any]] = {
    ChannelKind.LOUDSPEAKER: (ChannelKind.LOUDSPEAKER, gettext_lazy("đã đọc, phát %(n)s nơi")),
    ChannelKind.BOARD: (ChannelKind.BOARD, gettext_lazy("%(n)s bảng")),
    MEGAPHONE: (ChannelKind.VISIT, gettext_lazy("loa tay ở %(n)s tổ")),
    GONG: (ChannelKind.VISIT, gettext_lazy("kẻng ở %(n)s tổ")),
}

ONLINE = (
    ChannelKind.PORTAL,
    ChannelKind.WEB_PUSH,
    ChannelKind.ZALO_OA,
    ChannelKind.ZALO_GROUP,
    ChannelKind.ZALO_TEMPLATE,
    ChannelKind.ZALO_BOT,
    ChannelKind.FACEBOOK_PAGE,
    ChannelKind.SMS,
    ChannelKind.EMAIL,
)
IN_USE = (Route.State.RUNNING, Route.State.DONE, Route.State.STOPPED)


def kind_of(carrier: str) -> int:
    """The number of a channel's kind; 0 where the law has none for it."""
    return _numbers(country().law).get(carrier, 0)


@cache
def _numbers(law: Law) -> dict[str, int]:
    return {carrier: kind.number for kind in law.kinds for carrier in kind.carriers}


@dataclass(frozen=True, slots=True)
class LegalKind:
    """`informed`: households whose strongest evidence came this way. `done`: what was done."""

    number: int
    label: str
    is_used: bool
    informed: int
    done: str
    vnd: int = 0


@dataclass(frozen=True, slots=True)
class ChannelLine:
    route: Route
    informed: int

    @property
    def moved_to(self) -> str:
        """The account that sends instead since the planned one failed."""
        job = self.route.job
        is_moved = job is not None and job.account_id != self.route.account_id
        return job.account.name if job is not None and is_moved else ""

    @property
    def needs_money(self) -> bool:
        """It was left out, or failed to start, and it costs: the budget may be why."""
        route = self.route
        is_left_out = route.state == Route.State.SKIPPED and not route.overruled_by
        return route.cost_vnd > 0 and (is_left_out or route.state == Route.State.FAILED)


def by_legal_kind(
    version: NoticeVersion, channels: Mapping[str, int], spent: Mapping[str, int] | None = None
) -> list[LegalKind]:
    """`channels`: informed households by channel, from the counters; `spent`: đồng by channel."""
    routes = list(
        Route.objects.filter(version=version, state__in=IN_USE)
        .exclude(purpose="leaders")
        .order_by("position")
        .values_list("kind", flat=True)
    )
    done = _done(version, routes)
    used = {kind_of(kind) for kind in routes} | set(done)
    return [
        LegalKind(
            number=kind.number,
            label=str(kind.label),
            is_used=kind.number in used,
            informed=of_kind(channels, kind.number),
            done=done.get(kind.number, ""),
            vnd=of_kind(spent or {}, kind.number),
        )
        for kind in country().law.kinds
    ]


def of_kind(values: Mapping[str, int], number: int) -> int:
    """The sum of what stands under a kind's channels."""
    return sum(n for channel, n in values.items() if kind_of(channel) == number)


def by_channel(version: NoticeVersion, channels: Mapping[str, int]) -> list[ChannelLine]:
    """The plan's lines in their order, with what each has brought. A kind's number stands once."""
    lines, counted = [], set()
    for route in Route.objects.filter(version=version).select_related("account", "job__account"):
        is_first = route.purpose == "households" and route.kind not in counted
        informed = channels.get(route.kind, 0) if is_first else 0
        if is_first:
            counted.add(route.kind)
        lines.append(ChannelLine(route, informed))
    return lines


def _done(version: NoticeVersion, routes: list[str]) -> dict[int, str]:
    said: dict[int, list[str]] = {}
    for kind in routes:
        if kind in ONLINE:
            _add(said, kind, str(ChannelKind(kind).label))
    _add_hands(said, version)
    bulletins = Bulletin.objects.filter(items__version=version, issued_at__isnull=False)
    for bulletin in bulletins.order_by("number"):
        n = say_number(bulletin.copies)
        _add(said, BULLETIN, _("số %(number)d, %(n)s bản") % {"number": bulletin.number, "n": n})
    posted = Relay.objects.filter(version=version, state=Relay.State.POSTED).count()
    if posted:
        _add(said, ChannelKind.RELAY, _("%(n)s nhóm hộ dân") % {"n": say_number(posted)})
    hung = Sheet.objects.filter(version=version, hung_at__isnull=False).count()
    visits = Visit.objects.filter(version=version, closed_by__isnull=False).aggregate(
        told=Count("pk", filter=~Q(outcome=Visit.Outcome.SHEET)),
        left=Count("pk", filter=Q(outcome=Visit.Outcome.SHEET)),
    )
    if hung or visits["left"]:
        _add(said, ChannelKind.SHEET, _("%(n)s tờ") % {"n": say_number(hung + visits["left"])})
    if visits["told"]:
        _add(said, ChannelKind.VISIT, _("%(n)s nhà") % {"n": say_number(visits["told"])})
    return {number: ", ".join(dict.fromkeys(words)) for number, words in said.items()}


def _add_hands(said: dict[int, list[str]], version: NoticeVersion) -> None:
    """What was ticked off, and what loudspeakers ticked off themselves."""
    tasks = Task.objects.filter(version=version, done_at__isnull=False, kind__in=HANDS).order_by()
    for kind, n in tasks.values_list("kind").annotate(n=Count("pk")):
        channel, words = HANDS[kind]
        _add(said, channel, words % {"n": say_number(n)})


def _add(said: dict[int, list[str]], kind: str, words: str) -> None:
    said.setdefault(kind_of(kind), []).append(words)
