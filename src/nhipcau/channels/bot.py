"""The bot listens: by webhook where the platform can reach us, else we ask. Never both."""

import json
import secrets
from typing import Any

import structlog
from django_scopes import scopes_disabled

from nhipcau.channels.accounts import revise_account, trouble_account
from nhipcau.channels.ask import NoAnswer, ask
from nhipcau.channels.credentials import open_credential
from nhipcau.channels.intake import append_polled
from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.seal import BrokenSeal
from nhipcau.channels.transports.zalo_bot import ZaloBot, read
from nhipcau.core.actor import Actor

log = structlog.get_logger()
WEBHOOK, POLL = "webhook", "poll"
AT_ONCE = 20  # updates of one look: they come one by one
NOTHING_NEW = "408"
LASTING = frozenset({"401", "409"})


def listen(account: Account, *, address: str, by: Actor) -> str:
    """Verb. `address` is our webhook when the platform can reach it, else empty: then we ask.

    Returns the error's code, empty when it is done. Asks the platform: never in a transaction.
    """
    if address:
        secret = secrets.token_hex(24)
        given = {"url": address, "secret_token": secret}
        revise_account(account, by=by, secrets={"webhook_secret": secret})
        error = _call(account, "setWebhook", given)
    else:
        error = _call(account, "deleteWebhook", {})
    if not error:
        revise_account(account, by=by, settings={"updates": WEBHOOK if address else POLL})
    return error


def poll_bots() -> int:
    """Periodic: what was written to bots that cannot reach us. Returns how many updates."""
    with scopes_disabled():  # every locality's bots
        waiting = Account.objects.filter(
            kind=ChannelKind.ZALO_BOT, state=Account.State.WORKING, settings__updates=POLL
        )
        accounts = list(waiting)
    return sum(_poll(account) for account in accounts)


def _poll(account: Account) -> int:
    """An update is ours alone once it is handed out, so it is on disk before the next is asked."""
    for number in range(AT_ONCE):
        found, error = _asked(account, "getUpdates", {"timeout": 0})
        if error:
            if error in LASTING:
                trouble_account(account, error)
            elif error != NOTHING_NEW:
                log.warning("bot not asked", account=account.pk, code=error)
            return number
        append_polled(account, json.dumps(found, ensure_ascii=False).encode())
    return AT_ONCE


def _call(account: Account, method: str, body: dict[str, Any]) -> str:
    return _asked(account, method, body)[1]


def _asked(account: Account, method: str, body: dict[str, Any]) -> tuple[dict[str, Any], str]:
    try:
        opened = open_credential(account)
    except BrokenSeal:
        return {}, "broken-seal"
    request = ZaloBot(account.settings, opened.secrets).request(method, body, is_repeatable=True)
    try:
        result, outcome = read(ask(account.speaks, request))
    except NoAnswer as fault:
        return {}, fault.error
    return result, outcome.error if outcome else ""
