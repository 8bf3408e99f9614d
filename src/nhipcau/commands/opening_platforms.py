"""Connects the story's ward to the sandbox as an administrator would: consent, keys, webhooks.

What a person does in a platform's own console (press "cho phép", save a webhook address) goes
through the sandbox's driver API; everything of ours goes through the verbs of channels.
"""

import json
import urllib.request
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from nhipcau.channels.accounts import connect_account, revise_account
from nhipcau.channels.check import check_account
from nhipcau.channels.intake import address_key
from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.oauth import begin_sign_in, finish_sign_in
from nhipcau.channels.vapid import new_keys, own_settings
from nhipcau.core.actor import SYSTEM
from nhipcau.places.models import Locality

KINDS = {
    "zalo": ChannelKind.ZALO_OA,
    "facebook": ChannelKind.FACEBOOK_PAGE,
    "sms": ChannelKind.SMS,
    "push": ChannelKind.WEB_PUSH,
}
SMS_PRICE_VND, SMS_PER_MINUTE, OA_PER_MINUTE = 850, 6000, 2000
PUSH_PER_MINUTE = 3000


def connect_platforms(locality: Locality, platforms: dict[str, Any]) -> dict[str, Account]:
    accounts = {
        "zalo": _connect_zalo(locality, platforms["zalo"]),
        "facebook": _connect_facebook(locality, platforms["facebook"]),
        "sms": _connect_sms(locality, platforms["sms"]),
        "push": _connect_push(locality),
    }
    for account in accounts.values():
        finding = check_account(account, by=SYSTEM)
        if not finding.is_working:
            raise SystemExit(f"{account.name}: {finding.error}")
    return accounts


def save_webhooks(accounts: dict[str, Account]) -> None:
    """The addresses change with the port, so this is done again at every start of a demo."""
    zalo, facebook, sms = accounts["zalo"], accounts["facebook"], accounts["sms"]
    drive("hook", {"app": zalo.settings["app_id"], "url": f"{settings.BASE_URL}/wh/zalo/"})
    drive(
        "hook",
        {
            "app": facebook.settings["app_id"],
            "url": f"{settings.BASE_URL}/wh/facebook/",
            "verify_token": address_key(facebook.pk),
        },
    )
    callback = f"{settings.BASE_URL}/wh/sms/{address_key(sms.pk)}/"
    revise_account(sms, by=SYSTEM, settings={"callback_url": callback})


def drive(what: str, asked: dict[str, Any]) -> dict[str, Any]:
    """One call of the sandbox's driver API (docs/sandbox.md)."""
    request = urllib.request.Request(  # noqa: S310  the sandbox's own address
        f"{settings.ZALO_API_URL}/sandbox/{what}",
        data=json.dumps(asked).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        found: dict[str, Any] = json.load(answer)
    return found


def _connect_zalo(locality: Locality, given: dict[str, str]) -> Account:
    account = connect_account(
        locality,
        ChannelKind.ZALO_OA,
        name=f"OA {locality.issuer}",
        by=SYSTEM,
        settings={"app_id": given["app_id"], "sender": "v2"},
        secrets={"app_secret": given["app_secret"], "oa_secret": given["oa_secret"]},
    )
    revise_account(account, by=SYSTEM, rates={"per_minute": OA_PER_MINUTE})
    consent = begin_sign_in(account, redirect_uri=settings.BASE_URL, by=SYSTEM)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(consent).query).items()}
    granted = drive("token", {"oa": given["oa_id"], "challenge": asked["code_challenge"]})
    finish_sign_in(
        account, state=asked["state"], code=granted["code"], oa_id=given["oa_id"], by=SYSTEM
    )
    _buy_groups(given["oa_id"])
    return _fresh(account)


def _buy_groups(oa: str) -> None:
    """What a ward buys at Zalo, and a group that it began there: to be taken over by a click."""
    assets = [
        {"oa": oa, "id": f"{product}-{n}", "product": product}
        for product, n in (("gmf1000", 1), ("gmf1000", 2), ("gmf100", 1))
    ]
    begun = {"oa": oa, "id": "nhom-oa-13", "name": "Tổ 13 Sông Cầu", "asset": "gmf1000-1"}
    drive("make", {"assets": assets, "oa_groups": [begun]})


def _connect_facebook(locality: Locality, given: dict[str, str]) -> Account:
    token = drive("token", {"page": given["page_id"]})["access_token"]
    account = connect_account(
        locality,
        ChannelKind.FACEBOOK_PAGE,
        name=f"Trang {locality.name}",
        by=SYSTEM,
        settings={"app_id": given["app_id"], "page_id": given["page_id"]},
        secrets={"access_token": token, "app_secret": given["app_secret"]},
        external_id=given["page_id"],
    )
    return _fresh(account)


def _connect_sms(locality: Locality, given: dict[str, str]) -> Account:
    account = connect_account(
        locality,
        ChannelKind.SMS,
        name=f"SMS {given['brandname']}",
        by=SYSTEM,
        settings={"brandname": given["brandname"]},
        secrets={"api_key": given["api_key"], "secret_key": given["secret_key"]},
    )
    rates = {"per_minute": SMS_PER_MINUTE, "price_vnd": SMS_PRICE_VND}
    return revise_account(account, by=SYSTEM, rates=rates)


def _connect_push(locality: Locality) -> Account:
    account = connect_account(
        locality,
        ChannelKind.WEB_PUSH,
        name=f"Thông báo {locality.name}",
        by=SYSTEM,
        settings={"contact": "phuong@songcau.example"},
        secrets=new_keys(),
    )
    rates = {"per_minute": PUSH_PER_MINUTE}
    return revise_account(account, by=SYSTEM, settings=own_settings(account), rates=rates)


def _fresh(account: Account) -> Account:
    account.refresh_from_db()
    return account
