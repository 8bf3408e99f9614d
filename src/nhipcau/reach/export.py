"""The numbers of one version as plain JSON: for the story's one line and for other programs."""

from typing import Any

from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.models import Visit
from nhipcau.reach.queries import (
    by_neighbourhood,
    cost,
    deliveries,
    handed_over_p95,
    minutes_to,
    told_in_person,
    whole,
)


def figures(version: NoticeVersion) -> dict[str, Any]:
    """Keys are the story's. `accounted` and `open_visits` as they are now: ask at the deadline."""
    tiles = by_neighbourhood(version)
    total = whole(tiles)
    return {
        "households": total.households,
        "neighbourhoods": len(tiles),
        "covered": total.covered,
        "informed": total.informed,
        "accounted": total.accounted,
        "unaccounted": total.left,
        "told": told_in_person(version),
        "open_visits": Visit.objects.filter(version=version, state=Visit.State.OPEN).count(),
        "deliveries": deliveries(version),
        "minutes_to": {
            str(percent): minutes_to(version, percent / 100) for percent in (50, 90, 95)
        },
        "handed_over_p95_s": handed_over_p95(version),
        "cost_vnd": cost(version),
        "levels": {str(level): count for level, count in sorted(total.levels.items())},
        "channels": total.channels,
    }
