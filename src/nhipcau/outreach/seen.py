"""A household read the notice on its own screen, or pressed that it understood."""

from datetime import datetime

from nhipcau.channels.models import ChannelKind
from nhipcau.core.actor import Actor, resident
from nhipcau.core.clock import civil_now
from nhipcau.links.models import Link
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.evidence import Observation, record_evidence
from nhipcau.outreach.models import Level
from nhipcau.outreach.rights import must_be_out
from nhipcau.people.models import Household


def record_seen(
    version: NoticeVersion,
    household: Household,
    *,
    link: Link | None = None,
    by: Actor | None = None,
    at: datetime | None = None,
) -> bool:
    """A person of this household has the page open. True when it is new. Robots never come here."""
    return _record(version, household, Level.SEEN, link, by, at)


def acknowledge(
    version: NoticeVersion,
    household: Household,
    *,
    link: Link | None = None,
    by: Actor | None = None,
    at: datetime | None = None,
) -> bool:
    """The one big button: "Tôi đã đọc". True when it is new."""
    return _record(version, household, Level.ACKNOWLEDGED, link, by, at)


def channel_of(link: Link | None) -> str:
    """Where the link was put; without one, the reader came to the portal by themselves."""
    put = link.place.get("channel", "") if link else ""
    return put if put in ChannelKind.values else ChannelKind.PORTAL


def _record(
    version: NoticeVersion,
    household: Household,
    level: Level,
    link: Link | None,
    by: Actor | None,
    at: datetime | None,
) -> bool:
    must_be_out(version)
    channel = channel_of(link)
    seen = Observation(
        household.pk, level, channel, at or civil_now(), f"{level.name.lower()}:{channel}"
    )
    return record_evidence(version, [seen], by=by or resident(household.pk)) == 1
