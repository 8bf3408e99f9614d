"""A bot of the Zalo Bot Platform: its token, who talks to it, what it has not been told yet."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Chat:
    """One person, or a group into which somebody has put the bot."""

    id: str
    kind: str  # PRIVATE or GROUP
    person: str = ""
    group: str = ""


@dataclass(slots=True)
class Bot:
    """`token` is "<id>:<secret>". With `tells_by_status` errors travel with their HTTP status as
    well; the platform's own clients are told to look at `ok` only. `wraps` is off for deliveries
    without the ok/result around them, which have been reported."""

    id: str
    token: str
    name: str = "Bot Nhịp Cầu"
    account_type: str = "BASIC"
    can_join_groups: bool = True
    messages_a_month: int = 3000
    users: int = 50
    groups: int = 3
    needs_https: bool = True
    tells_by_status: bool = False
    wraps: bool = True
    webhook_url: str = ""
    webhook_secret: str = ""
    webhook_at: int = 0
    used: dict[str, int] = field(default_factory=dict)
    chats: dict[str, Chat] = field(default_factory=dict)
    waiting: list[dict[str, Any]] = field(default_factory=list)

    def known(self, kind: str) -> int:
        return sum(1 for chat in self.chats.values() if chat.kind == kind)
