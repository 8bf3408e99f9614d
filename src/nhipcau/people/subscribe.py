"""Browsers that asked for notifications: of a household when it said which it is, else of nobody.

A subscription is kept as the address its transport takes, `<endpoint>#<p256dh>.<auth>`. Whoever
knows an endpoint holds it: browsers make them unguessable, and they leave us to nobody.
"""

import re
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django_scopes import scope

from nhipcau.channels.ask import bases_of
from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.push_services import origin_of
from nhipcau.core.actor import Actor, resident
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.people.consent import give_consent, withdraw_consent
from nhipcau.people.contacts import Address, link_contact, stop_contact
from nhipcau.people.models import ContactPoint, Household, LegalBasis, StaffWay, Subscriber
from nhipcau.places.models import Locality

PURPOSE: Final = "web_push"
WORDING: Final = "push-1"  # of the page with the button; new words get a new name
LONGEST: Final = 500
KEYS: Final = re.compile(r"[A-Za-z0-9_-]{87}\.[A-Za-z0-9_-]{22}")
Row = TypeVar("Row", bound=Model)
NOBODY: Final = resident(None)


def push_account(locality: Locality) -> Account | None:
    """The ward's account for notifications, when it has one that works."""
    found = Account.objects.filter(locality=locality, kind=ChannelKind.WEB_PUSH)
    return found.filter(state=Account.State.WORKING).order_by("id").first()


def read_subscription(endpoint: str, p256dh: str, auth: str) -> str:
    """What a browser says, as an address. Only browsers' own services are spoken to."""
    keys = f"{p256dh.rstrip('=')}.{auth.rstrip('=')}"
    value = f"{endpoint}#{keys}"
    is_plain = endpoint.isascii() and endpoint.isprintable() and "#" not in endpoint
    if not (is_plain and KEYS.fullmatch(keys)) or len(value) > LONGEST or " " in endpoint:
        raise BadInput(_("Trình duyệt này gửi địa chỉ nhận không đọc được."), field="endpoint")
    if bases_of(ChannelKind.WEB_PUSH).get(origin_of(endpoint)) is None:
        raise BadInput(
            _("Trình duyệt này dùng dịch vụ thông báo chưa được nhận. Hãy dùng Chrome hoặc Edge."),
            field="endpoint",
        )
    return value


def subscribe(account: Account, value: str, *, household: Household | None) -> None:
    """Verb. By the button under its explanation, pressed by a person: that is the consent.

    A browser that was nobody's becomes its household's once it says which; never the other way.
    """
    _must_work(account)
    if household is None:
        if not _contacts(account, value).exists():
            _note_nobody(account, value)
        return
    if household.locality_id != account.locality_id:
        raise NotAllowed(_("Hộ này không thuộc địa bàn."))
    by = resident(household.pk)
    with transaction.atomic():
        _of_endpoint(Subscriber.objects.filter(account=account), value).delete()
        for other in _contacts(account, value).exclude(household=household):
            stop_contact(other, by=resident(other.household_id))
        address = Address(ContactPoint.Kind.PUSH, value, account, LegalBasis.CONSENT)
        contact = link_contact(household, address, by=by, is_verified=True)
        _contacts(account, value).exclude(pk=contact.pk).filter(household=household).delete()
        give_consent(
            household, purpose=PURPOSE, wording=WORDING, channel=ChannelKind.WEB_PUSH, by=by
        )


def unsubscribe(account: Account, endpoint: str) -> int:
    """Verb. As easily as it was asked for. The last browser of a household takes consent along."""
    with transaction.atomic():
        gone, _kinds = _of_endpoint(Subscriber.objects.filter(account=account), endpoint).delete()
        stopped = list(_contacts(account, endpoint).select_related("household"))
        for contact in stopped:
            _stop(contact)
        ways, _kinds = _of_endpoint(StaffWay.objects.filter(account=account), endpoint).delete()
        if gone + ways:
            record(NOBODY, "push.unsubscribed", account, after={"count": gone + ways})
    return gone + ways + len(stopped)


def renew(account: Account, endpoint: str, value: str) -> int:
    """Verb. The browser's service gave it a new address; who knows the old one may say so."""
    with transaction.atomic():
        ways = _of_endpoint(StaffWay.objects.filter(account=account), endpoint)
        nobody = _of_endpoint(Subscriber.objects.filter(account=account), endpoint)
        changed = _contacts(account, endpoint).update(value=value, failed_at=None)
        changed += ways.update(value=value, failed_at=None)
        changed += nobody.update(value=value)
        if changed:
            record(NOBODY, "push.renewed", account, after={"count": changed})
    return changed


def drop_subscribers(account: Account, values: list[str], *, by: Actor) -> int:
    """Verb. Their service says that they are gone: they are forgotten."""
    with scope(locality=account.locality_id), transaction.atomic():
        gone, _kinds = Subscriber.objects.filter(account=account, value__in=values).delete()
        if gone:
            record(by, "push.gone", account, after={"count": gone})
    return gone


def _must_work(account: Account) -> None:
    if account.kind != ChannelKind.WEB_PUSH or account.state != Account.State.WORKING:
        raise WrongState(_("Phường tạm ngừng gửi thông báo lên máy. Hãy thử lại sau."))


def _note_nobody(account: Account, value: str) -> None:
    known = _of_endpoint(Subscriber.objects.filter(account=account), value)
    with transaction.atomic():
        if known.exists():
            known.update(value=value)
            return
        made, is_new = Subscriber.objects.get_or_create(
            locality_id=account.locality_id,
            account=account,
            value=value,
            defaults={"subscribed_at": civil_now()},
        )
        if is_new:
            record(NOBODY, "push.subscribed", made)


def _stop(contact: ContactPoint) -> None:
    home, by = contact.household, resident(contact.household_id)
    stop_contact(contact, by=by)
    left = home.contacts.filter(kind=ContactPoint.Kind.PUSH, stopped_at__isnull=True)
    if not left.exists():
        for consent in home.consents.filter(purpose=PURPOSE, withdrawn_at__isnull=True):
            withdraw_consent(consent, by=by)


def _contacts(account: Account, value: str) -> QuerySet[ContactPoint]:
    live = ContactPoint.objects.filter(
        account=account, kind=ContactPoint.Kind.PUSH, stopped_at__isnull=True
    )
    return _of_endpoint(live, value)


def _of_endpoint(rows: QuerySet[Row], value: str) -> QuerySet[Row]:
    """A browser may change its keys and keep its endpoint: that is the same browser."""
    return rows.filter(value__startswith=f"{value.partition('#')[0]}#")
