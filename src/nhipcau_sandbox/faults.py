"""Ways in which a platform can be troublesome, switched on by whoever tests.

`swallow` and `stall` do the work and then give no answer: the client cannot know. `refuse` closes
before anything was done.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from nhipcau_sandbox.wire import Response

MODES = ("", "down", "busy", "refuse", "garbage", "slow", "huge", "error", "swallow", "stall")


@dataclass(slots=True)
class Mode:
    name: str = ""
    share: float = 1.0
    times: int = 0
    seconds: float = 1.0


@dataclass(slots=True)
class Faults:
    modes: dict[str, Mode] = field(default_factory=dict)
    dice: random.Random = field(default_factory=lambda: random.Random(7))

    def set(self, platform: str, mode: Mode) -> None:
        if mode.name not in MODES:
            raise ValueError(f"mô phỏng: không có chế độ {mode.name!r}")
        self.modes[platform] = mode

    def through(self, platform: str, work: Callable[[], Response]) -> Response:
        mode = self.modes.get(platform)
        if mode is None or not mode.name or self.dice.random() >= mode.share:
            return work()
        if mode.times:
            mode.times -= 1
            if mode.times == 0:
                del self.modes[platform]
        return _spoil(mode, work)


def _spoil(mode: Mode, work: Callable[[], Response]) -> Response:
    if mode.name in {"down", "error"}:
        return Response(b"<h1>503</h1>", 503 if mode.name == "down" else 500, kind="text/html")
    if mode.name == "busy":
        return Response(b"{}", 429, (("Retry-After", "2"),))
    if mode.name == "refuse":
        return Response(drop=True)
    if mode.name == "garbage":
        return Response("<html>Bảo trì hệ thống</html>".encode(), kind="text/html; charset=utf-8")
    if mode.name == "huge":
        return Response(b'{"data":"' + b"x" * (10 * 1024 * 1024) + b'"}')
    response = work()
    if mode.name == "slow":
        response.delay = mode.seconds
    elif mode.name == "swallow":
        response.drop = True
    elif mode.name == "stall":
        response.hang = True
    return response
