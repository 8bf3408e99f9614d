"""Asking Zalo about the groups that an Official Account owns, now: never inside a transaction.

Answers are read with care: several sources differ in what stands where. Whatever goes wrong is an
`OaFault` with the platform's code; its words are those of the page (words.py). What carries a
message into a group is the transport, by the ledger.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from nhipcau.channels.ask import NoAnswer, ask
from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.registry import TRANSPORTS
from nhipcau.channels.seal import BrokenSeal
from nhipcau.channels.tokens import NoToken, credential_for_sending, token_refused
from nhipcau.channels.transport import Request, Response
from nhipcau.channels.webhooks.heard import word
from nhipcau.channels.words import words_for
from nhipcau.core.errors import DomainError

BASE: Final = "/v3.0/oa/group/"
QUOTA: Final = "/v3.0/oa/quota/group"
PRODUCTS: Final = {"gmf10": 10, "gmf50": 50, "gmf100": 100, "gmf1000": 1000}
QUOTA_TYPES: Final = ("sub_quota", "purchase_quota", "reward_quota")
PAGE: Final = 50
MOST_PEOPLE: Final = 1000
AT_ONCE: Final = 99
NAME_LIMIT: Final = 30


class OaFault(DomainError):
    """`code` is the platform's, or ours for what never came; the message says it in words."""

    def __init__(self, code: str) -> None:
        super().__init__(" ".join(words_for(ChannelKind.ZALO_GROUP, code)))
        self.code = code


@dataclass(frozen=True, slots=True)
class Asset:
    """The right to one group of so many people."""

    id: str
    ceiling: int
    valid_through: str
    is_free: bool


@dataclass(frozen=True, slots=True)
class GroupFacts:
    id: str
    name: str
    link: str = ""
    is_enabled: bool = True
    total: int = 0
    ceiling: int = 0
    deletes_on: str = ""
    asset: str = ""
    valid_through: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str


def free_assets(account: Account) -> list[Asset]:
    """Every right to a group that nobody uses yet, the smallest first. Read, never guessed."""
    found: dict[str, Asset] = {}
    for product in PRODUCTS:
        for kind in QUOTA_TYPES:
            body = {"quota_owner": "OA", "product_type": product, "quota_type": kind}
            for row in _rows(_post(account, QUOTA, body), "assets"):
                asset = _asset(row, product)
                if asset.id and asset.is_free:
                    found[asset.id] = asset
    return sorted(found.values(), key=lambda asset: (asset.ceiling, asset.id))


def groups_of(account: Account) -> list[GroupFacts]:
    found: list[GroupFacts] = []
    while True:
        asked = {"offset": len(found), "count": PAGE}
        data = _get(account, "getgroupsofoa", asked)
        page = [_facts(row) for row in _rows(data, "groups")]
        found += [facts for facts in page if facts.id]
        if len(page) < PAGE:
            return found


def create(
    account: Account, *, name: str, description: str, asset: str, people: Sequence[str]
) -> GroupFacts:
    """Not repeatable: when no answer comes, `groups_of` tells whether it was made."""
    body = {
        "group_name": name,
        "group_description": description,
        "asset_id": asset,
        "member_user_ids": list(people),
    }
    made = _facts(_object(_post(account, f"{BASE}creategroupwithoa", body, is_repeatable=False)))
    if not made.id:
        raise OaFault("garbage")
    return made


def facts_of(account: Account, group: str) -> GroupFacts:
    return _facts(_object(_get(account, "getgroup", {"group_id": group})))


def members(account: Account, group: str) -> list[Person]:
    """Without the account itself, which the list names by another key."""
    return _people(account, "listmember", group)


def pending(account: Account, group: str) -> list[Person]:
    return _people(account, "listpendinginvite", group)


def invite(account: Account, group: str, people: Sequence[str]) -> None:
    for start in range(0, len(people), AT_ONCE):
        _about(account, "invite", group, people[start : start + AT_ONCE])


def accept(account: Account, group: str, person: str) -> None:
    _about(account, "acceptpendinginvite", group, [person])


def reject(account: Account, group: str, person: str) -> None:
    _about(account, "rejectpendinginvite", group, [person])


def remove(account: Account, group: str, person: str) -> None:
    _about(account, "removemembers", group, [person])


