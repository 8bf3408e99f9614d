"""A word to our own people by a way that costs nothing: the first that they confirmed.

Nothing of what it is about stands in it: it comes to a telephone's locked screen. What costs money
goes through the ward's limits (outreach), never through here.
"""

from collections.abc import Collection

from django.db.models import BigIntegerField, CharField, Value
from django.db.models.functions import Cast

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.core.actor import SYSTEM
from nhipcau.dispatch.enqueue import USUAL, enqueue
from nhipcau.people.models import StaffWay

FREE = (ChannelKind.WEB_PUSH, ChannelKind.ZALO_BOT)


def tell_staff(people: Collection[int], *, key: str, title: str, text: str) -> set[int]:
    """Verb. One message a person; the same `key` again is the same message. Inside the locality's
    scope. Returns whom a message goes to: the others must be told otherwise."""
    told = set()
    for staff_id, (way, account) in free_ways(people).items():
        nobody = Cast(Value(None), BigIntegerField())
        enqueue(
            account,
            key=f"{key}:{way.pk}",
            title=title,
            text=text,
            recipients=StaffWay.objects.filter(pk=way.pk).values_list(
                "pk", nobody, nobody, "value", Value("", output_field=CharField())
            ),
            lane=USUAL,
            unit_vnd=0,
            by=SYSTEM,
        )
        told.add(staff_id)
    return told


def free_ways(people: Collection[int]) -> dict[int, tuple[StaffWay, Account]]:
    """The first confirmed one of each whose account works."""
    ways = StaffWay.objects.filter(
        staff__in=list(people), kind__in=FREE, confirmed_at__isnull=False, failed_at=None
    ).select_related("account")
    found: dict[int, tuple[StaffWay, Account]] = {}
    for way in ways.order_by("position", "id"):
        if way.account is not None and way.account.state == Account.State.WORKING:
            found.setdefault(way.staff_id, (way, way.account))
    return found
