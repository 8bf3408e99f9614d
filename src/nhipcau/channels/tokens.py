"""Zalo's tokens: an access token of 25 hours and a refresh token that is used up by its use.

One refresher at a time (a lease on the row). The new pair is on disk (spool.py) before the row
knows it; whoever comes next adopts a pair on disk that is newer than the row's.
"""

import json
from datetime import datetime, timedelta
from urllib.parse import urlencode

import structlog
from django.db.models import Q
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from nhipcau.channels import spool
from nhipcau.channels.accounts import trouble_account
from nhipcau.channels.ask import NoAnswer, ask
from nhipcau.channels.credentials import Opened, open_credential
from nhipcau.channels.models import Account, ChannelKind, Credential
from nhipcau.channels.seal import seal
from nhipcau.channels.spool import Spooled
from nhipcau.channels.transport import Request
from nhipcau.core.clock import civil_now, machine_now
from nhipcau.core.errors import DomainError

log = structlog.get_logger()
MARGIN = timedelta(minutes=15)  # a token this close to its end is renewed before it is used
AHEAD = timedelta(hours=2)  # the periodic job renews this early, so that sending never waits
LEASE = timedelta(seconds=40)  # longer than the longest answer waited for
DEFAULT_LIFE = 90_000
WRITES = 5
WITH_TOKEN = frozenset({ChannelKind.ZALO_OA, ChannelKind.FACEBOOK_PAGE})


class NoToken(DomainError):
    """`code` for the ledger; `is_lasting` when a person has to connect the account again."""

    def __init__(self, message: str, *, code: str, is_lasting: bool) -> None:
        super().__init__(message)
        self.code = code
        self.is_lasting = is_lasting


def token_for(account: Account) -> str:
    return credential_for_sending(account).secrets["access_token"]


def credential_for_sending(account: Account) -> Opened:
    """The account's secrets with an access token that lives. May ask the platform: never call it
    inside a transaction. Raises NoToken."""
    account = keeper_of(account)
    opened = _adopted(account, open_credential(account))
    has_token = bool(opened.secrets.get("access_token"))
    if not opened.secrets or (account.kind in WITH_TOKEN and not has_token):
        raise NoToken(_("Kênh này chưa được kết nối."), code="no-token", is_lasting=True)
    if opened.expires_at is None or opened.expires_at - MARGIN > civil_now():
        return opened
    return _refresh(account, opened)


def token_refused(account: Account, token: str) -> None:
    """The platform says that this token is dead. The next who asks gets a new one."""
    account = keeper_of(account)
    opened = open_credential(account)
    if opened.secrets.get("access_token") != token:
        return  # somebody has renewed it since
    if not opened.secrets.get("refresh_token"):
        trouble_account(account, "token-dead")
        return
    with scope(locality=account.locality_id):
        Credential.objects.filter(account_id=account.pk, version=opened.version).update(
            expires_at=civil_now()
        )


def keeper_of(account: Account) -> Account:
    """Whose token it is: a template account speaks with that of its Official Account."""
    if account.keeper_id is None:
        return account
    with scope(locality=account.locality_id):
        return Account.objects.get(pk=account.keeper_id)


def refresh_tokens() -> int:
    """Periodic: renew what ends soon. Returns how many were renewed."""
    with scopes_disabled():  # every locality's accounts; each is handled in its own scope
        ending = Credential.objects.filter(
            expires_at__lt=civil_now() + AHEAD, account__state=Account.State.WORKING
        )
        accounts = [row.account for row in ending.select_related("account")]
    renewed = 0
    for account in accounts:
        try:
            _refresh(account, _adopted(account, open_credential(account)))
            renewed += 1
        except DomainError as fault:
            log.warning("token not renewed", account=account.pk, why=type(fault).__name__)
    return renewed


def _adopted(account: Account, opened: Opened) -> Opened:
    """Take over a pair that a killed refresher left on disk."""
    left = spool.newest(account.pk)
    if left is None or not _follows(left, opened):
        return opened
    _write(account, left)
    log.info("token pair adopted from the spool", account=account.pk)
    return open_credential(account)


def _follows(pair: Spooled, opened: Opened) -> bool:
    is_same_connection = pair.series == opened.secrets.get("series")
    return is_same_connection and pair.number > int(opened.secrets.get("pair", "0"))


