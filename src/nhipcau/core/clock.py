"""The two clocks. Civil time can be stepped by the story; machine time never is.

Civil: deadlines, quiet hours, windows, quotas, rate limits, `ready_at`, `tat`, platform tokens.
Machine: leases, timeouts, heartbeats, sessions, one-time codes.
"""

import os
import time
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

CLOCK_FILE_VARIABLE = "NHIPCAU_CLOCK_FILE"
LONGEST_NUMBER = 64
HO_CHI_MINH = ZoneInfo("Asia/Ho_Chi_Minh")


def civil_seconds() -> float:
    """Seconds since the epoch by the civil clock: the number in the clock file, or real time."""
    name = os.environ.get(CLOCK_FILE_VARIABLE)
    if not name:
        return time.time()
    opened = os.open(name, os.O_RDONLY)  # asked for so often that a Path weighs
    try:
        return float(os.read(opened, LONGEST_NUMBER))
    finally:
        os.close(opened)


def civil_now() -> datetime:
    return datetime.fromtimestamp(civil_seconds(), UTC)


def machine_now() -> datetime:
    return datetime.now(UTC)


def machine_seconds() -> float:
    return time.time()


def local(moment: datetime, zone: tzinfo = HO_CHI_MINH) -> datetime:
    return moment.astimezone(zone)
