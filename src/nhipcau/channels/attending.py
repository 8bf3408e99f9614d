"""Receipts that come over a line: who must stay bound for them, and keeping one on disk."""

import json

from django.db import connection, transaction
from django_scopes import scopes_disabled

from nhipcau.channels.credentials import open_credential
from nhipcau.channels.models import Account, ChannelKind, RawEvent
from nhipcau.channels.seal import BrokenSeal
from nhipcau.channels.smpp import Receipt
from nhipcau.channels.tasks import load_events
from nhipcau.channels.transport import Line
from nhipcau.channels.voices import remote_of
from nhipcau.channels.webhooks.smpp import RECEIPT
from nhipcau.core.clock import civil_now
from nhipcau.core.tasks import wake_on_commit


def lines_to_attend() -> dict[int, Line]:
    """Every working account at a message centre: it reports on a session only."""
    with scopes_disabled():  # one sender speaks for all localities
        accounts = list(
            Account.objects.filter(
                kind=ChannelKind.SMS, settings__gateway="smpp", state=Account.State.WORKING
            )
        )
    found = {}
    for account in accounts:
        try:
            line = remote_of(account, open_credential(account).secrets).line
        except BrokenSeal:
            continue
        if line is not None:
            found[account.pk] = line
    return found


def keep_receipt(account_id: int, receipt: Receipt) -> None:
    """In a thread of the lines: on disk when this returns, understood by load.py."""
    body = json.dumps({"id": receipt.id, "state": receipt.state, "error": receipt.error})
    try:
        with transaction.atomic():
            RawEvent.objects.create(
                kind=ChannelKind.SMS,
                received_at=civil_now(),
                headers={"accounts": [account_id], "variant": RECEIPT},
                body=body.encode(),
            )
            wake_on_commit(load_events)
    finally:
        if not connection.in_atomic_block:  # this thread's own
            connection.close()
