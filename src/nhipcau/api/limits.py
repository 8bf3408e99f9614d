"""How many calls a key may make a minute, told as draft-ietf-httpapi-ratelimit-headers has it."""

from dataclasses import dataclass
from math import ceil

from nhipcau.api.models import ApiKey
from nhipcau.api.sql import take_turn
from nhipcau.core.clock import civil_seconds

MOST = 120
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Turn:
    taken: int
    seconds_left: int

    @property
    def is_over(self) -> bool:
        return self.taken > MOST

    @property
    def headers(self) -> dict[str, str]:
        left = max(0, MOST - self.taken)
        said = {
            "RateLimit-Policy": f'"key";q={MOST};w={SECONDS}',
            "RateLimit": f'"key";r={left};t={self.seconds_left}',
        }
        return said | ({"Retry-After": str(self.seconds_left)} if self.is_over else {})


def take(key: ApiKey) -> Turn:
    """Counts one call; exact between processes."""
    now = civil_seconds()
    taken, until = take_turn(key.locality_id, key.pk, now=now, until=now + SECONDS)
    return Turn(taken, max(1, ceil(until - now)))
