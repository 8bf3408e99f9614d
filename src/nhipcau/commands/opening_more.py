"""The further channels of the story's hard ward, connected as an administrator would; what leaders
have confirmed; what there is to speak aloud with. Nothing of it is in the usual ward's folder."""

from collections.abc import Mapping
from typing import Any

from nhipcau.channels.accounts import connect_account, revise_account, speak_for
from nhipcau.channels.bot import listen
from nhipcau.channels.check import check_account
from nhipcau.channels.models import Account, ChannelKind, Template
from nhipcau.channels.templates import choose_template, read_templates
from nhipcau.commands.opening_platforms import drive
from nhipcau.core.actor import SYSTEM
from nhipcau.outreach.speakers import add_speaker
from nhipcau.people.models import Staff
from nhipcau.people.ways import confirm_way, offer_way
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.places.open import set_means

SECOND_RANK = 1
TEMPLATES_PER_MINUTE, BOT_PER_MINUTE, SECOND_PER_MINUTE = 600, 60, 600


def connect_more(
    locality: Locality, platforms: Mapping[str, Any], accounts: Mapping[str, Account]
) -> dict[str, Account]:
    """Those of `templates`, `bot` and `second_sms` that the ward has, checked."""
    made: dict[str, Account] = {}
    if "templates" in platforms:
        made["templates"] = _templates(locality, platforms["templates"], accounts["zalo"])
    if "bot" in platforms:
        made["bot"] = _bot(locality, platforms["bot"])
    if "second_sms" in platforms:
        made["second_sms"] = _second_sms(locality, platforms["second_sms"])
    return made


def open_ways(ward: Mapping[str, Any], accounts: Mapping[str, Account]) -> None:
    """What leaders tried out and confirmed before the story begins, in that order."""
    for row in ward.get("ways", []):
        person = Staff.objects.get(username=row["username"])
        account = {"zalo_template": "templates", "zalo_bot": "bot"}.get(row["kind"], "")
        value = person.phone
        if row["kind"] == ChannelKind.ZALO_BOT:
            said = {"bot": ward["platforms"]["bot"]["id"], "person": person.username}
            value = drive("act", {"what": "bot_text", "text": "Xin chào", **said})["chat_id"]
        way = offer_way(
            person, kind=row["kind"], value=value, account=accounts.get(account), by=SYSTEM
        )
        confirm_way(way, by=SYSTEM)


def open_aloud(locality: Locality, ward: Mapping[str, Any]) -> dict[str, str]:
    """The address of every loudspeaker that plays by itself, by its neighbourhood."""
    places = {place.name: place for place in Neighbourhood.objects.filter(locality=locality)}
    for name in ward.get("by_hand", []):
        set_means(places[name], has_megaphone=True, has_gong=True, by=SYSTEM)
    admin = Staff.objects.filter(role="admin").first()
    if admin is None:
        return {}
    found = {}
    for name in ward.get("speakers", []):
        _row, token = add_speaker(
            locality, name=f"Loa {name}", neighbourhood=places[name], by=admin
        )
        found[name] = f"/loa/{token}/"
    return found


def _templates(locality: Locality, given: Mapping[str, Any], oa: Account) -> Account:
    account = connect_account(
        locality,
        ChannelKind.ZALO_TEMPLATE,
        name=f"Mẫu tin {locality.issuer}",
        by=SYSTEM,
        external_id=oa.external_id,
    )
    speak_for(account, oa, by=SYSTEM)
    revise_account(account, by=SYSTEM, rates={"per_minute": TEMPLATES_PER_MINUTE})
    _check(account)
    read_templates(account)
    template = Template.objects.get(account=account, external_id=given["template"])
    choose_template(template, given["filled"], by=SYSTEM)
    return account


def _bot(locality: Locality, given: Mapping[str, Any]) -> Account:
    account = connect_account(
        locality,
        ChannelKind.ZALO_BOT,
        name=f"Bot {locality.name}",
        by=SYSTEM,
        secrets={"bot_token": given["token"]},
        external_id=given["id"],
    )
    revise_account(account, by=SYSTEM, rates={"per_minute": BOT_PER_MINUTE})
    _check(account)
    listen(account, address="", by=SYSTEM)
    return account


def _second_sms(locality: Locality, given: Mapping[str, Any]) -> Account:
    account = connect_account(
        locality,
        ChannelKind.SMS,
        name=f"SMS {given['brandname']}",
        by=SYSTEM,
        settings={
            "gateway": "viettel",
            "user": given["user"],
            "cp_code": given["cp_code"],
            "brandname": given["brandname"],
        },
        secrets={"password": given["password"]},
    )
    rates = {"per_minute": SECOND_PER_MINUTE, "price_vnd": given["price_vnd"], "rank": SECOND_RANK}
    account = revise_account(account, by=SYSTEM, rates=rates)
    _check(account)
    return account


def _check(account: Account) -> None:
    finding = check_account(account, by=SYSTEM)
    if not finding.is_working:
        raise SystemExit(f"{account.name}: {finding.error}")
