"""The two clocks. Civil time can be stepped by the story; machine time never is.

Civil: deadlines, quiet hours, windows, quotas, rate limits, `ready_at`, `tat`, platform tokens.
Machine: leases, timeouts, heartbeats, sessions, one-time codes.
"""

import os
import time
from datetime import UTC, datetime, tzinfo

from django.utils import timezone
from django_scopes import get_scope

CLOCK_FILE_VARIABLE = "NHIPCAU_CLOCK_FILE"
LONGEST_NUMBER = 64


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


def local(moment: datetime, zone: tzinfo | None = None) -> datetime:
    return moment.astimezone(zone or zone_here())


def zone_here() -> tzinfo:
    """Of the tenant in whose scope we are, by its `zone`; else the installation's own."""
    zone: tzinfo | None = getattr(get_scope().get("locality"), "zone", None)
    return zone or timezone.get_current_timezone()
