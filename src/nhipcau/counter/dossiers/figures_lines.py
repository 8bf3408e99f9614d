"""What the figures count, counted by the database: one line for all, and by month, sector, way.

Received and finished count within the days that were chosen; open and overdue count whatever is
still open, however long ago it was received."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from nhipcau.core.clock import local
from nhipcau.counter.models import ENDED, PAUSED, Dossier, DossierRating

S = Dossier.Status
RUNNING: Final = frozenset({S.RECEIVED, S.IN_WORK})
# By the first promise, moved by pauses: an apology does not make a late one punctual.
IN_TIME: Final = Q(finished_at__lte=F("promised_at"))


@dataclass(slots=True)
class Line:
    name: str
    received: int = 0
    online: int = 0
    finished: int = 0
    in_time: int = 0
    open: int = 0
    overdue: int = 0
    rated: int = 0
    content: int = 0

    @property
    def share(self) -> float | None:
        return self.in_time / self.finished if self.finished else None

    @property
    def content_share(self) -> float | None:
        return self.content / self.rated if self.rated else None


@dataclass(frozen=True, slots=True)
class Span:
    """Received or finished in [since, until); open as it stands `now`."""

    since: datetime
    until: datetime
    now: datetime

    @property
    def zone(self) -> tzinfo | None:
        return local(self.since).tzinfo

    @property
    def received(self) -> Q:
        return Q(received_at__gte=self.since, received_at__lt=self.until)

    @property
    def finished(self) -> Q:
        return Q(finished_at__gte=self.since, finished_at__lt=self.until)

    @property
    def still_open(self) -> Q:
        return Q(received_at__lt=self.until) & ~Q(status__in=[*ENDED, S.DONE])

    @property
    def overdue(self) -> Q:
        return Q(received_at__lt=self.until, status__in=RUNNING, promised_at__lt=self.now)

    @property
    def paused(self) -> Q:
        return Q(received_at__lt=self.until, status__in=PAUSED)


def whole(span: Span) -> Line:
    counted = _about(span).aggregate(**_coming(span), **_standing(span), **_going(span))
    return Line(_("Tất cả"), **counted)


def by_sector(span: Span) -> Sequence[Line]:
    lines = _by(span, "sector", {"": _("Chưa rõ lĩnh vực")})
    return sorted(lines, key=lambda line: (-line.received, -line.open, line.name))


def by_way(span: Span) -> Sequence[Line]:
    return _by(span, "filed", {filed: str(label) for filed, label in Dossier.Filed.choices})


def by_month(span: Span) -> Sequence[Line]:
    """What was received counts in its month, what was finished in that of its result. What was
    received before the first of the days and is still open has a line of its own."""
    found: dict[datetime, dict[str, int]] = {}
    coming = {**_coming(span), **_standing(span)}
    for moment, rows, counts in (
        ("received_at", Dossier.objects.filter(span.received), coming),
        ("finished_at", Dossier.objects.filter(span.finished), _going(span)),
    ):
        months = rows.annotate(month=TruncMonth(moment, tzinfo=span.zone)).values("month")
        lines = months.annotate(**counts).order_by("month").values_list("month", *counts)
        for month, *sums in lines:
            found.setdefault(month, {}).update(zip(counts, sums, strict=True))
    by_name = [Line(f"{month.month}/{month.year}", **found[month]) for month in sorted(found)]
    earlier = Dossier.objects.filter(span.still_open, received_at__lt=span.since)
    line = Line(_("Nhận từ trước"), **earlier.aggregate(**_standing(span)))
    return [line, *by_name] if line.open else by_name


def _by(span: Span, field: str, names: dict[Any, str]) -> list[Line]:
    counts = {**_coming(span), **_standing(span), **_going(span)}
    rows = _about(span).values(field).annotate(**counts).order_by(field)
    found = []
    for row in rows:
        what = row.pop(field)
        found.append(Line(names.get(what, what), **row))
    return found


def _about(span: Span) -> QuerySet[Dossier]:
    return Dossier.objects.filter(span.received | span.finished | span.still_open)


def _coming(span: Span) -> dict[str, Count]:
    online = span.received & Q(filed=Dossier.Filed.ONLINE)
    return {"received": Count("pk", filter=span.received), "online": Count("pk", filter=online)}


def _standing(span: Span) -> dict[str, Count]:
    return {
        "open": Count("pk", filter=span.still_open),
        "overdue": Count("pk", filter=span.overdue),
    }


def _going(span: Span) -> dict[str, Count]:
    good = Q(rating__score__gte=DossierRating.Score.GOOD)
    return {
        "finished": Count("pk", filter=span.finished & Q(promised_at__isnull=False)),
        "in_time": Count("pk", filter=span.finished & IN_TIME),
        "rated": Count("rating", filter=span.finished),
        "content": Count("rating", filter=span.finished & good),
    }