def _refresh(account: Account, opened: Opened) -> Opened:
    if not opened.secrets.get("refresh_token"):
        raise NoToken(_("Khoá truy cập đã hết hạn."), code="token-dead", is_lasting=True)
    lease = _lease(account)
    if lease is None:
        return _while_another_refreshes(account, opened)
    try:
        newest = open_credential(account)
        if newest.secrets.get("pair") != opened.secrets.get("pair"):
            return newest  # renewed between our look and our lease
        pair = _ask_for_pair(account, newest)
        _keep_on_disk(account, pair)
        _write(account, pair)
    finally:
        _release(account, lease)
    return open_credential(account)


def _lease(account: Account) -> datetime | None:
    now = machine_now()
    with scope(locality=account.locality_id):
        free = Credential.objects.filter(
            Q(refreshing_until__isnull=True) | Q(refreshing_until__lt=now), account_id=account.pk
        )
        return now + LEASE if free.update(refreshing_until=now + LEASE) == 1 else None


def _release(account: Account, lease: datetime) -> None:
    with scope(locality=account.locality_id):
        held = Credential.objects.filter(account_id=account.pk, refreshing_until=lease)
        held.update(refreshing_until=None)


def _while_another_refreshes(account: Account, opened: Opened) -> Opened:
    newest = open_credential(account)
    if newest.secrets.get("pair") != opened.secrets.get("pair"):
        return newest
    if newest.expires_at and newest.expires_at > civil_now():
        return newest  # still good for the minutes it has
    raise NoToken(_("Đang gia hạn khoá truy cập."), code="token-busy", is_lasting=False)


def _ask_for_pair(account: Account, opened: Opened) -> Spooled:
    form = {
        "refresh_token": opened.secrets["refresh_token"],
        "app_id": str(account.settings.get("app_id", "")),
        "grant_type": "refresh_token",
    }
    answer = ask_for_tokens(form, app_secret=opened.secrets.get("app_secret", ""))
    if isinstance(answer, str):
        trouble_account(account, answer)
        raise NoToken(
            _("Zalo không gia hạn khoá truy cập: hãy kết nối lại Official Account."),
            code=answer,
            is_lasting=True,
        )
    access_token, refresh_token, expires_at = answer
    series, number = opened.secrets.get("series", ""), int(opened.secrets.get("pair", "0")) + 1
    return Spooled(series, number, access_token, refresh_token, expires_at)


def ask_for_tokens(form: dict[str, str], *, app_secret: str) -> tuple[str, str, datetime] | str:
    """Access token, refresh token and the former's end; or the error's code. Any answer without a
    token is an error, whatever its number (sources disagree on the numbers)."""
    headers = (
        ("secret_key", app_secret),
        ("Content-Type", "application/x-www-form-urlencoded"),
    )
    request = Request(
        "POST", "/v4/oa/access_token", urlencode(form).encode(), headers, "oauth", needs_token=False
    )
    try:
        response = ask("zalo_oa", request)
        answer = json.loads(response.body)
    except (NoAnswer, ValueError):
        raise NoToken(
            _("Zalo không trả lời khi gia hạn khoá truy cập; sẽ thử lại."),
            code="oauth-down",
            is_lasting=False,
        ) from None
    if not isinstance(answer, dict) or not answer.get("access_token"):
        code = answer.get("error", "garbage") if isinstance(answer, dict) else "garbage"
        return f"oauth{code}"[:40]
    life = str(answer.get("expires_in", DEFAULT_LIFE))
    seconds = int(life) if life.isdecimal() else DEFAULT_LIFE
    ends = civil_now() + timedelta(seconds=seconds)
    return str(answer["access_token"]), str(answer.get("refresh_token", "")), ends


def _keep_on_disk(account: Account, pair: Spooled) -> None:
    try:
        spool.keep(account.pk, pair)
    except OSError:
        # A full disk must not cost the pair: the row may still take it.
        log.exception("token spool not written", account=account.pk)


def _write(account: Account, pair: Spooled) -> None:
    """Put the pair into the row, whatever else changed there meanwhile (an admin's new secret).

    A row that went on to a newer pair or another connection keeps what it has.
    """
    for _attempt in range(WRITES):
        opened = open_credential(account)
        if not _follows(pair, opened):
            return
        secrets = dict(opened.secrets) | {
            "access_token": pair.access_token,
            "refresh_token": pair.refresh_token,
            "pair": str(pair.number),
        }
        with scope(locality=account.locality_id):
            row = Credential.objects.filter(account_id=account.pk, version=opened.version)
            if row.update(
                sealed=seal(secrets), version=opened.version + 1, expires_at=pair.expires_at
            ):
                return
    raise NoToken(_("Chưa lưu được khoá truy cập mới."), code="token-busy", is_lasting=False)
