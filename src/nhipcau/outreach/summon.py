"""The first word: leaders are asked to pass a notice on; whoever is away, their deputy is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach import addresses
from nhipcau.outreach.models import Relay
from nhipcau.outreach.our_people import Post, posts
from nhipcau.outreach.remind import FIRST, RELAY, Reminding, remind
from nhipcau.people.models import Staff


def ask_leaders(version: NoticeVersion) -> int:
    """Verb. Everybody whose group waits for the notice. Returns how many people were told."""
    now = civil_now()
    relays = addresses.silent_neighbourhoods(version)
    here = posts_of(relays, version, now)
    present = [relay for relay in relays if _post(here, relay).leaders]
    told = tell(
        version,
        (person for relay in present for person in _post(here, relay).leaders),
        _("nhờ bác đăng ngay vào nhóm:"),
    )
    absent = [relay for relay in relays if not _post(here, relay).leaders]
    return told + hand_to_deputies(version, absent, here, now)


def hand_to_deputies(
    version: NoticeVersion, relays: Sequence[Relay], here: Mapping[int, Post], now: datetime
) -> int:
    """Verb. Once a relay: from now on the deputy is asked as well. Returns how many were told."""
    due = [relay.pk for relay in relays if relay.handed_to_deputy_at is None]
    if not due:
        return 0
    with transaction.atomic():
        handed = Relay.objects.filter(pk__in=due, handed_to_deputy_at__isnull=True).update(
            handed_to_deputy_at=now
        )
        audit.record(SYSTEM, "relays.handed_to_deputy", version, after={"relays": handed})
        away = [relay for relay in relays if not _post(here, relay).leaders]
        silent = [relay for relay in relays if _post(here, relay).leaders]
        told = tell(version, _deputies(here, away), _("tổ trưởng đang vắng, nhờ bác đăng thay:"))
        begins = _("tổ trưởng chưa trả lời, nhờ bác đăng thay:")
        return told + tell(version, _deputies(here, silent), begins)


def tell(version: NoticeVersion, people: Iterable[Staff], begins: str) -> int:
    return remind(version, list(people), Reminding(RELAY, FIRST, begins))


def posts_of(relays: Sequence[Relay], version: NoticeVersion, now: datetime) -> dict[int, Post]:
    places = {relay.neighbourhood_id for relay in relays if relay.neighbourhood_id is not None}
    return posts(version.locality, places, now)


def _post(here: Mapping[int, Post], relay: Relay) -> Post:
    return here.get(relay.neighbourhood_id or 0, Post())


def _deputies(here: Mapping[int, Post], relays: Sequence[Relay]) -> list[Staff]:
    return [person for relay in relays for person in _post(here, relay).deputies]
