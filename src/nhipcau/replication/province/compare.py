"""Wards side by side: the good example first, and from the counts how it did it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any, Final

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from nhipcau.channels.models import ChannelKind
from nhipcau.places.models import Locality
from nhipcau.places.oversee import wards_of
from nhipcau.replication.models import WardDay
from nhipcau.replication.province.counts import Counts, counts_from
from nhipcau.text.dates import say_left
from nhipcau.text.numbers import say_percent

ENOUGH: Final = 3  # wards: fewer are not compared
STANDS_OUT: Final = 0.05  # of the households: a smaller difference says nothing
MOST_REASONS: Final = 4


@dataclass(frozen=True, slots=True)
class Measure:
    """`value` of a ward; None: it does not know. A share unless `is_time`."""

    name: str
    label: Any
    about: Any
    value: Callable[[Counts], float | None]
    part: Callable[[Counts], tuple[int, int]]
    is_lower_better: bool = False
    is_time: bool = False


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


MEASURES: Final = (
    Measure(
        "biet-tin",
        _("Hộ biết tin"),
        _("hộ đã xem, xác nhận hoặc được báo tận nơi, trong các thông báo gần đây"),
        lambda c: _share(c.informed, c.asked),
        lambda c: (c.informed, c.asked),
    ),
    Measure(
        "nhanh",
        _("Nửa số hộ biết sau"),
        _("số giữa của các thông báo gần đây, tính từ lúc phát"),
        lambda c: c.half_minutes,
        lambda c: (c.notices, c.notices),
        is_lower_better=True,
        is_time=True,
    ),
    Measure(
        "tra-loi",
        _("Trả lời đúng hạn"),
        _("câu hỏi của người dân trong 30 ngày"),
        lambda c: _share(c.in_time, c.questions),
        lambda c: (c.in_time, c.questions),
    ),
    Measure(
        "vao-nhom",
        _("Hộ vào nhóm"),
        _("hộ có người trong nhóm của tổ"),
        lambda c: _share(c.joined, c.households),
        lambda c: (c.joined, c.households),
    ),
    Measure(
        "khoang-cach",
        _("Khoảng cách số"),
        _("hộ mà điện thoại thông minh chưa tới được"),
        lambda c: _share(c.households - c.by_app, c.households),
        lambda c: (c.households - c.by_app, c.households),
        is_lower_better=True,
    ),
    Measure(
        "truc",
        _("Có người trực"),
        _("giờ mở cửa có đủ người trong bốn tuần qua"),
        lambda c: _share((c.duty_minutes or 0) - c.missing_minutes, c.duty_minutes or 0),
        lambda c: (
            ((c.duty_minutes or 0) - c.missing_minutes) // 60,
            (c.duty_minutes or 0) // 60,
        ),
    ),
    Measure(
        "ho-so",
        _("Hồ sơ đúng hạn"),
        _("hồ sơ xong trong 30 ngày"),
        lambda c: _share(c.finished_in_time, c.finished),
        lambda c: (c.finished_in_time, c.finished),
    ),
)
BY_NAME: Final = {one.name: one for one in MEASURES}


@dataclass(frozen=True, slots=True)
class Cell:
    measure: Measure
    value: float | None
    part: int
    whole: int

    @property
    def said(self) -> str:
        return say(self.value, is_time=self.measure.is_time)


@dataclass(frozen=True, slots=True)
class Row:
    """One ward with its newest day. `day` is None before its first count."""

    ward: Locality
    day: WardDay | None
    counts: Counts
    cells: tuple[Cell, ...]

    def value(self, measure: Measure) -> float | None:
        return measure.value(self.counts) if self.day else None


@dataclass(frozen=True, slots=True)
class Reason:
    """A way by which the good example reached more households, or a measure in which it leads."""

    label: str
    here: float
    others: float
    is_time: bool = False

    @property
    def said_here(self) -> str:
        return say(self.here, is_time=self.is_time)

    @property
    def said_others(self) -> str:
        return say(self.others, is_time=self.is_time)


@dataclass(frozen=True, slots=True)
class Example:
    """`ways`: share of the households informed by each way. `also`: other measures it leads in."""

    row: Row
    ways: tuple[Reason, ...]
    also: tuple[Reason, ...]


def say(value: float | None, *, is_time: bool) -> str:
    """86,4 % · 3 giờ 08 phút; a dash for what nobody knows."""
    if value is None:
        return "–"
    return say_left(timedelta(minutes=value)) if is_time else say_percent(value)


def cells_of(counts: Counts) -> tuple[Cell, ...]:
    return tuple(Cell(one, one.value(counts), *one.part(counts)) for one in MEASURES)


def side_by_side(office: Locality, by: Measure) -> list[Row]:
    """The best first; who has no number stands last, by name. Inside the office's scope."""
    newest = WardDay.objects.filter(ward=OuterRef("ward")).order_by("-on").values("pk")[:1]
    days = {
        day.ward_id: day for day in WardDay.objects.filter(locality=office, pk=Subquery(newest))
    }
    rows = [_row(ward, days.get(ward.pk)) for ward in wards_of(office)]
    return sorted(rows, key=lambda row: _rank(row.value(by), by))


def good_example(rows: Sequence[Row], by: Measure) -> Example | None:
    """Of wards sorted already. None while too few have a number, or all have the same."""
    known = [row for row in rows if row.value(by) is not None]
    if len(known) < ENOUGH or known[0].value(by) == known[-1].value(by):
        return None
    best, others = known[0], known[1:]
    return Example(best, _ways(best, others), _also(best, others, by))


def _row(ward: Locality, day: WardDay | None) -> Row:
    counts = counts_from(day.counts) if day else Counts()
    return Row(ward, day, counts, cells_of(counts))


def _rank(value: float | None, by: Measure) -> tuple[bool, float]:
    if value is None:
        return True, 0.0
    return False, value if by.is_lower_better else -value


def _ways(best: Row, others: Sequence[Row]) -> tuple[Reason, ...]:
    found = []
    for kind in best.counts.channels:
        here = _by_way(best.counts, kind)
        there = median(_by_way(row.counts, kind) for row in others)
        if here - there >= STANDS_OUT:
            found.append(Reason(_say_way(kind), here, there))
    here, there = _posted(best.counts), median(_posted(row.counts) for row in others)
    if here - there >= STANDS_OUT:
        found.append(Reason(str(_("Tổ trưởng đã đăng vào nhóm của tổ")), here, there))
    return tuple(sorted(found, key=lambda one: one.others - one.here)[:MOST_REASONS])


def _also(best: Row, others: Sequence[Row], by: Measure) -> tuple[Reason, ...]:
    found = []
    for one in MEASURES:
        here = best.value(one)
        there = [value for row in others if (value := row.value(one)) is not None]
        if one is by or here is None or not there:
            continue
        middle = median(there)
        is_ahead = here < middle if one.is_lower_better else here > middle
        if is_ahead:
            found.append(Reason(str(one.label), here, middle, one.is_time))
    return tuple(found[:MOST_REASONS])


def _by_way(counts: Counts, kind: str) -> float:
    return counts.channels.get(kind, 0) / counts.asked if counts.asked else 0.0


def _posted(counts: Counts) -> float:
    return counts.posted / counts.relays if counts.relays else 0.0


def _say_way(kind: str) -> str:
    return str(ChannelKind(kind).label) if kind in ChannelKind.values else kind
