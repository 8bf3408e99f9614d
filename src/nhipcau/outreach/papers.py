"""Papers that are counted: each sheet with the link of the place where it hangs, and a leaflet for
each door that is still open, with the household's own link."""

from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.core.actor import Actor
from nhipcau.core.errors import WrongState
from nhipcau.links.shorten import short_base, short_url
from nhipcau.notices.models import NoticeVersion
from nhipcau.notices.print import leaflets_pdf, page_url, sheet_pdf
from nhipcau.outreach.carry import notice_path
from nhipcau.outreach.models import Sheet, Standing, Visit
from nhipcau.outreach.own_links import give_links_to
from nhipcau.outreach.rights import must_be_out
from nhipcau.places.models import Neighbourhood
from nhipcau.printing.sheet import Door


def sheet_paper(sheet: Sheet) -> bytes:
    """The A4 page to hang at this place: who scans it is counted here."""
    url = short_url(sheet.link) if sheet.link else page_url(sheet.version)
    return sheet_pdf(sheet.version, url=url)


def leaflets_for(version: NoticeVersion, neighbourhood: Neighbourhood, *, by: Actor) -> bytes:
    """One page for every open door of a neighbourhood, in walking order."""
    must_be_out(version)
    visits = Visit.objects.filter(
        version=version, neighbourhood=neighbourhood, state=Visit.State.OPEN
    ).select_related("household")
    homes = [v.household for v in visits.order_by("household__walk_order", "household_id")]
    if not homes:
        raise WrongState(_("Tổ này không còn nhà nào phải báo."))
    stands = Standing.objects.filter(version=version, household__in=homes)
    give_links_to(version, notice_path(version), stands, channel=ChannelKind.SHEET, by=by)
    codes = dict(stands.values_list("household_id", "code"))
    doors = [
        Door(
            name=home.head_name,
            house=", ".join(part for part in (home.house, home.alley) if part),
            place=neighbourhood.name,
            url=short_base() + codes[home.pk] if codes.get(home.pk) else page_url(version),
        )
        for home in homes
    ]
    return leaflets_pdf(version, doors)
