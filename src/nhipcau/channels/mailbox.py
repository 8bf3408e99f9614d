"""The mailbox that bounces come to, read over IMAP. Somebody may read it too: nothing is deleted,
and only what we understood is marked as read.
"""

import imaplib
import re
import ssl
from dataclasses import dataclass
from typing import Any, Final

import structlog
from django.conf import settings as installed
from django.db import transaction
from django_scopes import scope, scopes_disabled

from nhipcau.channels.credentials import open_credential
from nhipcau.channels.models import Account, ChannelKind, RawEvent
from nhipcau.channels.seal import BrokenSeal
from nhipcau.channels.webhooks import bounces
from nhipcau.core.clock import civil_now

log = structlog.get_logger()
SECONDS: Final = 20
AT_ONCE: Final = 200  # letters of one look
LARGEST: Final = 300_000  # a report with the whole letter in it; larger ones are left alone
ENDS = (Account.State.WORKING, Account.State.TROUBLED)


class Closed(Exception):
    """The mailbox could not be opened; `error` is a code of words_lines.py."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True, slots=True)
class Look:
    """How far the mailbox was read: IMAP's numbers only grow while `validity` stays the same."""

    reports: list[bytes]
    validity: str
    upto: int


def read_bounces() -> int:
    """Periodic. Returns how many reports were kept; load.py understands them."""
    with scopes_disabled():  # the mailboxes of every locality; each is read in its own scope
        accounts = list(Account.objects.filter(kind=ChannelKind.EMAIL, state__in=ENDS))
    kept = 0
    for account in accounts:
        if account.settings.get("imap_host"):
            with scope(locality=account.locality_id):
                kept += read_mailbox(account)
    return kept


def read_mailbox(account: Account) -> int:
    """Not in a transaction: it asks the outside. A mailbox that stays shut is said as a warning."""
    try:
        look = _look(account, open_credential(account).secrets)
    except BrokenSeal:
        return 0
    except Closed as fault:
        log.warning("mailbox not read", account=account.pk, why=fault.error)
        _note(account, warning=fault.error)
        return 0
    with transaction.atomic():
        for report in look.reports:
            RawEvent.objects.create(
                kind=ChannelKind.EMAIL,
                received_at=civil_now(),
                headers={"accounts": [account.pk], "variant": "dsn"},
                body=report,
            )
        _note(account, validity=look.validity, upto=look.upto)
    return len(look.reports)


def _look(account: Account, secrets: Any) -> Look:
    said = account.settings
    box = _open(said, secrets)
    try:
        box.login(said.get("imap_user") or said.get("user", ""), _password(secrets))
        box.select("INBOX")
        validity = _number(box.response("UIDVALIDITY")[1])
        known = said.get("imap_seen", {})
        after = int(known.get("upto", 0)) if known.get("validity") == validity else 0
        return _read(box, validity, after)
    except imaplib.IMAP4.error as fault:
        raise Closed("imap-login") from fault
    except (OSError, EOFError) as fault:
        raise Closed("imap-connect") from fault
    finally:
        try:
            box.logout()
        except (imaplib.IMAP4.error, OSError):
            log.info("mailbox left without a word", account=account.pk)


def _open(said: dict[str, Any], secrets: Any) -> imaplib.IMAP4:
    host, port = str(said["imap_host"]), int(said.get("imap_port") or 993)
    try:
        if said.get("imap_security") == "none":
            return imaplib.IMAP4(host, port, timeout=SECONDS)
        tls = ssl.create_default_context(cafile=installed.CA_FILE)
        return imaplib.IMAP4_SSL(host, port, ssl_context=tls, timeout=SECONDS)
    except (OSError, imaplib.IMAP4.error) as fault:
        raise Closed("imap-connect") from fault


def _read(box: imaplib.IMAP4, validity: str, after: int) -> Look:
    _ok, found = box.uid("SEARCH", f"UID {after + 1}:*")
    numbers = [int(number) for number in (found[0] or b"").split() if int(number) > after]
    reports, upto = [], after
    for number in sorted(numbers)[:AT_ONCE]:
        upto = number
        report = bounces.understood(_fetched(box, number))
        if report is not None:
            reports.append(report)
            box.uid("STORE", str(number), "+FLAGS", "(\\Seen)")
    return Look(reports, validity, upto)


def _fetched(box: imaplib.IMAP4, number: int) -> bytes:
    _ok, size = box.uid("FETCH", str(number), "(RFC822.SIZE)")
    found = re.search(rb"RFC822\.SIZE (\d+)", b" ".join(_octets(size)))
    if found is None or int(found.group(1)) > LARGEST:
        return b""
    _ok, parts = box.uid("FETCH", str(number), "(BODY.PEEK[])")
    return next((part[1] for part in parts if isinstance(part, tuple)), b"")


def _octets(answer: list[Any]) -> list[bytes]:
    return [part[0] if isinstance(part, tuple) else part for part in answer if part]


def _number(answer: list[Any]) -> str:
    found = re.search(rb"\d+", answer[0] or b"") if answer and answer[0] else None
    return found.group().decode() if found else ""


def _password(secrets: Any) -> str:
    return str(secrets.get("imap_password") or secrets.get("password", ""))


def _note(account: Account, *, warning: str = "", validity: str = "", upto: int = 0) -> None:
    """Where we are, or why not, beside the account's settings as they stand now."""
    with transaction.atomic():
        row = Account.objects.select_for_update().get(pk=account.pk)
        _write(row, warning=warning, validity=validity, upto=upto)


def _write(row: Account, *, warning: str, validity: str, upto: int) -> None:
    others = [code for code in row.settings.get("warnings", []) if not code.startswith("imap-")]
    changed = {**row.settings, "warnings": others + ([warning] if warning else [])}
    if validity:
        changed["imap_seen"] = {"validity": validity, "upto": upto}
    if changed != row.settings:
        Account.objects.filter(pk=row.pk).update(settings=changed)
