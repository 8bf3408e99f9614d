"""Asking a platform whether an account works. The answer is kept, and said in words by words.py."""

from dataclasses import replace

import structlog
from django_scopes import scope, scopes_disabled

from nhipcau.channels.accounts import account_works, trouble_account
from nhipcau.channels.ask import NoAnswer, ask
from nhipcau.channels.models import Account
from nhipcau.channels.registry import TRANSPORTS
from nhipcau.channels.seal import BrokenSeal
from nhipcau.channels.tokens import NoToken, credential_for_sending, token_refused
from nhipcau.channels.transport import Checks, Finding, Response, Transport
from nhipcau.channels.voices import transport_of
from nhipcau.core.actor import SYSTEM, Actor

log = structlog.get_logger()
STEPS = 5
PASSING = frozenset({"no-answer", "token-busy", "oauth-down", "garbage", "timeout", "broken"})


def check_account(account: Account, *, by: Actor) -> Finding:
    """Verb. Asks the platform: never inside a transaction. A passing fault changes no state."""
    finding = _once(account)
    if finding.error in _token_errors(account):
        finding = _once(account)  # with a token renewed since
    finding = _is_the_same(account, finding)
    if finding.is_working:
        account_works(account, by=by, settings=_kept(finding))
    elif not _is_passing(finding):
        trouble_account(account, finding.error, by=by)
        account.refresh_from_db()
    return finding


def recheck_troubled() -> int:
    """Periodic: what a person has mended on the platform's own pages works again by itself."""
    with scopes_disabled():  # every locality's; each is checked in its own scope
        troubled = list(Account.objects.filter(state=Account.State.TROUBLED))
    mended = 0
    for account in troubled:
        with scope(locality=account.locality_id):
            mended += account.speaks in TRANSPORTS and check_account(account, by=SYSTEM).is_working
    return mended


def _once(account: Account) -> Finding:
    try:
        opened = credential_for_sending(account)
    except NoToken as fault:
        return Finding(is_working=False, error=fault.code)
    except BrokenSeal:
        return Finding(is_working=False, error="broken-seal")
    transport = transport_of(account, opened.secrets)
    finding = _walk(account.speaks, transport)
    if finding.error in transport.token_errors:
        token_refused(account, opened.secrets.get("access_token", ""))
    return finding


def _walk(kind: str, transport: Transport) -> Finding:
    if not isinstance(transport, Checks):
        return Finding(is_working=True)
    step, line = transport.check(), getattr(transport, "line", None)
    for _ in range(STEPS):
        try:
            response: Response = ask(kind, step.request, line=line)
        except NoAnswer as fault:
            # Of a platform there is one; of a line the address was typed: say what is wrong there.
            return Finding(is_working=False, error=fault.error if line else "no-answer")
        found = transport.check_next(step, response)
        if isinstance(found, Finding):
            return found
        step = found
    return Finding(is_working=False, error="garbage")


def _is_the_same(account: Account, finding: Finding) -> Finding:
    """A token pasted or renewed for another OA must not carry this account's people."""
    said = finding.facts.get("oa_id") or finding.facts.get("oaid")
    if said and account.external_id and said != account.external_id:
        return replace(finding, is_working=False, error="wrong-oa")
    return finding


def _is_passing(finding: Finding) -> bool:
    return finding.error in PASSING or finding.error.startswith("http-5")


def _kept(finding: Finding) -> dict[str, object]:
    return {"facts": finding.facts, "warnings": list(finding.warnings)}


def _token_errors(account: Account) -> frozenset[str]:
    return TRANSPORTS[account.speaks].token_errors
