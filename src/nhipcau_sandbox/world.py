"""Everything that exists in the simulation: apps, accounts, people and what their phones show."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from nhipcau_sandbox.bot.shape import Bot
from nhipcau_sandbox.zbs.shape import Zbs


@dataclass(slots=True)
class Hooked:
    """Where an app's webhooks go, and how they are spoilt on demand."""

    url: str = ""
    enabled: bool = False
    verify_token: str = ""
    mode: str = ""
    held: list[dict[str, Any]] = field(default_factory=list)
    last_raw: bytes = b""
    last_headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class App:
    id: str
    secret: str
    platform: str = "zalo"
    oa_secret: str = ""
    redirect_uri: str = ""
    active: bool = True
    hook: Hooked = field(default_factory=Hooked)
    calls: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Follower:
    """One person as one OA knows them. `last_act` opens the windows; `free_used` counts in them."""

    uid: str
    person: str
    follows: bool = False
    last_act: float | None = None
    free_used: int = 0
    blocked: bool = False
    offline_since: float | None = None
    restricted: bool = False
    clicked_chat: bool = False
    oa_admin: bool = False
    broadcasts: list[str] = field(default_factory=list)
    received_on: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Article:
    id: str
    token: str
    content: dict[str, Any]
    ready_at: float
    views: int = 0


@dataclass(slots=True)
class Asset:
    """The right to one group of so many members, bought or in the package; used by one group."""

    id: str
    product: str = "gmf100"
    quota_type: str = "sub_quota"
    valid_through: float = 0.0
    auto_renew: bool = False
    used_id: str = ""


@dataclass(slots=True)
class OaGroup:
    """A group that an OA owns. `invited` and `pending` are not in it yet; `oa_inside` is False when
    its admins have thrown the OA out."""

    id: str
    name: str
    asset: str
    description: str = ""
    avatar: str = ""
    members: list[str] = field(default_factory=list)
    admins: list[str] = field(default_factory=list)
    invited: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    lock_send_msg: bool = False
    join_appr: bool = True
    enable_msg_history: bool = True
    enable_link_join: bool = True
    oa_inside: bool = True
    deleted: bool = False
    talk: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Oa:
    """A Zalo Official Account; `oa_type` 4 is a government's, 2 a business's."""

    id: str
    name: str
    app: str
    oa_type: int = 4
    package: str = "growth"
    verified: bool = True
    disabled: bool = False
    permissions: tuple[str, ...] = (
        *("message", "broadcast", "article", "user", "upload", "group"),
    )
    one_to_one: bool = True
    list_on_v3: bool = False
    per_minute: int | None = None
    needs_proof: bool = False
    free_replies: int = 8
    recipient_cap: int = 0
    money: int = 100_000
    broadcasts_a_month: int = 4
    articles_a_month: int = 100
    processing_seconds: float = 3.0
    moderation_seconds: float = 60.0
    used: dict[str, int] = field(default_factory=dict)
    minutes: dict[int, int] = field(default_factory=dict)
    followers: dict[str, Follower] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    uploads: dict[str, float] = field(default_factory=dict)
    talk: list[dict[str, Any]] = field(default_factory=list)
    assets: dict[str, Asset] = field(default_factory=dict)
    groups: dict[str, OaGroup] = field(default_factory=dict)
    group_events: str = "M3"
    refresh_token: str = ""


@dataclass(slots=True)
class Token:
    owner: str
    kind: str
    expires_at: float
    dead: bool = False


@dataclass(slots=True)
class Post:
    id: str
    page: str
    message: str
    at: float
    published: bool = True
    photo: str = ""
    author: str = ""
    parent: str = ""
    hidden: bool = False
    scheduled_at: float | None = None
    gone: bool = False
    private_reply: bool = False


@dataclass(slots=True)
class Page:
    """A Facebook page. `budget` is the calls that make 100 percent of its usage."""

    id: str
    name: str
    app: str
    budget: int = 4800
    can_post: bool = True
    subscribed: tuple[str, ...] = ()
    calls: dict[int, int] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    windows: dict[str, float] = field(default_factory=dict)
    psids: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class SmsAccount:
    api_key: str
    secret: str
    brandnames: tuple[str, ...] = ()
    balance: int = 10_000_000
    price: int = 850
    delay_seconds: float = 3.0
    undelivered: float = 0.0
    expired: float = 0.0
    locked: bool = False
    cp_code: str = ""
    requests: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class PushSubscription:
    """A browser of somebody's that takes notifications signed by `key`; its own keys come from its
    id. `waiting`: topic, until when it matters, and what would be shown."""

    id: str
    person: str
    key: str
    gone: bool = False
    per_minute: int = 60
    calls: list[float] = field(default_factory=list)
    waiting: list[tuple[str, float, "Shown"]] = field(default_factory=list)
    opened: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Person:
    id: str
    name: str
    phone: str = ""
    place: str = ""
    phone_state: str = "on"
    has_zalo: bool = True
    refuses_templates: bool = False


@dataclass(slots=True)
class Shown:
    """One thing on a resident's phone."""

    n: int
    person: str
    phone: str
    channel: str
    sender: str
    text: str
    at: float
    link: str = ""
    opened_at: float | None = None
    reference: str = ""
    account: str = ""


@dataclass(slots=True)
class World:
    apps: dict[str, App] = field(default_factory=dict)
    oas: dict[str, Oa] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    sms: dict[str, SmsAccount] = field(default_factory=dict)
    push: dict[str, PushSubscription] = field(default_factory=dict)
    zbs: dict[str, Zbs] = field(default_factory=dict)
    bots: dict[str, Bot] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    by_phone: dict[str, str] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)
    of_person: dict[str, list[int]] = field(default_factory=dict)
    counter: int = 0
    limits_lifted: bool = False
    accepted: int = 0

    def number(self) -> int:
        self.counter += 1
        return self.counter

    def show(self, item: Shown) -> Shown:
        item.n = len(self.shown) + 1
        self.shown.append(item)
        self.of_person.setdefault(item.person or item.phone, []).append(item.n - 1)
        return item

    def person_of_phone(self, phone: str) -> str:
        return self.by_phone.get(phone, "")


def long_id(*parts: str) -> str:
    """A 19-digit id as the platforms have: past 2^53, so it only travels as a string."""
    found = hashlib.sha256("|".join(parts).encode()).digest()
    return str(10**18 + int.from_bytes(found[:8], "big") % (8 * 10**18))


def secret_word(*parts: str) -> str:
    return hashlib.sha256("|".join(("sandbox", *parts)).encode()).hexdigest()


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
