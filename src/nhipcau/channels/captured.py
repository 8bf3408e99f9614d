"""The last webhook whose signature did not match: what an admin tries a secret on."""

from dataclasses import dataclass
from datetime import datetime

from nhipcau.channels import intake
from nhipcau.channels.credentials import keep_secrets, open_credential
from nhipcau.channels.models import Account, RawEvent
from nhipcau.channels.webhooks import zalo
from nhipcau.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Captured:
    received_at: datetime
    has_signature: bool


def captured_event(account: Account) -> Captured | None:
    found = _last(account)
    if found is None:
        return None
    return Captured(found.received_at, bool(found.headers.get(zalo.SIGNATURE)))


def try_secret(account: Account, secret: str, *, by: Actor) -> str | None:
    """Verb when it succeeds: the secret that explains the captured event is kept. Returns the
    variant that matched, or None: then nothing has changed."""
    found = _last(account)
    if found is None:
        return None
    variant = zalo.signed_by(
        found.headers,
        bytes(found.body),
        app_id=str(account.settings.get("app_id", "")),
        oa_id=account.external_id,
        secrets={**open_credential(account).secrets, "oa_secret": secret.strip()},
    )
    if variant is None:
        return None
    if variant.startswith("oa_secret"):
        keep_secrets(account, {"oa_secret": secret}, by=by)
    RawEvent.objects.filter(fault=intake.capture_of(account)).delete()
    return variant


def _last(account: Account) -> RawEvent | None:
    return RawEvent.objects.filter(fault=intake.capture_of(account)).order_by("-id").first()
