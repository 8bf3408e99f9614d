"""Reaching our own people the way a telephone allows: an SMS with the address of their own page.

A reminder is a row first, so nobody gets the same one twice; without a working SMS account the
ward is asked to call instead.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.core import audit
from nhipcau.core.actor import SYSTEM, Actor
from nhipcau.core.clock import civil_now
from nhipcau.dispatch.enqueue import URGENT, enqueue
from nhipcau.links.shorten import make_link, short_url
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach import addresses
from nhipcau.outreach.hand_tasks import make_task
from nhipcau.outreach.models import Relay, Reminder
from nhipcau.people.models import Staff
from nhipcau.text.sms import sms_parts, strip_diacritics

RELAY, DOORS = "relay", "doors"
ADDRESS = "x" * 34


@dataclass(frozen=True, slots=True)
class Reminding:
    """`links` makes neighbourhood → address of the page on which the work is done; it is called
    only when somebody is really written to."""

    what: str
    number: int
    text: str
    links: Callable[[], Mapping[int, str]]


def remind(version: NoticeVersion, people: Sequence[Staff], said: Reminding) -> int:
    """Verb. To those who did not have this reminder yet. Returns to how many."""
    had = set(
        Reminder.objects.filter(
            version=version, what=said.what, number=said.number, staff__in=people
        ).values_list("staff_id", flat=True)
    )
    fresh = [person for person in people if person.pk not in had]
    if not fresh:
        return 0
    account = Account.objects.filter(
        kind=ChannelKind.SMS, state=Account.State.WORKING, locality=version.locality_id
    ).first()
    with transaction.atomic():
        Reminder.objects.bulk_create(
            [
                Reminder(
                    locality_id=version.locality_id,
                    version=version,
                    staff=person,
                    what=said.what,
                    number=said.number,
                    channel=ChannelKind.SMS if account and person.phone else "",
                    at=civil_now(),
                )
                for person in fresh
            ]
        )
        if account is not None:
            _send(account, version, fresh, said)
        for person in fresh:
            if account is None or not person.phone:
                ask_to_call(version, person, said.what)
        after = {"people": len(fresh), "number": said.number}
        audit.record(SYSTEM, f"reminded.{said.what}", version, after=after)
    return len(fresh)


def alert_text(version: NoticeVersion, begins: str) -> str:
    """One part of SMS for one of ours: who asks, what for, `{link}` (an address replaces it)."""
    head = strip_diacritics(f"{version.locality.issuer}: {begins} ")
    tail = strip_diacritics(_(". Mở: ")) + "{link}"
    title = strip_diacritics(version.title)
    while len(title) > 8 and sms_parts(head + title + tail + ADDRESS).parts > 1:
        title = title[:-4].rstrip(". ") + "..."
    return head + title + tail


def relay_urls(relays: Sequence[Relay], *, by: Actor) -> dict[int, str]:
    """Neighbourhood → a short address of the leader's own page for this relay."""
    return {
        relay.neighbourhood_id: _own_url(
            relay.version, relay.neighbourhood_id, f"/to/chuyen-tiep/{relay.pk}/", by
        )
        for relay in relays
        if relay.neighbourhood_id is not None
    }


def doors_urls(version: NoticeVersion, places: Sequence[int], *, by: Actor) -> dict[int, str]:
    return {place: _own_url(version, place, f"/to/nha/{version.pk}/", by) for place in places}


def ask_to_call(version: NoticeVersion, person: Staff, what: str = RELAY) -> None:
    """What no message can do: somebody of the ward picks up the telephone."""
    words = _("Gọi %(who)s (%(where)s): chưa đăng tin vào nhóm.")
    if what == DOORS:
        words = _("Gọi %(who)s (%(where)s): còn nhà cần báo tận nơi.")
    make_task(
        version,
        kind="call_leader",
        text=words % {"who": person.name, "where": person.neighbourhood},
        neighbourhood=person.neighbourhood,
        by=SYSTEM,
    )


def _send(
    account: Account, version: NoticeVersion, people: Sequence[Staff], said: Reminding
) -> None:
    first = min(person.pk for person in people)
    enqueue(
        account,
        key=f"v{version.pk}:{said.what}:{said.number}:{first}",
        text=said.text,
        recipients=addresses.chosen([person.pk for person in people], said.links(), "/to/"),
        lane=URGENT,
        not_after=version.deadline,
        by=SYSTEM,
    )


def _own_url(version: NoticeVersion, neighbourhood: int, path: str, by: Actor) -> str:
    place = {"channel": ChannelKind.SMS, "neighbourhood": neighbourhood}
    return short_url(make_link(version.locality, path, place=place, by=by))
