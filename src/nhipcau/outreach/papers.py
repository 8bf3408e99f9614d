"""Papers that are counted: each sheet with the link of the place where it hangs, and a leaflet for
each household in walking order, with the household's own link."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.core.actor import Actor
from nhipcau.core.errors import WrongState
from nhipcau.links.shorten import short_base, short_url
from nhipcau.notices.models import NoticeVersion
from nhipcau.notices.print import a5_pdf, board_pdf, leaflets_pdf, page_url, sheet_pdf
from nhipcau.outreach.models import Sheet, Standing, Visit
from nhipcau.outreach.own_links import give_links_to
from nhipcau.outreach.rights import must_be_out
from nhipcau.outreach.route_terms import notice_path
from nhipcau.outreach.sheets import plan_sheet
from nhipcau.people.models import Household
from nhipcau.places.models import Neighbourhood
from nhipcau.printing.sheet import Door

WALK = ("walk_order", "id")  # by alley and house, or as the leader dragged them


def sheet_paper(sheet: Sheet) -> bytes:
    """The page to hang at this place: who scans it is counted here."""
    url = short_url(sheet.link) if sheet.link else page_url(sheet.version)
    if sheet.form == Sheet.Form.BOARD:
        return board_pdf(sheet.version)
    if sheet.form == Sheet.Form.A5:
        return a5_pdf(sheet.version, url=url)
    return sheet_pdf(sheet.version, url=url)


def leaflets_for(version: NoticeVersion, neighbourhood: Neighbourhood, *, by: Actor) -> bytes:
    """One page for every open door of a neighbourhood, in walking order."""
    must_be_out(version)
    waiting = Visit.objects.filter(
        version=version, neighbourhood=neighbourhood, state=Visit.State.OPEN
    )
    homes = list(Household.objects.filter(pk__in=waiting.values("household")).order_by(*WALK))
    if not homes:
        raise WrongState(_("Tổ này không còn nhà nào phải báo."))
    return _leaflets(version, neighbourhood, homes, by)


def leaflets_for_all(version: NoticeVersion, neighbourhood: Neighbourhood, *, by: Actor) -> bytes:
    """One page for every household of the audience there; that they lie in houses is known."""
    must_be_out(version)
    standing = Standing.objects.filter(version=version, neighbourhood=neighbourhood)
    homes = list(Household.objects.filter(pk__in=standing.values("household")).order_by(*WALK))
    if not homes:
        raise WrongState(_("Thông báo này không gửi cho nhà nào của tổ."))
    with transaction.atomic():
        place = _("Tờ rơi từng nhà, %(place)s") % {"place": neighbourhood.name}
        sheet = plan_sheet(
            version, place=place, neighbourhood=neighbourhood, form=Sheet.Form.LEAFLET, by=by
        )
        Sheet.objects.filter(pk=sheet.pk).update(copies=len(homes))
    return _leaflets(version, neighbourhood, homes, by)


def _leaflets(
    version: NoticeVersion, neighbourhood: Neighbourhood, homes: Sequence[Household], by: Actor
) -> bytes:
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