def delete(account: Account, group: str) -> None:
    _post(account, f"{BASE}delete", {"group_id": group})


# --- how it is asked


def _about(account: Account, what: str, group: str, people: Sequence[str]) -> None:
    _post(account, f"{BASE}{what}", {"group_id": group, "member_user_ids": list(people)})


def _people(account: Account, what: str, group: str) -> list[Person]:
    found: dict[str, Person] = {}
    for offset in range(0, MOST_PEOPLE + PAGE, PAGE):
        data = _get(account, what, {"group_id": group, "offset": offset, "count": PAGE})
        rows = _rows(data, "members")
        people = [Person(word(row, "user_id")[:64], word(row, "name")[:80]) for row in rows]
        found |= {person.id: person for person in people if person.id}
        if len(rows) < PAGE:
            break
    return list(found.values())


def _get(account: Account, what: str, asked: dict[str, Any]) -> Any:
    return _ask(account, Request("GET", f"{BASE}{what}?{urlencode(asked)}", is_repeatable=True))


def _post(account: Account, path: str, body: dict[str, Any], *, is_repeatable: bool = True) -> Any:
    """These say what is to be, not how much more: asking twice does no harm but in `create`."""
    raw = json.dumps(body, ensure_ascii=False).encode()
    kind = (("Content-Type", "application/json"),)
    return _ask(account, Request("POST", path, raw, kind, is_repeatable=is_repeatable))


def _ask(account: Account, request: Request) -> Any:
    """Once more with a token renewed since, when the platform says that ours is dead."""
    code, data = _once(account, request)
    if code in TRANSPORTS[account.kind].token_errors:
        code, data = _once(account, request)
    if code != "0":
        raise OaFault(code)
    return data


def _once(account: Account, request: Request) -> tuple[str, Any]:
    try:
        token = credential_for_sending(account).secrets["access_token"]
    except NoToken as fault:
        raise OaFault(fault.code) from fault
    except BrokenSeal as fault:
        raise OaFault("broken-seal") from fault
    whole = Request(
        request.method,
        request.path,
        request.body,
        (("access_token", token), *request.headers),
        is_repeatable=request.is_repeatable,
    )
    try:
        code, data = _read(ask(account.kind, whole))
    except NoAnswer as fault:
        raise OaFault(fault.error) from fault
    if code in TRANSPORTS[account.kind].token_errors:
        token_refused(account, token)
    return code, data


def _read(response: Response) -> tuple[str, Any]:
    if response.status != 200:
        return f"http-{response.status}", None
    try:
        envelope = json.loads(response.body)
        code = str(int(envelope["error"]))
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return "garbage", None
    return code[:40], envelope.get("data")


# --- how an answer is read


def _rows(data: Any, name: str) -> list[dict[str, Any]]:
    """The list itself, or under its name: sources differ."""
    found = data.get(name) if isinstance(data, dict) else data
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _object(data: Any) -> dict[str, Any]:
    return data if isinstance(data, dict) else {}


def _asset(row: dict[str, Any], product: str) -> Asset:
    is_used = bool(word(row, "used_id")) or word(row, "status").lower() == "used"
    said = word(row, "product_type") or product
    return Asset(
        word(row, "asset_id")[:64],
        PRODUCTS.get(said, PRODUCTS[product]),
        word(row, "valid_through")[:20],
        not is_used,
    )


def _facts(data: dict[str, Any]) -> GroupFacts:
    """Flat in a list, in parts when asked for one."""
    info = _object(data.get("group_info")) or data
    asset = _object(data.get("asset_info"))
    link = word(info, "group_link") or word(data, "group_link")
    return GroupFacts(
        id=(word(info, "group_id") or word(data, "group_id"))[:56],
        name=word(info, "name")[:30],
        link=link[:200] if link.startswith("https://") else "",
        is_enabled=word(info, "status").lower() != "disabled",
        total=_number(info, "total_member"),
        ceiling=_number(info, "max_member"),
        deletes_on=word(info, "auto_delete_date")[:20],
        asset=word(asset, "asset_id")[:64],
        valid_through=word(asset, "valid_through")[:20],
    )


def _number(of: dict[str, Any], name: str) -> int:
    said = word(of, name)
    return min(int(said), 1_000_000) if said.isdecimal() and len(said) < 10 else 0
