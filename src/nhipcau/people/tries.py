"""How often somebody may try something: exact between processes, for the whole time it says.

One statement that counts and decides. Not the cache: its `incr` reads, adds and writes, so that
two at once count as one, and each try there took ten statements.
"""

from nhipcau.core.clock import civil_seconds
from nhipcau.people.models import TryCount
from nhipcau.people.sql import take_place
from nhipcau.people.tokens import hash_token


def is_spent(name: str, most: int) -> bool:
    """Whether no place is left; takes none."""
    kept = TryCount.objects.filter(
        name=hash_token(name), until__gt=civil_seconds(), taken__gte=most
    )
    return kept.exists()


def may_try(name: str, most: int, seconds: int) -> bool:
    """Takes one of the `most` places; False when none is left. The places are free again
    `seconds` of civil time after the first was taken."""
    now = civil_seconds()
    return take_place(hash_token(name), most, now=now, until=now + seconds)
