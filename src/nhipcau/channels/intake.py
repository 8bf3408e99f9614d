"""Webhooks at the door: verified over the raw bytes, appended durably, answered at once.

Nothing is understood here (load.py does that): platforms want their 200 within two seconds.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django_scopes import scopes_disabled

from nhipcau.channels.credentials import open_credential
from nhipcau.channels.models import Account, ChannelKind, RawEvent
from nhipcau.channels.seal import BrokenSeal
from nhipcau.channels.tasks import load_events
from nhipcau.channels.webhooks import facebook, push, zalo, zalo_bot
from nhipcau.channels.webhooks.heard import parse, word
from nhipcau.core.clock import civil_now
from nhipcau.core.tasks import wake_on_commit

log = structlog.get_logger()
BODY_LIMIT = 2 * 1024 * 1024
CAPTURE_LIMIT = 64 * 1024
STALE_AFTER = timedelta(hours=2)  # Zalo's own ladder of retries ends after 1 h 51


@dataclass(frozen=True, slots=True)
class Verdict:
    status: int
    note: str
    account_ids: list[int] = field(default_factory=list)


def receive(kind: ChannelKind, headers: Mapping[str, str], raw: bytes) -> Verdict:
    """Verb without an actor: a platform speaks. What is accepted is on disk when this returns."""
    verdict = _zalo(headers, raw) if kind == ChannelKind.ZALO_OA else _facebook(headers, raw)
    if verdict.account_ids:
        _append(kind, raw, verdict)
    log.info("webhook", kind=str(kind), status=verdict.status, note=verdict.note)
    return verdict


def receive_report(account_id: int, given: str, query: bytes) -> Verdict:
    """The SMS gateway signs nothing: the address itself holds the secret."""
    if not hmac.compare_digest(address_key(account_id), given):
        return Verdict(403, "key")
    with scopes_disabled():  # an unknown caller: the account names the locality
        known = Account.objects.filter(pk=account_id, kind=ChannelKind.SMS)
        if not known.exclude(state=Account.State.CLOSED).exists():
            return Verdict(403, "account")
    verdict = Verdict(200, "report", [account_id])
    _append(ChannelKind.SMS, query, verdict)
    return verdict


def receive_bot(account_id: int, given: str, headers: Mapping[str, str], raw: bytes) -> Verdict:
    """A Zalo Bot's message: the address is ours alone, and the header repeats our secret."""
    if not hmac.compare_digest(address_key(account_id), given):
        return Verdict(403, "key")
    with scopes_disabled():  # an unknown caller: the account names the locality
        known = Account.objects.filter(pk=account_id, kind=ChannelKind.ZALO_BOT)
        account = known.exclude(state=Account.State.CLOSED).first()
    if account is None:
        return Verdict(403, "account")
    secret = _secrets(account).get("webhook_secret", "")
    told = headers.get(zalo_bot.SECRET, "")
    if not secret or not hmac.compare_digest(secret.encode(), told.encode()):
        return Verdict(403, "secret")
    if parse(raw) is None:
        return Verdict(400, "garbage")
    verdict = Verdict(200, "bot", [account_id])
    _append(ChannelKind.ZALO_BOT, raw, verdict)
    return verdict


def append_polled(account: Account, raw: bytes) -> None:
    """What we asked for is kept as what is sent to us."""
    _append(ChannelKind.ZALO_BOT, raw, Verdict(200, "poll", [account.pk]))


def receive_shown(account_id: int, query: bytes) -> Verdict:
    """Our own worker in a browser: the notification is on the screen. A seal proves which one."""
    with scopes_disabled():  # an unknown caller: the account names the locality
        known = Account.objects.filter(pk=account_id, kind=ChannelKind.WEB_PUSH)
        account = known.exclude(state=Account.State.CLOSED).first()
    if account is None:
        return Verdict(403, "account")
    if not push.is_sealed(query, receipt_key=_secrets(account).get("receipt_key", "")):
        return Verdict(403, "seal")
    verdict = Verdict(200, "shown", [account_id])
    _append(ChannelKind.WEB_PUSH, query, verdict)
    return verdict


