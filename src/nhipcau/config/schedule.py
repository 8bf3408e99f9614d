"""Every periodic job on one page. Civil seconds between runs; each is safe to run twice."""

from nhipcau.core.periodic import Job


def jobs() -> list[Job]:
    return []
