"""What goes to one person's screen for nothing: notifications, and Messenger inside its window."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.transports.facebook_page import PSID
from nhipcau.channels.windows import open_windows
from nhipcau.links.shorten import short_base
from nhipcau.notices.models import NoticeVersion
from nhipcau.notices.wording import said_by
from nhipcau.outreach.models import Standing
from nhipcau.people.models import ContactPoint, Household, Subscriber
from nhipcau.text.dates import say_exact

Kind = ContactPoint.Kind
BY_PUSH = "?tu=may"  # a household has one link of its own; this says that it came by notification


@dataclass(frozen=True, slots=True)
class Screens:
    """Households of the audience that have asked for notifications, browsers of nobody, and
    households that have just written to the page."""

    pushed: int = 0
    nobody: int = 0
    messengers: int = 0


def look_at_screens(
    homes: QuerySet[Household], accounts: Sequence[Account], now: datetime
) -> Screens:
    push = next((one for one in accounts if one.kind == ChannelKind.WEB_PUSH), None)
    page = next((one for one in accounts if one.kind == ChannelKind.FACEBOOK_PAGE), None)
    wanted = homes.order_by().values("pk")
    pushed = nobody = messengers = 0
    if push is not None:
        pushed = _homes(subscribed(push).filter(household__in=wanted))
        nobody = Subscriber.objects.filter(account=push).count()
    if page is not None:
        messengers = _homes(in_messenger(page, now).filter(household__in=wanted))
    return Screens(pushed, nobody, messengers)


def subscribed(account: Account) -> QuerySet[ContactPoint]:
    return _live(account, Kind.PUSH)


def in_messenger(account: Account, now: datetime) -> QuerySet[ContactPoint]:
    """People known on the page who wrote to it within Messenger's window."""
    there = open_windows(account, at=now).filter(person=OuterRef("value"))
    return _live(account, Kind.MESSENGER).filter(Exists(there))


def push_rows(version: NoticeVersion, contacts: QuerySet[ContactPoint]) -> QuerySet[Any, Any]:
    """Each with the household's own link: a tap is that household's."""
    own = Standing.objects.filter(version=version, household=OuterRef("household")).values("code")
    return contacts.values_list(
        "pk",
        "household_id",
        "household__neighbourhood_id",
        "value",
        Value("", output_field=CharField()),
        Concat(Value(short_base()), Subquery(own[:1]), Value(BY_PUSH), output_field=CharField()),
    )


def messenger_rows(contacts: QuerySet[ContactPoint]) -> QuerySet[Any, Any]:
    return contacts.values_list(
        "pk",
        "household_id",
        "household__neighbourhood_id",
        Concat(Value(PSID), "value", output_field=CharField()),
        Value("", output_field=CharField()),
    )


def title_of(version: NoticeVersion) -> str:
    said = said_by(version)
    is_plain = not (said.is_urgent or said.correction)
    return version.title if is_plain else f"{said.heading}: {version.title}"


def words_of(version: NoticeVersion) -> str:
    """Two lines of a locked screen: what changed, when and where, until when it matters."""
    said = said_by(version)
    lines = [_("Đã đổi: %(what)s") % {"what": said.correction}] if said.correction else []
    lines += [f"{label}: {value}" for label, value in said.facts()][:2]
    lines += [said.text] if said.is_emergency else []
    lines.append(_("Cần biết trước %(when)s") % {"when": say_exact(said.deadline)})
    return ". ".join(line.rstrip(" .") for line in lines) + "."


def note_of(version: NoticeVersion, *, is_urgent: bool) -> dict[str, str]:
    """One topic a notice: a correction takes the place of what it corrects, there and on the
    screen. Nothing waits past the deadline."""
    return {
        "topic": f"tb-{version.notice_id}",
        "until": str(int(version.deadline.timestamp())),
        "urgency": "high" if is_urgent else "normal",
    }


def _live(account: Account, kind: str) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(
        account=account, kind=kind, stopped_at__isnull=True, failed_at__isnull=True
    )


def _homes(contacts: QuerySet[ContactPoint]) -> int:
    return contacts.values("household").distinct().count()
