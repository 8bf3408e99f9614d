"""Shares by month as a drawing: places in a box of fixed size; the template only writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 360, 170
LEFT, RIGHT, TOP, BOTTOM = 38, 340, 12, 142
MOST = 12


@dataclass(frozen=True, slots=True)
class Month:
    x: float
    label: str
    app: float
    phone: float
    app_share: float
    phone_share: float


@dataclass(frozen=True, slots=True)
class Chart:
    months: list[Month]
    up: list[tuple[float, str]]

    @property
    def app_line(self) -> str:
        return " ".join(f"{one.x},{one.app}" for one in self.months)

    @property
    def phone_line(self) -> str:
        return " ".join(f"{one.x},{one.phone}" for one in self.months)


def draw(rows: Sequence[tuple[date, int, int, int]]) -> Chart:
    """`rows` of snapshot.months_of; the newest twelve."""
    shown = rows[-MOST:]
    step = (RIGHT - LEFT) / max(1, len(shown) - 1)
    months = []
    for n, (month, households, app, phone) in enumerate(shown):
        app_share, phone_share = _share(app, households), _share(phone, households)
        months.append(
            Month(
                round(LEFT + n * step, 1),
                f"{month.month}/{month.year % 100:02d}",
                _y(app_share),
                _y(phone_share),
                app_share,
                phone_share,
            )
        )
    return Chart(months, [(_y(n / 4), f"{25 * n} %") for n in range(5)])


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _y(share: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * min(1.0, share), 1)
