"""Makes what exists: apps, OAs, pages, gateway accounts, people, groups; changes their fields."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from nhipcau_sandbox.bot.shape import Bot
from nhipcau_sandbox.box import Box
from nhipcau_sandbox.world import (
    App,
    Asset,
    Follower,
    Oa,
    OaGroup,
    Page,
    Person,
    SmsAccount,
    Token,
    long_id,
)
from nhipcau_sandbox.zalo import oauth
from nhipcau_sandbox.zbs import routes as zbs_routes

FOR_EVER = 10.0 * 365 * 86400
PLAIN = (str, int, float, bool, type(None), tuple)


class Unknown(Exception):
    """The driver named something that does not exist."""


def make(box: Box, asked: dict[str, Any]) -> dict[str, Any]:
    world = box.world
    for one in asked.get("apps", []):
        world.apps[one["id"]] = App(**one)
    for one in asked.get("oas", []):
        one = {**one, "permissions": tuple(one.get("permissions", Oa("", "", "").permissions))}
        world.oas[one["id"]] = Oa(**one)
    for one in asked.get("pages", []):
        world.pages[one["id"]] = Page(**one)
    for one in asked.get("sms", []):
        world.sms[one["api_key"]] = SmsAccount(
            **{**one, "brandnames": tuple(one.get("brandnames", ()))}
        )
    for name, making in MAKERS.items():
        for one in asked.get(name, []):
            making(box, dict(one))
    return {"people": len(world.people), "groups": len(world.groups)}


def _person(box: Box, one: dict[str, Any]) -> None:
    follows = one.pop("follows", [])
    known = one.pop("known_to", [])
    manages = one.pop("admin_of", [])
    person = Person(**one)
    person.phone = _digits(person.phone)
    box.world.people[person.id] = person
    if person.phone:
        box.world.by_phone[person.phone] = person.id
    for oa_id in {*follows, *known, *manages}:
        follower = follower_of(box, box.world.oas[oa_id], person.id)
        follower.follows = oa_id in {*follows, *manages}
        follower.oa_admin = oa_id in manages


def _bot(box: Box, one: dict[str, Any]) -> None:
    box.world.bots[one["token"]] = Bot(**one)


def _group(box: Box, one: dict[str, Any]) -> None:
    box.world.groups[one["id"]] = list(one["members"])


def _asset(box: Box, one: dict[str, Any]) -> None:
    """The right to a group, for so many days from now."""
    oa = box.world.oas[one.pop("oa")]
    days = float(one.pop("days", 365))
    oa.assets[one["id"]] = Asset(**one, valid_through=box.now() + days * 86400)


def _oa_group(box: Box, one: dict[str, Any]) -> None:
    """A group that somebody made in the OA's own manager; `members` are people of ours."""
    oa = box.world.oas[one.pop("oa")]
    members = [follower_of(box, oa, person).uid for person in one.pop("members", [])]
    group = OaGroup(**one, members=members)
    oa.groups[group.id] = group
    oa.assets[group.asset].used_id = group.id


# In this order: who is in a group must be there first.
MAKERS: dict[str, Callable[[Box, dict[str, Any]], None]] = {
    "zbs": zbs_routes.make,
    "bots": _bot,
    "people": _person,
    "groups": _group,
    "assets": _asset,
    "oa_groups": _oa_group,
}


def follower_of(box: Box, oa: Oa, person: str) -> Follower:
    """The person as this OA knows them; the id is the OA's own."""
    if person not in box.world.people:
        raise Unknown(f"mô phỏng: không có người {person!r}")
    uid = long_id("uid", oa.id, person)
    return oa.followers.setdefault(uid, Follower(uid, person))


def change(box: Box, asked: dict[str, Any]) -> dict[str, Any]:
    subject = _subject(box, asked)
    names = {one.name for one in fields(subject)}
    for name, value in asked["fields"].items():
        if name not in names or not isinstance(getattr(subject, name), PLAIN):
            raise Unknown(f"mô phỏng: không đổi được {name!r}")
        setattr(subject, name, tuple(value) if isinstance(value, list) else value)
    return {"changed": asked.get("id", "")}


def _subject(box: Box, asked: dict[str, Any]) -> Any:
    world, what, identity = box.world, asked.get("what"), str(asked.get("id", ""))
    if what == "follower":
        return follower_of(box, world.oas[str(asked["oa"])], identity)
    if what in {"asset", "oa_group"}:
        oa = world.oas[str(asked["oa"])]
        return (oa.assets if what == "asset" else oa.groups)[identity]
    places: dict[str, dict[str, Any]] = {
        "app": dict(world.apps),
        "oa": dict(world.oas),
        "page": dict(world.pages),
        "sms": dict(world.sms),
        "zbs": dict(world.zbs),
        "bot": {one.id: one for one in world.bots.values()},
        "person": dict(world.people),
        "push": dict(world.push),
    }
    found = places.get(str(what), {}).get(identity)
    if found is None:
        raise Unknown(f"mô phỏng: không có {what} {identity!r}")
    return found


def token(box: Box, asked: dict[str, Any]) -> dict[str, Any]:
    """A pair for an OA, a consent code, or a token for a page, without going through the pages."""
    if "oa" in asked:
        oa = box.world.oas.get(str(asked["oa"]))
        if oa is None:
            raise Unknown(f"mô phỏng: không có OA {asked['oa']!r}")
        if "challenge" in asked:
            return {"code": oauth.issue_code(box, oa.id, str(asked["challenge"]))}
        return dict(oauth.issue_pair(box, oa))
    page, kind = str(asked["page"]), str(asked.get("kind", "page"))
    word = str(asked.get("token") or long_id("fb", page, kind, str(box.world.number())))
    life = float(asked.get("life", FOR_EVER))
    box.world.tokens[word] = Token(page, kind, box.now() + life)
    return {"access_token": word}


def kill_token(box: Box, asked: dict[str, Any]) -> dict[str, Any]:
    found = box.world.tokens.get(str(asked["token"]))
    if found is None:
        raise Unknown("mô phỏng: không có token này")
    found.dead = True
    return {}


def lift(box: Box, asked: dict[str, Any]) -> dict[str, Any]:
    box.world.limits_lifted = bool(asked["lift"])
    return {"limits_lifted": box.world.limits_lifted}


def _digits(phone: str) -> str:
    found = "".join(one for one in phone if one.isdigit())
    return "84" + found[1:] if found.startswith("0") else found


def template_state(box: Box, asked: dict[str, Any]) -> dict[str, Any]:
    zbs_routes.template_state(box, asked)
    return {"state": asked["state"]}


def template_quota(box: Box, asked: dict[str, Any]) -> dict[str, Any]:
    zbs_routes.template_quota(box, asked)
    return {"quota": asked["quota"]}


CHANGES: dict[str, Callable[[Box, dict[str, Any]], dict[str, Any]]] = {
    "make": make,
    "set": change,
    "token": token,
    "kill_token": kill_token,
    "limits": lift,
    "template_state": template_state,
    "template_quota": template_quota,
}
