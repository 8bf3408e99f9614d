"""What a person allows: interaction windows of 48 hours and 7 days, free replies, money, caps."""

from dataclasses import dataclass
from datetime import timedelta

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.clock import DAY, HOUR
from nhipcau_sandbox.world import Follower, Oa
from nhipcau_sandbox.zalo.errors import ZaloError

FREE_FOR = 48 * HOUR
OPEN_FOR = 7 * DAY
INACTIVE_AFTER = 45 * DAY
PRICE_VND = 55
SUB_QUOTA = {"growth": 500, "comprehensive": 2000}


@dataclass(slots=True)
class Spent:
    """From which allowance a message went, as the answer's `quota` tells."""

    kind: str
    remain: int
    total: int


def act(follower: Follower, at: float) -> None:
    """A real interaction opens the window anew and gives the free replies back."""
    follower.last_act = at
    follower.free_used = 0


def check_person(box: Box, oa: Oa, follower: Follower) -> None:
    now, since = box.now(), follower.offline_since
    if follower.blocked:
        raise ZaloError(-217)
    if since is not None and now - since > INACTIVE_AFTER:
        raise ZaloError(-227)
    if follower.restricted:
        raise ZaloError(-244)
    if follower.last_act is None:
        raise ZaloError(-232)
    if now - follower.last_act > OPEN_FOR:
        raise ZaloError(-230)
    day = box.clock.local().date().isoformat()
    if oa.recipient_cap and follower.received_on.get(day, 0) >= oa.recipient_cap:
        raise ZaloError(-218)


def spend(box: Box, oa: Oa, follower: Follower) -> Spent:
    """Takes the message from the free replies, then from the package, then from the purse."""
    day, month = _day_and_month(box)
    is_fresh = box.now() - (follower.last_act or 0) <= FREE_FOR
    if is_fresh and (box.world.limits_lifted or follower.free_used < oa.free_replies):
        follower.free_used += 1
        spent = Spent("reply", max(0, oa.free_replies - follower.free_used), oa.free_replies)
    else:
        spent = _spend_paid(oa, month)
    follower.received_on[day] = follower.received_on.get(day, 0) + 1
    return spent


def _spend_paid(oa: Oa, month: str) -> Spent:
    total, key = SUB_QUOTA.get(oa.package, 0), f"cs {month}"
    if oa.used.get(key, 0) < total:
        oa.used[key] = oa.used.get(key, 0) + 1
        return Spent("sub_quota", total - oa.used[key], total)
    if oa.money < PRICE_VND:
        raise ZaloError(-211)
    oa.money -= PRICE_VND
    return Spent("purchase_quota", oa.money // PRICE_VND, oa.money // PRICE_VND)


def quota_of_person(box: Box, oa: Oa, follower: Follower) -> dict[str, object]:
    day, month = _day_and_month(box)
    today = follower.broadcasts.count(day)
    this_month = sum(1 for one in follower.broadcasts if one.startswith(month))
    fresh = follower.last_act is not None and box.now() - follower.last_act <= FREE_FOR
    left = max(0, oa.free_replies - follower.free_used) if fresh else 0
    monthly = oa.broadcasts_a_month
    return {
        "last_interaction": str(int((follower.last_act or 0) * 1000)),
        "cs_reply": {"remain": left, "total": oa.free_replies},
        "promotion": {
            "daily_remain": max(0, 1 - today),
            "daily_total": 1,
            "monthly_remain": max(0, monthly - this_month),
            "monthly_total": monthly,
        },
    }


def quota_of_oa(box: Box, oa: Oa) -> list[dict[str, object]]:
    _day, month = _day_and_month(box)
    total = SUB_QUOTA.get(oa.package, 0)
    first = box.clock.local().replace(day=28) + timedelta(days=4)
    until = (first - timedelta(days=first.day)).strftime("%d/%m/%Y")
    used = oa.used.get(f"cs {month}", 0)
    return [
        {
            "asset_id": f"{oa.id}cs",
            "product_type": "cs",
            "quota_type": "sub_quota",
            "valid_through": until,
            "total": total,
            "remain": total - used,
        }
    ]


def _day_and_month(box: Box) -> tuple[str, str]:
    day = box.clock.local().date().isoformat()
    return day, day[:7]
