"""What a message is, before anybody reads it: plain values in, a plain value out.

All of it is guessing from words, so nothing here throws a message away: it only decides what the
machine says and whether a question begins.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from nhipcau.core.language import own_language
from nhipcau.inbox import word_lists as words
from nhipcau.inbox.models import Message
from nhipcau.text.fold import fold

What = Message.What
NOTHING, THANKS, HELLO, NUMBER, PERSON = "nothing", "thanks", "hello", "number", "person"
HEAVY, HOURS, LOOK_UP, QUESTION = "heavy", "hours", "look_up", "question"
SMALL: Final = frozenset({NOTHING, THANKS, HELLO, NUMBER, HEAVY, HOURS, LOOK_UP})  # no question
SHAPES: Final = (
    (PERSON, words.PERSON),
    (THANKS, words.THANKS),
    (HELLO, words.HELLO),
    (HOURS, words.HOURS),
    (LOOK_UP, words.LOOK_UP),
)
_WORD = re.compile(r"\w+")
# A word of one of these scripts is in no other language that we have.
SCRIPTS: Final = (
    ("th", re.compile("[\u0e01-\u0e4e]{2}")),
    ("bn", re.compile("[\u0980-\u09e3]{2}")),
)
CURSE = 6  # words: what is no longer than this and asks nothing is a curse alone


@dataclass(frozen=True, slots=True)
class Assessed:
    kind: str
    folded: str
    language: str = field(default_factory=own_language)
    is_heavy: bool = False
    number: str = ""


def assess(text: str, *, what: str = What.TEXT) -> Assessed:
    folded = fold(" ".join(_WORD.findall(text)))
    if what == What.STICKER:
        return Assessed(NOTHING, "")
    if not folded:
        return Assessed(NOTHING if what in {What.TEXT, What.OTHER} else QUESTION, "")
    asked = fold(text.strip(" .!…,;:~\n"))
    if re.fullmatch(r"[0-9]{1,2}", asked):
        return Assessed(NUMBER, folded, number=asked)
    heavy = is_heavy(text)
    return Assessed(_kind(asked, folded, heavy), folded[:300], language_of(text), heavy)


def _kind(asked: str, folded: str, heavy: bool) -> str:
    if heavy and len(folded.split()) <= CURSE and not words.ASKS.search(asked):
        return HEAVY
    for kind, shape in SHAPES:
        if shape.match(asked) or shape.match(folded):
            return kind
    return QUESTION


def is_heavy(text: str) -> bool:
    """Abusive words."""
    marked = " ".join(unicodedata.normalize("NFC", text).lower().split())
    return bool(words.HEAVY_MARKED.search(marked) or words.HEAVY.search(fold(text)))


def asks_something(text: str) -> bool:
    """Under a post most people cheer or name a friend: this tells who wants an answer."""
    return bool(words.ASKS.search(fold(text)))


def language_of(text: str) -> str:
    """A guess: by its script, else by its words; our own unless enough of them say otherwise."""
    said = [word.lower() for word in _WORD.findall(unicodedata.normalize("NFC", text))]
    for language, script in SCRIPTS:
        if script.search(text):
            return language
    different = set(said)
    if len(different & words.TAY) >= 2:
        return "tyz"
    is_plain = all(word.isascii() for word in said)
    enough = max(2, len(different) // 3)
    return (
        "en" if said and is_plain and len(different & words.ENGLISH) >= enough else own_language()
    )


def is_dangerous(name: str) -> bool:
    """A file that can run something; a name with two endings hides the second."""
    return name.strip(" .").rpartition(".")[2].lower() in words.DANGEROUS and "." in name
