"""The civil clock of the simulation: the number in the file the product reads too, or real time."""

import os
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HOUR = 3600.0
DAY = 24 * HOUR


class Clock:
    """`held` overrides everything while the journal is replayed, and in tests."""

    def __init__(self, file: str | None = None) -> None:
        self.file = file if file is not None else os.environ.get("NHIPCAU_CLOCK_FILE")
        self.held: float | None = None

    def now(self) -> float:
        if self.held is not None:
            return self.held
        if not self.file:
            return time.time()
        for _attempt in range(20):
            try:
                return float(Path(self.file).read_text(encoding="ascii"))
            except ValueError:  # caught between truncation and writing
                time.sleep(0.001)
        raise RuntimeError("mô phỏng: tệp đồng hồ không chứa một con số")

    def local(self, at: float | None = None) -> datetime:
        return datetime.fromtimestamp(self.now() if at is None else at, ZONE)


def milliseconds(at: float) -> str:
    """Zalo writes every time as a string of milliseconds."""
    return str(int(at * 1000))
