"""On time, online, content: in the six groups of Decision 766/QĐ-TTg, as far as we can know them.
What nobody has told us is None, and the page says so; it is never taken for zero or for all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from nhipcau.core.clock import local
from nhipcau.counter.models import PAUSED, Dossier, DossierRating
from nhipcau.procedures.models import Way
from nhipcau.procedures.queries import in_force

S = Dossier.Status
MOST: Final = 20_000
RUNNING: Final = frozenset({S.RECEIVED, S.IN_WORK})


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
class Figures:
    groups: tuple[Group, ...]
    whole: Line
    by_month: Sequence[Line]
    by_sector: Sequence[Line]
    by_way: Sequence[Line]
    paused: int


@dataclass(slots=True)
class _Sums:
    lines: dict[str, Line] = field(default_factory=dict)

    def line(self, name: str) -> Line:
        return self.lines.setdefault(name, Line(name))


def figures(*, since: datetime, until: datetime, now: datetime) -> Figures:
    """Of what was received or finished in [since, until). Inside the locality's scope."""
    rows = list(
        Dossier.objects.filter(received_at__lt=until)
        .exclude(finished_at__lt=since, received_at__lt=since)
        .select_related("procedure_version")
        .order_by("received_at", "id")[:MOST]
    )
    scores = dict(DossierRating.objects.values_list("dossier_id", "score"))
    of = _within(since, until)
    sectors = _by(rows, _sector, of, scores, now)
    return Figures(
        groups=_groups(rows, of, scores),
        whole=_by(rows, lambda _one: _("Tất cả"), of, scores, now).line(_("Tất cả")),
        by_month=_months(rows, of, scores, now),
        by_sector=sorted(sectors.lines.values(), key=lambda line: -line.received),
        by_way=list(_by(rows, _way, of, scores, now).lines.values()),
        paused=sum(one.status in PAUSED for one in rows),
    )


Within = Callable[[datetime | None], bool]


def _within(since: datetime, until: datetime) -> Within:
    def is_within(moment: datetime | None) -> bool:
        return moment is not None and since <= moment < until

    return is_within


def _groups(rows: Sequence[Dossier], of: Within, scores: dict[int, int]) -> tuple[Group, ...]:
    received = [one for one in rows if of(one.received_at)]
    finished = [one for one in rows if of(one.finished_at) and one.promised_at is not None]
    paid = [one for one in rows if of(one.fee_paid_at)]
    rated = [scores[one.pk] for one in rows if of(one.finished_at) and one.pk in scores]
    told = [one for one in received if one.is_digitised is not None]
    return (
        Group(_("1. Công khai, minh bạch"), (_open(),)),
        Group(
            _("2. Tiến độ, kết quả giải quyết"),
            (
                Measure(
                    _("Hồ sơ giải quyết đúng hạn"),
                    sum(is_in_time(one) for one in finished),
                    len(finished),
                    _("chưa có hồ sơ nào xong trong thời gian này"),
                ),
            ),
        ),
        Group(
            _("3. Dịch vụ trực tuyến"),
            (
                Measure(
                    _("Hồ sơ nộp trực tuyến"),
                    sum(one.filed == Dossier.Filed.ONLINE for one in received),
                    len(received),
                    _("chưa tiếp nhận hồ sơ nào trong thời gian này"),
                ),
                _used_online(received),
            ),
        ),
        Group(
            _("4. Thanh toán trực tuyến"),
            (
                Measure(
                    _("Hồ sơ có phí nộp tiền trực tuyến"),
                    sum(one.fee_paid_by == Dossier.Paid.ONLINE for one in paid),
                    len(paid),
                    _("chưa ghi khoản thu nào trong thời gian này"),
                ),
            ),
        ),
        Group(
            _("5. Mức độ hài lòng"),
            (
                Measure(
                    _("Người nộp hài lòng hoặc rất hài lòng"),
                    sum(score >= DossierRating.Score.GOOD for score in rated),
                    len(rated),
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
                    sum(bool(one.is_digitised) for one in told),
                    len(told),
                    _("tệp của tỉnh không có cột số hoá, quầy chưa ghi"),
                ),
                Measure(
                    _("Kết quả điện tử được dùng lại"),
                    why=_("chỉ hệ thống của tỉnh biết số này"),
                ),
            ),
        ),
    )


def is_in_time(dossier: Dossier) -> bool:
    """By the first promise, moved by pauses: an apology does not make a late one punctual."""
    finished, promised = dossier.finished_at, dossier.promised_at
    return finished is not None and promised is not None and finished <= promised


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


def _used_online(received: Sequence[Dossier]) -> Measure:
    """Of the procedures that can be filed online and were filed at all."""
    versions = {one.procedure_version_id for one in received if one.procedure_version_id}
    can = set(
        Way.objects.filter(version__in=versions, kind=Way.Kind.ONLINE).values_list(
            "version_id", flat=True
        )
    )
    used = {
        one.procedure_version_id
        for one in received
        if one.filed == Dossier.Filed.ONLINE and one.procedure_version_id in can
    }
    return Measure(
        _("Thủ tục nộp được trực tuyến đã có hồ sơ trực tuyến"),
        len(used),
        len(can),
        _("chưa có hồ sơ của thủ tục nộp được trực tuyến"),
    )


def _by(
    rows: Sequence[Dossier],
    name: Callable[[Dossier], str],
    of: Within,
    scores: dict[int, int],
    now: datetime,
) -> _Sums:
    sums = _Sums()
    for one in rows:
        _add(sums.line(name(one)), one, of, scores, now)
    return sums


def _months(
    rows: Sequence[Dossier], of: Within, scores: dict[int, int], now: datetime
) -> list[Line]:
    """What was received counts in its month, what was finished in that of its result."""
    sums = _Sums()
    for one in rows:
        if one.received_at is not None and of(one.received_at):
            _receive(sums.line(_month(one.received_at)), one, now)
        if one.finished_at is not None and of(one.finished_at):
            _finish(sums.line(_month(one.finished_at)), one, scores)
    found = [sums.lines[month] for month in sorted(sums.lines)]
    for line in found:
        year, _dash, month = line.name.partition("-")
        line.name = f"{int(month)}/{year}"
    return found


def _add(line: Line, one: Dossier, of: Within, scores: dict[int, int], now: datetime) -> None:
    if of(one.received_at):
        _receive(line, one, now)
    if of(one.finished_at):
        _finish(line, one, scores)


def _receive(line: Line, one: Dossier, now: datetime) -> None:
    line.received += 1
    line.online += one.filed == Dossier.Filed.ONLINE
    line.open += one.is_open
    if one.status in RUNNING and one.promised_at is not None:
        line.overdue += one.promised_at < now


def _finish(line: Line, one: Dossier, scores: dict[int, int]) -> None:
    if one.promised_at is not None:
        line.finished += 1
        line.in_time += is_in_time(one)
    if one.pk in scores:
        line.rated += 1
        line.content += scores[one.pk] >= DossierRating.Score.GOOD


def _month(moment: datetime) -> str:
    return f"{local(moment):%Y-%m}"


def _sector(dossier: Dossier) -> str:
    return dossier.sector or _("Chưa rõ lĩnh vực")


def _way(dossier: Dossier) -> str:
    return str(dossier.get_filed_display())
