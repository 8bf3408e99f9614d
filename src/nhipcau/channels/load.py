"""What platforms sent becomes rows: understood, masked, once each; windows open on acts."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

import structlog
from django.db import DatabaseError, transaction
from django_scopes import scope, scopes_disabled

from nhipcau.channels.accounts import trouble_account
from nhipcau.channels.models import Account, ChannelKind, Incoming, RawEvent
from nhipcau.channels.webhooks import bounces, esms, facebook, push, smpp, zalo, zalo_bot
from nhipcau.channels.webhooks.heard import Heard, parse
from nhipcau.channels.windows import count_replies, note_acts
from nhipcau.core.clock import civil_now
from nhipcau.text.mask import mask_ids

log = structlog.get_logger()
BATCH = 100  # rows of one transaction: well under 200 ms on SQLite
TEXT_LIMIT = 4000
OURS = ("echo", "typed")  # our own messages, sent by us or typed in the platform's manager
KEEP_LOADED, KEEP_FAULTY = timedelta(hours=24), timedelta(days=3)


def load_raw_events(*, batches: int = 50) -> int:
    """Returns how many raw events became rows. Safe to run twice, and by two workers at once."""
    loaded = 0
    for _ in range(batches):
        events = list(RawEvent.objects.filter(loaded_at__isnull=True).order_by("id")[:BATCH])
        if not events:
            break
        _load(events)
        loaded += len(events)
    return loaded


def forget_raw_events() -> int:
    """Periodic. Raw bodies can hold identity numbers: a day, three when something was wrong."""
    now = civil_now()
    fine, _rows = RawEvent.objects.filter(loaded_at__lt=now - KEEP_LOADED, fault="").delete()
    faulty, _rows = RawEvent.objects.filter(received_at__lt=now - KEEP_FAULTY).delete()
    return fine + faulty


def _load(events: list[RawEvent]) -> None:
    accounts = _accounts_of(events)
    heard: dict[int, list[Heard]] = defaultdict(list)
    variants: dict[int, str] = {}
    faults: list[int] = []
    for event in events:
        try:
            for account in [accounts[pk] for pk in event.headers["accounts"] if pk in accounts]:
                heard[account.pk] += _read(event, account)
                variants[account.pk] = event.headers.get("variant", "")
        except Exception as fault:  # one event that we cannot read must not hold the others up
            log.error("webhook not understood", id=event.pk, fault=type(fault).__name__)
            faults.append(event.pk)
    try:
        _store(events, faults, [(accounts[pk], rows, variants[pk]) for pk, rows in heard.items()])
    except DatabaseError:
        if len(events) == 1:
            log.exception("webhook not stored", id=events[0].pk)
            _store(events, [events[0].pk], [])
        else:
            for event in events:  # one that the database refuses must not hold the others up
                _load([event])


def _store(
    events: list[RawEvent], faults: list[int], heard: list[tuple[Account, list[Heard], str]]
) -> None:
    with transaction.atomic():
        for account, rows, variant in heard:
            _keep(account, rows, variant)
        ids = [event.pk for event in events]
        RawEvent.objects.filter(pk__in=ids, loaded_at__isnull=True).update(loaded_at=civil_now())
        RawEvent.objects.filter(pk__in=faults).update(fault="unreadable")


def _accounts_of(events: Iterable[RawEvent]) -> dict[int, Account]:
    wanted = {pk for event in events for pk in event.headers.get("accounts", [])}
    with scopes_disabled():  # events of every locality wait in one line
        return Account.objects.in_bulk(wanted)


def _read(event: RawEvent, account: Account) -> list[Heard]:
    raw, at = bytes(event.body), event.received_at
    if event.kind == ChannelKind.ZALO_OA:
        return zalo.read(parse(raw) or {}, oa_id=account.external_id, received_at=at)
    if event.kind == ChannelKind.FACEBOOK_PAGE:
        return facebook.read(raw, page=account.external_id, received_at=at)
    if event.kind == ChannelKind.ZALO_BOT:
        name = str(account.settings.get("facts", {}).get("name", ""))
        return zalo_bot.read(raw, name=name, received_at=at)
    if event.kind == ChannelKind.WEB_PUSH:
        return push.read(raw, received_at=at)
    is_over_a_line = event.headers.get("variant") == smpp.RECEIPT
    others = {ChannelKind.EMAIL: bounces.read, ChannelKind.SMS: esms.read}
    reader = smpp.read if is_over_a_line else others[ChannelKind(event.kind)]
    return reader(raw, received_at=at)


def keep_heard(account: Account, heard: list[Heard]) -> None:
    """What was asked for instead of told: the same rows, once each."""
    with transaction.atomic():
        _keep(account, heard, "")


def _keep(account: Account, heard: list[Heard], variant: str) -> None:
    with scope(locality=account.locality_id):
        known = set(
            Incoming.objects.filter(
                account=account, key__in=[one.key for one in heard]
            ).values_list("key", flat=True)
        )
        fresh = list({one.key: one for one in heard if one.key not in known}.values())
        Incoming.objects.bulk_create(
            [_row(account, one) for one in fresh], ignore_conflicts=True, batch_size=100
        )
        note_acts(account, fresh)
        if account.kind == ChannelKind.ZALO_OA:
            count_replies(account, [one.person for one in fresh if one.what in OURS])
        _note_variant(account, variant)
    if any(one.what == Incoming.What.REVOKED for one in fresh):
        trouble_account(account, "revoked")


def _row(account: Account, heard: Heard) -> Incoming:
    return Incoming(
        locality_id=account.locality_id,
        account=account,
        what=heard.what,
        key=heard.key,
        person=heard.person,
        reference=heard.reference,
        text=mask_ids(heard.text)[:TEXT_LIMIT],
        detail=heard.detail,
        at=heard.at,
    )


def _note_variant(account: Account, variant: str) -> None:
    """Which way of signing matched: shown on the connection page, and it ends the capturing."""
    if account.kind != ChannelKind.ZALO_OA or account.settings.get("webhook_variant") == variant:
        return
    account.settings = {**account.settings, "webhook_variant": variant}
    Account.objects.filter(pk=account.pk).update(settings=account.settings)
    RawEvent.objects.filter(fault=f"signature:{account.pk}").delete()
