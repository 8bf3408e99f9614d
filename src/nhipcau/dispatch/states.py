"""States of a delivery only move up: whatever order news arrives in, the end is the same."""

from typing import Final

from nhipcau.dispatch.models import Delivery

S = Delivery.State
# A receipt may lift anything that left the house, also what we gave up or do not know.
RANK: Final[dict[str, int]] = {
    S.QUEUED: 0,
    S.STOPPED: 1,
    S.EXPIRED: 1,
    S.UNKNOWN: 1,
    S.SENT: 2,
    S.REFUSED: 3,
    S.DELIVERED: 4,
    S.SEEN: 5,
}


def higher(one: str, other: str) -> str:
    """The one that stays. Equal ranks: the first."""
    return other if RANK[other] > RANK[one] else one
