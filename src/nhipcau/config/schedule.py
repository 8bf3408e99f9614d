"""Every periodic job on one page. Civil seconds between runs; each is safe to run twice."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    every_seconds: int
    run: Callable[[], object]


def jobs() -> list[Job]:
    return []
