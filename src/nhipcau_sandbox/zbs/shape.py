"""What one OA has on the template host: its templates, its day's allowance, its purse."""

from dataclasses import dataclass, field
from typing import Any

ENABLE, PENDING, REJECT, DISABLE = "ENABLE", "PENDING_REVIEW", "REJECT", "DISABLE"
STATES = {"1": ENABLE, "2": PENDING, "3": REJECT, "4": DISABLE}


@dataclass(slots=True)
class ZbsTemplate:
    """`text` holds `<name>` for each parameter. `daily_quota` 0 is no limit of its own."""

    id: str
    name: str
    text: str = ""
    state: str = ENABLE
    params: list[dict[str, Any]] = field(default_factory=list)
    tag: str = "CUSTOMER_CARE"
    quality: str = "HIGH"
    price_sdt: int = 120
    price_uid: int = 84
    for_uid: bool = True
    daily_quota: int = 0
    reason: str = ""
    used: dict[str, int] = field(default_factory=dict)
    made_at: float = 0.0


@dataclass(slots=True)
class Zbs:
    """`admins` are the people to whom a template may be sent while it is being tried out."""

    oa: str
    daily_quota: int = 500
    zca_linked: bool = True
    may_send: bool = True
    night_rule: bool = False
    money: int = 1_000_000
    dev_money: int = 10_000
    admins: tuple[str, ...] = ()
    quality: str = "HIGH"
    delay_seconds: float = 2.0
    review_seconds: float = 86_400.0
    used: dict[str, int] = field(default_factory=dict)
    edits: dict[str, int] = field(default_factory=dict)
    templates: dict[str, ZbsTemplate] = field(default_factory=dict)
    messages: dict[str, float] = field(default_factory=dict)
