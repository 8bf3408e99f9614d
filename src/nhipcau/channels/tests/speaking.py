"""Accounts that are connected, and platforms that speak as the real ones do."""

import hashlib
import hmac
import json
from datetime import datetime

from nhipcau.channels.accounts import account_works, connect_account
from nhipcau.channels.models import ChannelKind
from nhipcau.core.clock import civil_now

OA, APP, PAGE = "4318657068771012646", "1122334455", "104555"
OA_SECRET, APP_SECRET = "oa-secret-9f", "app-secret-1c"


def zalo_account(ward, **settings):
    account = connect_account(
        ward.locality,
        ChannelKind.ZALO_OA,
        name="OA phường Sông Cầu",
        by=ward.quan.actor,
        external_id=OA,
        settings={"app_id": APP, **settings},
        secrets={"app_secret": APP_SECRET, "oa_secret": OA_SECRET},
    )
    account_works(account, by=ward.quan.actor, settings={})
    return account


def facebook_account(ward):
    account = connect_account(
        ward.locality,
        ChannelKind.FACEBOOK_PAGE,
        name="Trang phường Sông Cầu",
        by=ward.quan.actor,
        external_id=PAGE,
        settings={"page_id": PAGE},
        secrets={"app_secret": APP_SECRET, "access_token": "EAA"},
    )
    account_works(account, by=ward.quan.actor, settings={})
    return account


def milliseconds(at: datetime | None = None) -> str:
    return str(int((at or civil_now()).timestamp() * 1000))


def zalo_event(name="user_send_text", *, person="2512", at=None, **more):
    base = {
        "app_id": APP,
        "sender": {"id": person},
        "recipient": {"id": OA},
        "event_name": name,
        "timestamp": milliseconds(at),
    }
    return {**base, **more}


def raw_of(event) -> bytes:
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def zalo_headers(raw: bytes, *, secret=OA_SECRET, prefix=APP, time=None):
    time = time or json.loads(raw).get("timestamp", "")
    mac = hashlib.sha256(prefix.encode() + raw + time.encode() + secret.encode()).hexdigest()
    return {"X-ZEvent-Signature": f"mac={mac}", "X-ZEvent-Timestamp": time}


def facebook_headers(raw: bytes, *, secret=APP_SECRET):
    mac = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={mac}"}


def batch(*changes, page=PAGE, messaging=()):
    entry = {"id": page, "time": 1678886400}
    entry["changes"] = [{"field": "feed", "value": value} for value in changes]
    entry["messaging"] = list(messaging)
    return json.dumps({"object": "page", "entry": [entry]}).encode()
