"""Zalo's OAuth v4: an OA's administrator lets our app act for the OA, with PKCE.

Sources disagree whether Zalo wants a fresh challenge for each sign-in or one saved in its console:
a `fixed_verifier` among the account's secrets is the second way.
"""

import base64
import hashlib
import hmac
import secrets as randomness
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.channels.accounts import claim_external_id
from nhipcau.channels.ask import base_url
from nhipcau.channels.credentials import keep_pair, keep_secrets, open_credential
from nhipcau.channels.models import Account
from nhipcau.channels.tokens import ask_for_tokens
from nhipcau.channels.words import words_for
from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import machine_now
from nhipcau.core.errors import BadInput

SIGN_IN_WITHIN = timedelta(minutes=15)


def begin_sign_in(account: Account, *, redirect_uri: str, by: Actor) -> str:
    """Where to send the administrator's browser. What comes back must carry our `state`."""
    opened = open_credential(account)
    verifier = opened.secrets.get("fixed_verifier") or _new_verifier()
    state = randomness.token_urlsafe(24)
    pending = {
        "pending_state": state,
        "pending_verifier": verifier,
        "pending_until": (machine_now() + SIGN_IN_WITHIN).isoformat(),
    }
    keep_secrets(account, pending, by=by)
    query = {
        "app_id": str(account.settings.get("app_id", "")),
        "redirect_uri": redirect_uri,
        "code_challenge": challenge_of(verifier),
        "state": state,
    }
    return f"{base_url('zalo_oa', 'oauth')}/v4/oa/permission?{urlencode(query)}"


def finish_sign_in(account: Account, *, state: str, code: str, oa_id: str, by: Actor) -> None:
    """Verb. The code becomes the first pair of tokens. Asks Zalo: not inside a transaction."""
    opened = open_credential(account).secrets
    if not _is_ours(opened.get("pending_state", ""), opened.get("pending_until", ""), state):
        raise BadInput(_("Lượt kết nối này đã quá 15 phút hoặc đã dùng rồi. Hãy bấm kết nối lại."))
    if not code or not oa_id.isdecimal():
        raise BadInput(_("Zalo chưa cấp quyền cho ứng dụng: trên Zalo đã bấm từ chối hoặc bỏ qua."))
    if account.external_id and account.external_id != oa_id:
        # User ids are per OA: another OA's followers must never be mixed with this one's.
        raise BadInput(" ".join(words_for(account.kind, "wrong-oa")))
    form = {
        "code": code,
        "app_id": str(account.settings.get("app_id", "")),
        "grant_type": "authorization_code",
        "code_verifier": opened["pending_verifier"],
    }
    answer = ask_for_tokens(form, app_secret=opened.get("app_secret", ""))
    if isinstance(answer, str):
        raise BadInput(" ".join(words_for(account.kind, answer)))
    access_token, refresh_token, expires_at = answer
    with transaction.atomic():
        claim_external_id(account, oa_id)
        keep_pair(
            account,
            access_token=access_token,
            refresh_token=refresh_token,
            expires_at=expires_at,
        )
        audit.record(by, "account.signed_in", account, after={"oa_id": oa_id})


def challenge_of(verifier: str) -> str:
    return _unpadded(hashlib.sha256(verifier.encode("ascii")).digest())


def _new_verifier() -> str:
    return _unpadded(randomness.token_bytes(32))


def _unpadded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _is_ours(kept: str, until: str, given: str) -> bool:
    if not kept or not hmac.compare_digest(kept.encode(), given.encode()):
        return False
    return datetime.fromisoformat(until) > machine_now()
