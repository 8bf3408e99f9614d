"""How often somebody may say which house they are: enough for a family, too little for guessing.

Three digits have a thousand values, so the house is what is counted most strictly. Many phones
share one address of their mobile network, so addresses are counted generously. Civil time.
"""

from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest

from nhipcau.core.clock import civil_seconds
from nhipcau.people.addresses import split_folded
from nhipcau.people.tokens import hash_token

HOUR = 3600
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Limit:
    name: str
    most: int
    seconds: int


BROWSER = Limit("browser", 8, HOUR)
HOUSE = Limit("house", 10, DAY)
ADDRESS = Limit("address", 240, HOUR)
WORDS = Limit("words", 12, HOUR)


def may_say_house(request: HttpRequest, *, link: str, neighbourhood: int, house: str) -> bool:
    """Counts this try. False when any limit is passed; nothing is said about which."""
    tries = [
        (HOUSE, f"{neighbourhood}:{split_folded(house)[0]}"),
        (ADDRESS, f"{link}:{request.META.get('REMOTE_ADDR', '')}"),
    ]
    if browser_of(request):
        tries.append((BROWSER, f"{link}:{browser_of(request)}"))
    counted = [_count(limit, key) for limit, key in tries]  # every one of them, always
    return all(counted)


def may_say_words(request: HttpRequest, *, link: str) -> bool:
    return _count(WORDS, f"{link}:{browser_of(request)}")


def browser_of(request: HttpRequest) -> str:
    """Every form of ours carries this cookie; without it, address and house still count."""
    return request.COOKIES.get("csrftoken", "")[:32]


def _count(limit: Limit, key: str) -> bool:
    slot = int(civil_seconds() // limit.seconds)
    name = f"try:{limit.name}:{slot}:{hash_token(key)}"
    cache.add(name, 0, limit.seconds)
    try:
        return cache.incr(name) <= limit.most
    except ValueError:  # thrown out of the cache between the two lines
        return True
