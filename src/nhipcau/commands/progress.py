"""How far a long command is, on one line of a terminal; on a plain pipe one line a tenth."""

import sys
from typing import TextIO

WIDTH = 30


class Progress:
    """Call it with (done, total); it draws only when the picture changes."""

    def __init__(self, label: str, *, stream: TextIO | None = None) -> None:
        self.label = label
        self.stream = stream or sys.stderr
        self._shown = -1

    def __call__(self, done: int, total: int) -> None:
        percent = 100 if total <= 0 else min(100, done * 100 // total)
        step = percent if self.stream.isatty() else percent // 10
        if step == self._shown:
            return
        self._shown = step
        filled = percent * WIDTH // 100
        bar = "█" * filled + "·" * (WIDTH - filled)
        end = "" if self.stream.isatty() and percent < 100 else "\n"
        start = "\r" if self.stream.isatty() else ""
        self.stream.write(f"{start}{self.label} {bar} {percent:3d} % ({done}/{total}){end}")
        self.stream.flush()