def address_key(account_id: int) -> str:
    """The part of an address that only we can make: for reports and for Facebook's challenge."""
    told = hmac.new(settings.SECRET_KEY.encode(), f"webhook {account_id}".encode(), hashlib.sha256)
    return f"{account_id}-{told.hexdigest()[:32]}"


def account_of_key(given: str) -> int | None:
    number = given.partition("-")[0]
    if not given.isascii() or not number.isdecimal() or len(number) > 15:
        return None
    return int(number) if hmac.compare_digest(address_key(int(number)), given) else None


def _zalo(headers: Mapping[str, str], raw: bytes) -> Verdict:
    if zalo.is_probe(raw):
        return Verdict(200, "probe")
    event = parse(raw)
    if event is None:
        return Verdict(400, "garbage")
    ids = zalo.oa_ids(event)
    for account in _candidates(ids, app_id=word(event, "app_id")):
        variant = zalo.signed_by(
            headers,
            raw,
            app_id=str(account.settings.get("app_id", "")),
            oa_id=account.external_id,
            secrets=_secrets(account),
        )
        if variant is None:
            _capture(account, headers, raw)
            continue
        if _is_stale(event):
            return Verdict(403, "stale")
        is_ours = account.external_id in ids
        # Of an OA of the same app that is not connected here: heard, and nobody's.
        return Verdict(200, variant, [account.pk] if is_ours else [])
    return Verdict(403, "signature")


def _is_stale(event: dict[str, Any]) -> bool:
    at = zalo.said_at(event)
    return at is None or abs(civil_now() - at) > STALE_AFTER


def _facebook(headers: Mapping[str, str], raw: bytes) -> Verdict:
    batch = parse(raw)
    if batch is None:
        return Verdict(400, "garbage")
    with scopes_disabled():  # a batch may speak of pages of several localities
        pages = list(
            Account.objects.filter(
                kind=ChannelKind.FACEBOOK_PAGE, external_id__in=facebook.page_ids(batch)
            ).exclude(state=Account.State.CLOSED)
        )
    # Each page by its own app's secret: nobody speaks for another locality's page.
    heard = [
        page.pk
        for page in pages
        if facebook.is_signed(headers, raw, app_secret=_secrets(page).get("app_secret", ""))
    ]
    return Verdict(200, "signed", heard) if heard else Verdict(403, "signature")


def _candidates(ids: Iterable[str], *, app_id: str) -> list[Account]:
    """The OAs named in the event; else any of the same app, which can verify and no more."""
    with scopes_disabled():  # nobody knows yet whose event it is
        known = Account.objects.filter(kind=ChannelKind.ZALO_OA).exclude(state=Account.State.CLOSED)
        named = list(known.filter(external_id__in=list(ids)))
        return named or list(known.filter(settings__app_id=app_id)[:3] if app_id else [])


def _secrets(account: Account) -> Mapping[str, str]:
    try:
        return open_credential(account).secrets
    except BrokenSeal:
        return {}


def _append(kind: ChannelKind, raw: bytes, verdict: Verdict) -> None:
    with transaction.atomic():
        is_first = not RawEvent.objects.filter(loaded_at__isnull=True).exists()
        RawEvent.objects.create(
            kind=kind,
            received_at=civil_now(),
            headers={"accounts": verdict.account_ids, "variant": verdict.note},
            body=raw,
        )
        if is_first:  # one is awake already; if it just fell asleep, the periodic job comes
            wake_on_commit(load_events)


def capture_of(account: Account) -> str:
    return f"signature:{account.pk}"


def _capture(account: Account, headers: Mapping[str, str], raw: bytes) -> None:
    """Until a signature has matched once, the last event that did not is kept, so that the
    connection page can say which secret is the wrong one. It is never loaded."""
    if account.settings.get("webhook_variant") or len(raw) > CAPTURE_LIMIT:
        return
    kept = {name: headers.get(name, "")[:200] for name in (zalo.SIGNATURE, zalo.TIMESTAMP)}
    with transaction.atomic():
        RawEvent.objects.filter(fault=capture_of(account)).delete()
        RawEvent.objects.create(
            kind=ChannelKind.ZALO_OA,
            received_at=civil_now(),
            headers=kept,
            body=raw,
            loaded_at=civil_now(),
            fault=capture_of(account),
        )
