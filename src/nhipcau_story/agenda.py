"""The evening's clock and what is going to happen in it.

The driver alone moves the civil clock: to the next thing that people do, or to when the product
or a platform has something due, whichever comes first; and only when both have come to rest.
"""

import heapq
import itertools
import math
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

Act = Callable[[], None]
Idle = Callable[[], tuple[bool, float | None]]
LOOK_FIRST, LOOK_AGAIN = 0.03, 0.08
AT_REST_WITHIN = 120.0
# Civil seconds at the most between two rests: while people are being alerted, later, at night.
ALERT, EVENING, NIGHT = 60.0, 240.0, 7200.0
STRIDE = 1.0


class Unrest(Exception):
    """The product or a platform did not come to rest."""


class ClockFile:
    """Written beside and moved into place: a reader never sees half a number."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def set(self, at: float) -> None:
        fresh = self.path.with_suffix(".new")
        fresh.write_text(f"{at:.3f}", encoding="ascii")
        fresh.replace(self.path)


class Agenda:
    """`pace` is seconds of real time per civil minute, for those who watch; 0 is headless."""

    def __init__(self, clock: ClockFile, start: datetime, idle: Idle, pace: float = 0.0) -> None:
        self.clock = clock
        self.idle = idle
        self.pace = pace
        self.seconds = start.timestamp()
        self.every = ALERT
        self.due: float | None = None
        self.rested_at = 0.0
        self.is_stirred = True
        self._order = itertools.count()
        self._events: list[tuple[float, int, Act]] = []
        clock.set(self.seconds)

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, UTC)

    def at(self, when: datetime, act: Act) -> None:
        seconds = max(when.timestamp(), self.seconds)
        heapq.heappush(self._events, (seconds, next(self._order), act))

    def after(self, minutes: float, act: Act) -> None:
        self.at(self.now + timedelta(minutes=minutes), act)

    def stir(self) -> None:
        """Somebody did what sets work going behind the pages: rest before time goes on."""
        self.is_stirred = True

    def run(self, until: datetime, *, at_rest: Act) -> None:
        """Plays to `until`; `at_rest` is called whenever everything has come to rest."""
        end = until.timestamp()
        while True:
            if self.is_stirred or self.seconds - self.rested_at >= self.every:
                self._rest()
                at_rest()
            coming = self._next()
            if coming > end:
                break
            self._move(coming)
            if self.due is not None and self.due <= coming:
                self.is_stirred = True
            while self._events and self._events[0][0] <= self.seconds:
                heapq.heappop(self._events)[2]()
        self._move(end)
        self._rest()
        at_rest()

    def _next(self) -> float:
        moments = [self.seconds + self.every]
        if self.due is not None:
            moments.append(max(self.due, self.seconds + STRIDE))
        if self._events:
            moments.append(self._events[0][0])
        return min(moments)

    def _move(self, to: float) -> None:
        if to <= self.seconds:
            return
        if self.pace:
            time.sleep((to - self.seconds) / 60 * self.pace)
        # Whole milliseconds, as the file holds them, and never before the moment asked for.
        self.seconds = math.ceil(to * 1000) / 1000
        self.clock.set(self.seconds)

    def _rest(self) -> None:
        began, wait = time.monotonic(), LOOK_FIRST
        while True:
            time.sleep(wait)
            is_idle, self.due = self.idle()
            if is_idle:
                break
            if time.monotonic() - began > AT_REST_WITHIN:
                raise Unrest(f"no rest at {self.now.isoformat()}")
            wait = LOOK_AGAIN
        self.is_stirred = False
        self.rested_at = self.seconds
