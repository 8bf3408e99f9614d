"""How often somebody may try something: exact between processes, for the whole time it says.

Not `cache.incr`: on the database cache it reads, adds and writes, so that two at once count as
one, and it writes with the cache's own five minutes, so that "ten a day" would be ten each time.
Here each try takes a numbered place, and a place is given once.
"""

from django.core.cache import cache

from nhipcau.people.tokens import hash_token


def is_spent(name: str, most: int) -> bool:
    """Whether no place is left; takes none."""
    return int(cache.get(f"try:{hash_token(name)}", 0)) >= most


def may_try(name: str, most: int, seconds: int) -> bool:
    """Takes one of the `most` places; False when none is left until `seconds` have passed."""
    kept = f"try:{hash_token(name)}"
    taken = cache.get(kept, 0)
    for number in range(taken + 1, most + 1):
        if cache.add(f"{kept}:{number}", 1, seconds):
            cache.set(kept, number, seconds)
            return True
    return False
