"""Fills the few slots where a lower room must cause something above. Called once at start."""

from nhipcau.config import schedule
from nhipcau.core import periodic


def fill() -> None:
    periodic.set_jobs(schedule.jobs())
