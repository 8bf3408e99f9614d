"""A question taken apart: what it is about, and the words that names may have for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import sqrt
from typing import Final, NamedTuple

from nhipcau.procedures.search_index import Index
from nhipcau.procedures.search_typos import Typos
from nhipcau.procedures.search_words import Word, words_of
from nhipcau.procedures.synonyms import Synonym, Synonyms

MOST_PARTS: Final = 14  # of a rambling letter the words that tell most
UNKNOWN: Final = 4.0  # what a word tells that stands in no name
NUMBER: Final = 0.3
OTHERWISE: Final = 0.95  # a synonym is a little less than the word itself, the next less again


class Way(NamedTuple):
    """One way of saying a part: terms with their weights; `pairs` reward the words in a row."""

    words: tuple[Word, ...]
    terms: tuple[tuple[str, float], ...]
    pairs: tuple[str, ...] = ()
    weight: float = 1.0

    @property
    def scale(self) -> float:
        """Twenty words of a long name are not twenty times as much said."""
        return self.weight / sqrt(len(self.terms))


@dataclass(slots=True)
class Part:
    """A word or phrase of the question; any of its ways will do. `tells`: how much it matters."""

    said: tuple[Word, ...]
    ways: list[Way]
    tells: float
    is_known: bool
    place: int


@dataclass(slots=True)
class Question:
    words: list[Word]
    parts: list[Part] = field(default_factory=list)
    pairs: list[str] = field(default_factory=list)


def read_question(text: str, index: Index, table: Synonyms, typos: Typos) -> Question:
    words = words_of(text)
    if index.folded:
        words = _alike(_mended(words, typos), table, typos)
    question = Question(words)
    place = 0
    while place < len(words):
        found, size = table.at(words, place) or (None, 1)
        if found and size == 1 and not found.means and _is_held(words, place, index):
            found = None
        part = _part(index, words[place : place + size], found, place)
        if part:
            question.parts.append(part)
        place += size
    if len(question.parts) > MOST_PARTS:
        kept = sorted(question.parts, key=lambda part: (-part.tells, part.place))[:MOST_PARTS]
        question.parts = sorted(kept, key=lambda part: part.place)
    question.pairs = _pairs(index, question.parts)
    return question


def _mended(words: Sequence[Word], typos: Typos) -> list[Word]:
    mended: list[Word] = []
    for word in words:
        known = typos.mend(word.plain)
        if known == (word.plain,):
            mended.append(word)
        else:
            mended += [Word(plain, plain) for plain in known]
    return mended


def _alike(words: list[Word], table: Synonyms, typos: Typos) -> list[Word]:
    """Two known words that never stand together, for two that sound so: "tạm chú" → "tạm trú"."""
    place = 0
    free: list[bool] = []  # not inside of a phrase of several words
    plain_talk: list[bool] = []
    while place < len(words):
        found, size = table.at(words, place) or (None, 1)
        free += [size == 1] * size
        plain_talk += [found is not None and not found.means] * size
        place += size
    for place in range(len(words) - 1):
        if free[place] and free[place + 1] and not (plain_talk[place] and plain_talk[place + 1]):
            pair = typos.mend_pair(words[place].plain, words[place + 1].plain)
            for step, plain in enumerate(pair or ()):
                if words[place + step].plain != plain:
                    words[place + step] = Word(plain, plain)
    return words


def _is_held(words: Sequence[Word], place: int, index: Index) -> bool:
    """Everyday words that a name has beside this neighbour: "nhà ở", "nhận con"."""
    here = index.term(words[place])
    before = place and f"{index.term(words[place - 1])} {here}" in index.idf
    after = place + 1 < len(words) and f"{here} {index.term(words[place + 1])}" in index.idf
    return bool(before or after)


def _part(index: Index, said: Sequence[Word], found: Synonym | None, place: int) -> Part | None:
    """None for everyday talk, for names of people and places, and for long numbers."""
    if found is not None and not found.means:
        return None
    own = _way(index, said, 1.0)
    ways = [own]
    if found is not None:
        ways += [_way(index, means, OTHERWISE**place) for place, means in enumerate(found.means, 1)]
    known = [way for way in ways if any(term in index.idf for term, _ in way.terms)]
    if not known:
        if any(word.is_name or word.plain.isdigit() for word in said):
            return None
        return Part(tuple(said), [], UNKNOWN, False, place)
    tells = max(sum(weight for _, weight in way.terms) * way.scale for way in ways)
    if all(word.plain.isdigit() for word in said):
        tells *= NUMBER
        known = [way._replace(weight=NUMBER) for way in known]
    return Part(tuple(said), known, tells, True, place)


def _way(index: Index, words: Sequence[Word], weight: float) -> Way:
    terms = tuple((index.term(word), index.weigh(index.term(word))) for word in words)
    said = [term for term, _ in terms]
    pairs = tuple(pair for one, other in pairwise(said) if (pair := f"{one} {other}") in index.idf)
    return Way(tuple(words), terms, pairs, weight)


def _pairs(index: Index, parts: Sequence[Part]) -> list[str]:
    """Words of neighbouring parts, in the order asked: what stood between said nothing."""
    found: list[str] = []
    for one, other in pairwise(parts):
        pair = f"{index.term(one.said[-1])} {index.term(other.said[0])}"
        if pair in index.idf:
            found.append(pair)
    return found
