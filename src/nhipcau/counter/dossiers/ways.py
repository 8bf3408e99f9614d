"""By which ways an owner can be told of a step now, best first. What costs nothing comes first; a
clerk's telephone call is last and always possible."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.prices import price_at
from nhipcau.channels.registry import TRANSPORTS
from nhipcau.channels.templates import template_for_dossiers
from nhipcau.channels.transports.zalo_template import UID
from nhipcau.channels.windows import price_of
from nhipcau.counter.dossiers.owner import is_own
from nhipcau.counter.models import Dossier, DossierMessage, DossierStep
from nhipcau.people.models import ContactPoint
from nhipcau.text.phones import is_mobile

Way, Kind = DossierMessage.Way, DossierStep.Kind
PAID_REPLY_VND: Final = 55  # Zalo's price between 48 hours and 7 days, when none is entered
CHATS: Final = {
    ContactPoint.Kind.ZALO: (Way.ZALO, ChannelKind.ZALO_OA),
    ContactPoint.Kind.MESSENGER: (Way.MESSENGER, ChannelKind.FACEBOOK_PAGE),
}
# Decision 0040. What must reach its owner even if a clerk has to call; what machines tell as well;
# what is told only where it costs nothing. A correction is told by whoever corrects.
MUST = frozenset(
    {
        Kind.REFUSED,
        Kind.PAPERS_ASKED,
        Kind.FEE_DUE,
        Kind.STOPPED,
        Kind.RESUMED,
        Kind.POSTPONED,
        Kind.RECOUNTED,
        Kind.DONE,
    }
)
BY_MACHINE = MUST | {
    Kind.REGISTERED,
    Kind.RECEIVED,
    Kind.PAPERS_BROUGHT,
    Kind.FEE_PAID,
    Kind.WITHDRAWN,
}
IF_FREE = BY_MACHINE | {Kind.IN_WORK, Kind.HANDED_OVER}


@dataclass(frozen=True, slots=True)
class TellWay:
    """`to_owner`: who reads there is the applicant for sure."""

    way: str
    address: str
    account: Account | None = None
    vnd: int = 0
    to_owner: bool = True


def tell_ways(step: DossierStep, at: datetime) -> Iterator[TellWay]:
    """Those not yet tried for this step. `at`: when it would leave, for windows close."""
    tried = set(DossierMessage.objects.filter(step=step).values_list("way", "address"))
    for way in _all(step, at):
        if (way.way, way.address) not in tried:
            yield way


def _all(step: DossierStep, at: datetime) -> Iterator[TellWay]:
    dossier, kind = step.dossier, step.kind
    if kind not in IF_FREE:
        return
    chats = list(_chats(dossier, at))
    yield from (way for way in chats if way.vnd == 0 or kind in BY_MACHINE)
    if kind in BY_MACHINE:
        yield from _template(dossier)
        yield from _sms(dossier, at)
    if _must_reach(step):
        yield TellWay(Way.PHONE, dossier.phone)


def _must_reach(step: DossierStep) -> bool:
    """Who filed at the desk has the receipt in the hand; who filed from home has nothing yet."""
    from_home = step.dossier.filed != Dossier.Filed.DIRECT
    return step.kind in MUST or (step.kind == Kind.RECEIVED and from_home)


def _chats(dossier: Dossier, at: datetime) -> Iterator[TellWay]:
    """Open windows, the applicant's own first."""
    if dossier.household_id is None:
        return
    found = []
    known = ContactPoint.objects.filter(
        household=dossier.household_id, kind__in=CHATS, stopped_at=None, failed_at=None
    ).select_related("account")
    for contact in known.order_by("-id"):
        way, of_kind = CHATS[ContactPoint.Kind(contact.kind)]
        account = contact.account
        if account is None or account.kind != of_kind or not _serves_one(account):
            continue
        price = price_of(account, contact.value, at=at)
        if price != "no":
            vnd = 0 if price == "free" else price_at(account, at) or PAID_REPLY_VND
            own = is_own(contact, dossier.phone, dossier.resident_id)
            found.append(TellWay(way, contact.value, account, vnd, own))
    yield from sorted(found, key=lambda one: (not one.to_owner, one.vnd))


def _template(dossier: Dossier) -> Iterator[TellWay]:
    account = _account(ChannelKind.ZALO_TEMPLATE)
    template = template_for_dossiers(account) if account else None
    if account is None or template is None:
        return
    follows = ContactPoint.objects.filter(
        household=dossier.household_id or 0,
        kind=ContactPoint.Kind.ZALO,
        account=account.keeper_id,
        stopped_at=None,
        failed_at=None,
    )
    for contact in follows if template.by_uid else ():
        if is_own(contact, dossier.phone, dossier.resident_id):
            yield TellWay(Way.TEMPLATE, f"{UID}{contact.value}", account, template.price_uid_vnd)
    if may_write_to(dossier.phone):
        yield TellWay(Way.TEMPLATE, dossier.phone, account, template.price_phone_vnd)


def _sms(dossier: Dossier, at: datetime) -> Iterator[TellWay]:
    account = _account(ChannelKind.SMS)
    if account is not None and may_write_to(dossier.phone):
        yield TellWay(Way.SMS, dossier.phone, account, price_at(account, at))


def may_write_to(phone: str) -> bool:
    """A mobile number whose owner has not asked us to stop."""
    if not phone or not is_mobile(phone):
        return False
    stopped = ContactPoint.objects.filter(
        kind=ContactPoint.Kind.PHONE, value=phone, stopped_at__isnull=False
    )
    return not stopped.exists()


def _serves_one(account: Account) -> bool:
    return account.state == Account.State.WORKING and account.settings.get("sender") != "none"


def _account(kind: str) -> Account | None:
    """The first that works, in the ward's order."""
    there = Account.objects.filter(kind=kind, state=Account.State.WORKING).order_by("rank", "pk")
    return next((one for one in there if one.speaks in TRANSPORTS), None)
