"""Openings by day. A preview that Zalo or Facebook fetches, and a robot, is never a person."""

import re

from django.db.models import F

from nhipcau.core.clock import civil_now, local
from nhipcau.links.models import Link, LinkDay

# Zalo's built-in browser says "Zalo android/…" or "Zalo iOS/…" and belongs to a person; its
# preview fetcher, like the others, says what it is.
ROBOTS = re.compile(
    r"(?<!cu)bot(\b|[/;)])|crawl|spider|slurp|preview|fetch|scan|monitor|headless|lighthouse"
    r"|facebookexternalhit|facebookcatalog|meta-external|whatsapp|telegram|viber|skype"
    r"|embedly|quora link|pinterest|vkshare|w3c_validator|google-(read|safety)|apis-google"
    r"|curl/|wget/|python|aiohttp|httpx|go-http|java/|okhttp|libwww|axios|node-fetch|php/",
    re.IGNORECASE,
)


def count_opening(link: Link, *, user_agent: str) -> bool:
    """Count one opening; True when it was a person's."""
    is_person = looks_like_a_person(user_agent)
    field = "people" if is_person else "robots"
    day = LinkDay.objects.filter(link=link, on=local(civil_now()).date())
    if not day.update(**{field: F(field) + 1}):
        LinkDay.objects.bulk_create(
            [LinkDay(locality_id=link.locality_id, link=link, on=local(civil_now()).date())],
            ignore_conflicts=True,
        )
        day.update(**{field: F(field) + 1})
    return is_person


def looks_like_a_person(user_agent: str) -> bool:
    """Nothing said is nobody: every browser names itself."""
    return bool(user_agent.strip()) and not ROBOTS.search(user_agent)
