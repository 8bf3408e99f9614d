"""How often somebody may say which house they are: enough for a family, too little for guessing.

Three digits have a thousand values, so the house is what is counted most strictly. Many phones
share one address of their mobile network, so addresses are counted generously. Civil time.
"""

from dataclasses import dataclass

from django.http import HttpRequest

from nhipcau.core.clock import civil_seconds
from nhipcau.people.adapters import client_ip
from nhipcau.people.addresses import split_folded
from nhipcau.people.link_codes import may_try_code
from nhipcau.people.tries import is_spent, may_try

HOUR = 3600
TRAP = "website"  # a field that nobody sees; robots fill it in
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Limit:
    name: str
    most: int
    seconds: int


BROWSER = Limit("browser", 8, HOUR)
HOUSE = Limit("house", 10, DAY)
ADDRESS = Limit("address", 240, HOUR)
ADDRESS_OF_CODES = Limit("codes-address", 60, HOUR)
SUBSCRIBE = Limit("subscribe", 120, HOUR)
LOST = Limit("lost", 300, HOUR)  # codes that lead nowhere: nobody mistypes so many
SEEN = Limit("seen", 30, HOUR)
WORDS = Limit("words", 12, HOUR)
WORDS_ADDRESS = Limit("words-address", 60, HOUR)
ASK_ADDRESS = Limit("ask-address", 60, HOUR)
BOOK_ADDRESS = Limit("book-address", 120, HOUR)  # made, not tried: a carrier's address is many
DOSSIER_ADDRESS = Limit("dossier-address", 60, HOUR)
DOSSIER_BROWSER = Limit("dossier-browser", 12, HOUR)


def may_say_house(request: HttpRequest, *, link: str, neighbourhood: int, house: str) -> bool:
    """Counts this try. False when any limit is passed; nothing is said about which.

    The first that is passed ends it: whoever is over one must not use up a neighbour's house.
    """
    tries = [(ADDRESS, f"{link}:{client_ip(request)}")]
    if browser_of(request):
        tries.append((BROWSER, f"{link}:{browser_of(request)}"))
    tries.append((HOUSE, f"{neighbourhood}:{split_folded(house)[0]}"))
    return all(_count(limit, key) for limit, key in tries)


def may_say_code(request: HttpRequest, *, locality: int) -> bool:
    """One try of a code: by this browser, from this address, with all of the ward's together."""
    if not _count(ADDRESS_OF_CODES, f"{locality}:{client_ip(request)}"):
        return False
    who = browser_of(request) or client_ip(request)
    return may_try_code(locality, f"portal:{who}")


def may_say_words(request: HttpRequest, *, link: str) -> bool:
    """The browser names itself and can call itself anything: its address counts as well."""
    tries = [
        (WORDS_ADDRESS, f"{link}:{client_ip(request)}"),
        (WORDS, f"{link}:{browser_of(request)}"),
    ]
    return all(_count(limit, key) for limit, key in tries)


def may_ask(request: HttpRequest) -> bool:
    """Of one address; the inbox counts by browser and for the whole ward as well."""
    return _count(ASK_ADDRESS, client_ip(request))


def may_book(request: HttpRequest, *, locality: int) -> bool:
    """Takes no place: who chose a time that was just taken costs the neighbours nothing. The desk
    counts by browser, by telephone and for the whole ward as well."""
    return not is_spent(_name(BOOK_ADDRESS, _booker(request, locality)), BOOK_ADDRESS.most)


def note_booked(request: HttpRequest, *, locality: int) -> None:
    _count(BOOK_ADDRESS, _booker(request, locality))


def may_look_for_dossier(request: HttpRequest) -> bool:
    """By number and digits; the desk counts for each number as well."""
    tries = [(DOSSIER_ADDRESS, client_ip(request)), (DOSSIER_BROWSER, browser_of(request))]
    return all(_count(limit, key) for limit, key in tries)


def may_subscribe(request: HttpRequest) -> bool:
    """Rows of nobody's could be made by a script without end."""
    return _count(SUBSCRIBE, client_ip(request))


def may_look_up(request: HttpRequest) -> bool:
    """False for an address that tried hundreds of codes that lead nowhere."""
    return not is_spent(_name(LOST, client_ip(request)), LOST.most)


def note_lost(request: HttpRequest) -> None:
    _count(LOST, client_ip(request))


def may_say_seen(link: str) -> bool:
    return _count(SEEN, link)


def browser_of(request: HttpRequest) -> str:
    """Every form of ours carries this cookie; without it, address and house still count."""
    return request.COOKIES.get("csrftoken", "")[:32]


def _booker(request: HttpRequest, locality: int) -> str:
    return f"{locality}:{client_ip(request)}"


def _count(limit: Limit, key: str) -> bool:
    return may_try(_name(limit, key), limit.most, limit.seconds)


def _name(limit: Limit, key: str) -> str:
    return f"{limit.name}:{int(civil_seconds() // limit.seconds)}:{key}"
