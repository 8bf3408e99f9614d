"""The curve as a drawing: places in a box of fixed size, so that the template only writes them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from nhipcau.core.clock import local
from nhipcau.reach.curve import Curve
from nhipcau.text.dates import say_time

WIDTH, HEIGHT = 360, 170
LEFT, RIGHT, TOP, BOTTOM = 38, 350, 12, 142
STEPS_MINUTES = (15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080)
MOST_LABELS = 5


@dataclass(frozen=True, slots=True)
class Mark:
    place: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    line: str
    ahead: str
    now: tuple[float, float]
    due: float
    across: list[Mark]
    up: list[Mark]


def draw(curve: Curve) -> Chart:
    end = max(curve.deadline, curve.points[-1][0])
    span = max(end - curve.start, timedelta(minutes=15))

    def x(at: datetime) -> float:
        return round(LEFT + (RIGHT - LEFT) * ((at - curve.start) / span), 1)

    def y(count: int) -> float:
        share = count / curve.households if curve.households else 0.0
        return round(BOTTOM - (BOTTOM - TOP) * min(1.0, share), 1)

    def path(points: tuple[tuple[datetime, int], ...]) -> str:
        return " ".join(f"{x(at)},{y(count)}" for at, count in points)

    at, count = curve.now
    return Chart(
        line=path(curve.points),
        ahead=path(curve.ahead),
        now=(x(at), y(count)),
        due=x(curve.deadline),
        across=[Mark(x(when), _label(when, span)) for when in _ticks(curve.start, end, span)],
        up=[Mark(BOTTOM - (BOTTOM - TOP) * n / 4, f"{25 * n} %") for n in (0, 1, 2, 3, 4)],
    )


def _ticks(start: datetime, end: datetime, span: timedelta) -> list[datetime]:
    """Full hours (or quarters, or days) of the ward's clock, a handful of them."""
    step = next(
        (m for m in STEPS_MINUTES if span / timedelta(minutes=m) <= MOST_LABELS), STEPS_MINUTES[-1]
    )
    midnight = local(start).replace(hour=0, minute=0, second=0, microsecond=0)
    passed = (local(start) - midnight) / timedelta(minutes=step)
    tick = midnight + timedelta(minutes=step) * (-(-passed // 1))
    found = []
    while tick <= end:
        found.append(tick)
        tick += timedelta(minutes=step)
    return found


def _label(at: datetime, span: timedelta) -> str:
    if span > timedelta(days=2):
        day = local(at)
        return f"{day.day}/{day.month}"
    return say_time(at)
