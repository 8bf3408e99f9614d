"""On time, online, content: in the six groups of Decision 766/QĐ-TTg, as far as we can know them.
What nobody has told us is None, and the page says so; it is never taken for zero or for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from nhipcau.counter.dossiers.figures_lines import (
    Line,
    Span,
    by_month,
    by_sector,
    by_way,
    whole,
)
from nhipcau.counter.models import Dossier
from nhipcau.procedures.models import Way
from nhipcau.procedures.queries import in_force


@dataclass(frozen=True, slots=True)
class Measure:
    """`part` of `whole`; without a whole nobody knows, and `why` says what would tell."""

    name: str
    part: int = 0
    whole: int = 0
    why: str = ""

    @property
    def share(self) -> float | None:
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    groups: tuple[Group, ...]
    whole: Line
    by_month: Sequence[Line]
    by_sector: Sequence[Line]
    by_way: Sequence[Line]
    paused: int


def figures(*, since: datetime, until: datetime, now: datetime) -> Figures:
    """Of what was received or finished in [since, until), and of all that is still open. Inside
    the locality's scope."""
    span = Span(since, until, now)
    line = whole(span)
    more = _more(span)
    return Figures(
        groups=_groups(line, more, _used_online(span)),
        whole=line,
        by_month=by_month(span),
        by_sector=by_sector(span),
        by_way=by_way(span),
        paused=more["paused"],
    )


def _more(span: Span) -> dict[str, int]:
    """What only the groups and the page's head need."""
    paid = Q(fee_paid_at__gte=span.since, fee_paid_at__lt=span.until)
    told = span.received & Q(is_digitised__isnull=False)
    return Dossier.objects.aggregate(
        paused=Count("pk", filter=span.paused),
        paid=Count("pk", filter=paid),
        paid_online=Count("pk", filter=paid & Q(fee_paid_by=Dossier.Paid.ONLINE)),
        told=Count("pk", filter=told),
        digitised=Count("pk", filter=told & Q(is_digitised=True)),
    )


def _groups(line: Line, more: dict[str, int], used_online: Measure) -> tuple[Group, ...]:
    return (
        Group(_("1. Công khai, minh bạch"), (_open(),)),
        Group(
            _("2. Tiến độ, kết quả giải quyết"),
            (
                Measure(
                    _("Hồ sơ giải quyết đúng hạn"),
                    line.in_time,
                    line.finished,
                    _("chưa có hồ sơ nào xong trong thời gian này"),
                ),
            ),
        ),
        Group(
            _("3. Dịch vụ trực tuyến"),
            (
                Measure(
                    _("Hồ sơ nộp trực tuyến"),
                    line.online,
                    line.received,
                    _("chưa tiếp nhận hồ sơ nào trong thời gian này"),
                ),
                used_online,
            ),
        ),
        Group(
            _("4. Thanh toán trực tuyến"),
            (
                Measure(
                    _("Hồ sơ có phí nộp tiền trực tuyến"),
                    more["paid_online"],
                    more["paid"],
                    _("chưa ghi khoản thu nào trong thời gian này"),
                ),
            ),
        ),
        Group(
            _("5. Mức độ hài lòng"),
            (
                Measure(
                    _("Người nộp hài lòng hoặc rất hài lòng"),
                    line.content,
                    line.rated,
                    _("chưa có đánh giá nào"),
                ),
                Measure(
                    _("Phản ánh, kiến nghị xử lý đúng hạn"),
                    why=_("hệ thống phản ánh của tỉnh không gửi số này về đây"),
                ),
            ),
        ),
        Group(
            _("6. Số hoá hồ sơ"),
            (
                Measure(
                    _("Hồ sơ được số hoá khi tiếp nhận"),
                    more["digitised"],
                    more["told"],
                    _("tệp của tỉnh không có cột số hoá, quầy chưa ghi"),
                ),
                Measure(
                    _("Kết quả điện tử được dùng lại"),
                    why=_("chỉ hệ thống của tỉnh biết số này"),
                ),
            ),
        ),
    )


def _open() -> Measure:
    known = in_force()
    ways = Way.objects.filter(version=OuterRef("current"))
    full = known.filter(Exists(ways), current__is_light=False)
    return Measure(
        _("Thủ tục công khai đủ cách nộp, thời hạn, giấy tờ"),
        full.count(),
        known.count(),
        _("chưa nhập danh mục thủ tục"),
    )


def _used_online(span: Span) -> Measure:
    """Of the procedures that can be filed online and were filed at all."""
    received = Dossier.objects.filter(span.received)
    ways = Way.objects.filter(version__in=received.values("procedure_version"))
    can = ways.filter(kind=Way.Kind.ONLINE).order_by().values("version")
    used = received.filter(filed=Dossier.Filed.ONLINE, procedure_version__in=can)
    return Measure(
        _("Thủ tục nộp được trực tuyến đã có hồ sơ trực tuyến"),
        used.values("procedure_version").distinct().count(),
        can.distinct().count(),
        _("chưa có hồ sơ của thủ tục nộp được trực tuyến"),
    )
