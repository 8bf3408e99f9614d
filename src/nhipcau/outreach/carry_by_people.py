"""Routes that people carry: leaders called, groups, papers, boards, voices, doors."""

from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.dispatch.enqueue import URGENT
from nhipcau.links.shorten import make_link, short_url
from nhipcau.notices.heard import checked_recordings
from nhipcau.notices.models import Rendition
from nhipcau.notices.renditions import rendition_of
from nhipcau.outreach.aloud import say_by_hand, say_by_loudspeaker, with_voices
from nhipcau.outreach.audience import apart
from nhipcau.outreach.drill import stop_drills
from nhipcau.outreach.hand_tasks import make_task
from nhipcau.outreach.models import Relay, Route, Standing
from nhipcau.outreach.route_terms import lane_of, neighbourhoods_of, notice_path
from nhipcau.outreach.sheets import pay_paper, plan_sheet
from nhipcau.outreach.summon import ask_leaders
from nhipcau.outreach.visits import open_visits
from nhipcau.people.models import Group, Household

Form = Rendition.Form


def leaders(route: Route, by: Actor) -> None:
    """By each one's own way, so there is no one job; what came of it is in the reminders."""
    if lane_of(route.version) == URGENT:
        stop_drills(route.version.locality, by=by)
    ask_leaders(route.version)


def relays(route: Route, by: Actor) -> None:
    version = route.version
    text = rendition_of(version, Form.GROUP).text
    spoken = [row.language for row in checked_recordings(version)]
    groups = Group.objects.filter(
        kind=Group.Kind.HOUSEHOLDS,
        state=Group.State.ACTIVE,
        neighbourhood__in=neighbourhoods_of(version),
    ).exclude(relays__version=version)
    for group in groups.select_related("neighbourhood"):
        place = {
            "channel": ChannelKind.RELAY,
            "neighbourhood": group.neighbourhood_id,
            "group": group.pk,
        }
        link = make_link(version.locality, notice_path(version), place=place, by=by)
        Relay.objects.create(
            locality_id=version.locality_id,
            version=version,
            group=group,
            neighbourhood=group.neighbourhood,
            link=link,
            text=with_voices(text, spoken, group.neighbourhood).replace("{link}", short_url(link)),
            asked_at=civil_now(),
        )


def loudspeaker(route: Route, by: Actor) -> None:
    say_by_loudspeaker(route.version, due_at=route.starts_at, by=by)


def by_hand(route: Route, by: Actor) -> None:
    say_by_hand(route.version, due_at=route.starts_at, by=by)


def boards(route: Route, by: Actor) -> None:
    text = rendition_of(route.version, Form.BOARD).text
    for neighbourhood in neighbourhoods_of(route.version):
        make_task(
            route.version,
            kind=ChannelKind.BOARD,
            text=text,
            by=by,
            neighbourhood=neighbourhood,
            due_at=route.version.deadline,
        )


def sheets(route: Route, by: Actor) -> None:
    version = route.version
    places = neighbourhoods_of(version)
    pay_paper(version, len(places), by=by)
    for neighbourhood in places:
        place = {"channel": ChannelKind.SHEET, "neighbourhood": neighbourhood.pk}
        plan_sheet(
            version,
            place=_("Nhà văn hoá %(name)s") % {"name": neighbourhood.name},
            neighbourhood=neighbourhood,
            link=make_link(version.locality, notice_path(version), place=place, by=by),
            by=by,
        )


def doors(route: Route, by: Actor) -> None:
    """Those whom nothing else informs."""
    version = route.version
    homes = Household.objects.filter(
        apart(),
        pk__in=Standing.objects.filter(version=version).values("household"),
    )
    without = list(homes.filter(has_smartphone=False).values_list("pk", flat=True))
    open_visits(version, without, why="no_smartphone", by=by)
    rest = homes.exclude(has_smartphone=False).values_list("pk", flat=True)
    open_visits(version, list(rest), why="not_joined", by=by)
