"""The accounts the sender speaks for: transport, addresses, secrets; opened anew when they change.

A token about to end is renewed in a thread of its own: that asks the platform, and the sender may
not stand still for it. Meanwhile the account's chunks are left alone.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import structlog
from django.db import connection
from django_scopes import scope

from nhipcau.channels.accounts import trouble_account
from nhipcau.channels.credentials import Opened, open_credential
from nhipcau.channels.models import Account
from nhipcau.channels.tokens import MARGIN, NoToken, credential_for_sending
from nhipcau.channels.voices import remote_of
from nhipcau.channels.wire import Remote
from nhipcau.core.clock import civil_now, machine_seconds

log = structlog.get_logger()
FRESH_SECONDS = 2.0  # how long a changed setting or secret may go unnoticed
LOOK_SECONDS = 0.2  # while a token is being renewed
NO_TOKEN_SECONDS = 5.0  # after a renewal that brought none


@dataclass(slots=True)
class Entry:
    account: Account
    version: int
    remote: Remote | None
    looked_at: float


class Remotes:
    def __init__(self) -> None:
        self._entries: dict[int, Entry] = {}
        self._renewing: dict[int, Future[None]] = {}
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="token")

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def account(self, pk: int, locality: int) -> Account:
        """As last read."""
        self.get(pk, locality)
        return self._entries[pk].account

    def get(self, pk: int, locality: int) -> Remote | None:
        """None: it cannot speak now, ask again."""
        entry = self._entries.get(pk)
        now = machine_seconds()
        if entry is None or now - entry.looked_at > FRESH_SECONDS:
            entry = self._look(pk, locality, entry, now)
        return entry.remote

    def forget(self, pk: int) -> None:
        self._entries.pop(pk, None)

    def _look(self, pk: int, locality: int, known: Entry | None, now: float) -> Entry:
        with scope(locality=locality):
            account = Account.objects.get(pk=pk)
        opened = open_credential(account)
        if self._is_ending(opened):
            wait = self._renew(account)
            entry = Entry(account, -1, None, now - FRESH_SECONDS + wait)
        elif known and known.remote and known.version == opened.version:
            same = known.account.settings == account.settings
            remote = known.remote if same else remote_of(account, opened.secrets)
            entry = Entry(account, opened.version, remote, now)
        else:
            entry = Entry(account, opened.version, remote_of(account, opened.secrets), now)
        self._entries[pk] = entry
        return entry

    def _is_ending(self, opened: Opened) -> bool:
        return opened.expires_at is not None and opened.expires_at - MARGIN <= civil_now()

    def _renew(self, account: Account) -> float:
        """Seconds until it is worth looking again."""
        running = self._renewing.get(account.pk)
        if running is not None and not running.done():
            return LOOK_SECONDS
        self._renewing[account.pk] = self._threads.submit(_renew_now, account)
        return LOOK_SECONDS if running is None else NO_TOKEN_SECONDS


def _renew_now(account: Account) -> None:
    try:
        credential_for_sending(account)
    except NoToken as fault:
        log.warning("no token", account=account.pk, code=fault.code)
        if fault.is_lasting:
            trouble_account(account, fault.code)
    finally:
        connection.close()  # this thread's own
