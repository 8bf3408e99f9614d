"""Where somebody is missing: plain values in, gaps out.

A gap is a planned shift with nobody (there) in it, or a stretch of the opening hours for which
fewer shifts are planned than the post needs. Nothing is stored: what is asked for is counted anew.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from nhipcau.rosters.models import Post

Moments = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Stand:
    """A standing shift; `staff` is empty when nobody is in it, `is_here` false when they are
    away or do not work here any more."""

    shift: int
    post: str
    starts_at: datetime
    ends_at: datetime
    staff: int | None = None
    is_here: bool = True
    team: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """`missing` people at a post. With a shift it is one person, who was planned as `staff` or
    was never named."""

    post: str
    starts_at: datetime
    ends_at: datetime
    missing: int = 1
    shift: int | None = None
    staff: int | None = None
    team: int | None = None

    @property
    def said_post(self) -> str:
        return str(Post(self.post).label)

    @property
    def key(self) -> tuple[str, datetime, datetime, int]:
        return (self.post, self.starts_at, self.ends_at, self.shift or 0)


def find_gaps(
    stands: Sequence[Stand], open_hours: Iterable[Moments], needs: Mapping[str, int]
) -> list[Gap]:
    """In order of time. `open_hours`: spans in which each post of `needs` wants that many."""
    found = [
        Gap(one.post, one.starts_at, one.ends_at, 1, one.shift, one.staff, one.team)
        for one in stands
        if one.staff is None or not one.is_here
    ]
    spans = list(open_hours)
    for post, needed in needs.items():
        here = [(one.starts_at, one.ends_at) for one in stands if one.post == post]
        for span in spans:
            found += [
                Gap(post, starts_at, ends_at, missing)
                for starts_at, ends_at, missing in _unplanned(here, span, needed)
            ]
    return sorted(found, key=lambda gap: gap.key)


def _unplanned(
    planned: Sequence[Moments], span: Moments, needed: int
) -> Iterator[tuple[datetime, datetime, int]]:
    """Stretches of the span for which fewer are planned than needed, as long as they can be."""
    begins, ends = span
    edges = {begins, ends}
    for pair in planned:
        edges.update(moment for moment in pair if begins < moment < ends)
    last: tuple[datetime, datetime, int] | None = None
    for left, right in pairwise(sorted(edges)):
        missing = needed - sum(1 for starts, stops in planned if starts <= left < stops)
        if last is not None and last[2] == missing:
            last = (last[0], right, missing)
            continue
        if last is not None and last[2] > 0:
            yield last
        last = (left, right, missing)
    if last is not None and last[2] > 0:
        yield last
