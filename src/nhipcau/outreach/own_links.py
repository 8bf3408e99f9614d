"""A link for one household alone, in its SMS or on its leaflet: whoever opens it need not say which
house it is."""

from django.db.models import QuerySet

from nhipcau.channels.models import ChannelKind
from nhipcau.core.actor import Actor
from nhipcau.links.shorten import make_links
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.models import Standing
from nhipcau.outreach.sql import give_codes
from nhipcau.people.models import ContactPoint


def give_own_links(
    version: NoticeVersion, path: str, phones: QuerySet[ContactPoint], *, by: Actor
) -> int:
    """To every household of these telephones that has none for this version yet."""
    homes = phones.order_by().values("household")
    stands = Standing.objects.filter(version=version, household__in=homes)
    return give_links_to(version, path, stands, channel=ChannelKind.SMS, by=by)


def give_links_to(
    version: NoticeVersion, path: str, stands: QuerySet[Standing], *, channel: str, by: Actor
) -> int:
    """A household keeps the link it was given first: an SMS and a leaflet carry the same one."""
    without = stands.filter(code="").order_by("pk")
    homes = list(without.values_list("household_id", "neighbourhood_id"))
    places = [
        {"channel": channel, "neighbourhood": where, "household": household}
        for household, where in homes
    ]
    links = make_links(version.locality, path, places, by=by) if places else []
    codes = [(home[0], link.code) for home, link in zip(homes, links, strict=True)]
    if codes:
        give_codes(version.locality_id, version.pk, codes)
    return len(codes)
