"""A question taken apart: what it is about, and the words that names may have for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from nhipcau.procedures.search_index import Index
from nhipcau.procedures.search_stress import stresses
from nhipcau.procedures.search_typos import Typos
from nhipcau.procedures.search_words import Word, plain_words, words_of
from nhipcau.procedures.synonyms import Synonym, Synonyms

MOST_PARTS: Final = 10  # of a rambling letter the words that tell most
UNKNOWN: Final = 4.0  # what a word tells that stands in no name
LENGTH: Final = 0.55
OWN: Final = 0.6  # of a phrase that the table explains, its own words
HELD: Final = 0.7
HOLDABLE: Final = frozenset(
    plain_words(
        "nhà ở con cha mẹ bố vợ chồng bản giấy người tổ khu vùng phần nhận lấy gửi giữ sống mạng"
        " thôn bên loại chung riêng sử dụng một hai lần tuổi trong ngoài"
    )
)
TOGETHER: Final = 4
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
        return float(self.weight / len(self.terms) ** LENGTH)


@dataclass(slots=True)
class Part:
    """A word or phrase of the question; any of its ways will do. `tells`: how much it matters."""

    said: tuple[Word, ...]
    ways: list[Way]
    tells: float
    is_known: bool
    place: int
    stress: float = 1.0


@dataclass(slots=True)
class Question:
    words: list[Word]
    parts: list[Part] = field(default_factory=list)
    pairs: list[str] = field(default_factory=list)


AGES: Final = (
    (14, "người dưới 14 tuổi"),
    (60, "người từ đủ 14 tuổi trở lên"),
    (200, "người cao tuổi"),
)

_AGE_LINES: Final = tuple(tuple(words_of(name)) for _, name in AGES)


def read_question(text: str, index: Index, table: Synonyms, typos: Typos) -> Question:
    words = words_of(text)
    if index.folded:
        words = _alike(_mended(words, typos), table, typos)
    question = Question(words)
    stress = stresses(words)
    place = 0
    for found, size in _of_one_age(_phrases(words, table)):
        held = bool(found and size == 1 and not found.means) and _is_held(words, place, index)
        part = _part(index, words[place : place + size], None if held else found, place)
        if part:
            part.stress = HELD if held else stress[place]
            _take(question.parts, part)
        place += size
    if len(question.parts) > MOST_PARTS:
        kept = sorted(question.parts, key=lambda part: (-part.tells * part.stress, part.place))[
            :MOST_PARTS
        ]
        question.parts = sorted(kept, key=lambda part: part.place)
    question.pairs = _pairs(index, question.parts)
    return question


def _phrases(words: Sequence[Word], table: Synonyms) -> list[tuple[Synonym | None, int]]:
    """Ages stand for themselves, what is between them is the table's."""
    phrases: list[tuple[Synonym | None, int]] = []
    begun = place = 0
    while place < len(words):
        aged = _age(words, place)
        if aged:
            phrases += [*table.split(words[begun:place]), (aged, 2)]
            begun = place = place + 2
        else:
            place += 1
    return phrases + table.split(words[begun:])


def _of_one_age(
    phrases: list[tuple[Synonym | None, int]],
) -> list[tuple[Synonym | None, int]]:
    """A child of six makes no card "từ đủ 14 tuổi": what is meant of another age is left out."""
    said = {means for found, _ in phrases if found for means in found.means if means in _AGE_LINES}
    if not said:
        return phrases
    others = [" ".join(word.marked for word in line) for line in _AGE_LINES if line not in said]
    kept: list[tuple[Synonym | None, int]] = []
    for found, size in phrases:
        if found and len(found.means) > 1:
            means = tuple(
                each
                for each in found.means
                if not any(other in " ".join(word.marked for word in each) for other in others)
            )
            found = found._replace(means=means or found.means)
        kept.append((found, size))
    return kept


def _take(parts: list[Part], part: Part) -> None:
    """What is said twice counts once, where it is said with more weight."""
    said = [word.plain for word in part.said]
    for known in parts:
        if [word.plain for word in known.said] == said:
            known.stress = max(known.stress, part.stress)
            return
    parts.append(part)


def _age(words: Sequence[Word], place: int) -> Synonym | None:
    """A person of six is "under 14": names draw the lines, people say how old they are."""
    following = words[place + 1 : place + 2]
    number = words[place].plain
    if not (number.isascii() and number.isdigit() and len(number) <= 2 and following):
        return None
    if following[0].plain != "tuoi":
        return None
    lines = [name for below, name in AGES if int(number) < below][:1]
    return Synonym((words[place], following[0]), tuple(tuple(words_of(line)) for line in lines))


def _mended(words: Sequence[Word], typos: Typos) -> list[Word]:
    mended: list[Word] = []
    for word in words:
        known = typos.mend(word.plain)
        if known == (word.plain,):
            mended.append(word)
        else:
            mended += [word._replace(plain=plain, marked=plain) for plain in known]
    return mended


def _alike(words: list[Word], table: Synonyms, typos: Typos) -> list[Word]:
    """Two known words that never stand together, for two that sound so: "tạm chú" → "tạm trú"."""
    free: list[bool] = []  # not inside of a phrase of several words
    plain_talk: list[bool] = []
    for found, size in table.split(words):
        free += [size == 1] * size
        plain_talk += [found is not None and not found.means] * size
    for place in range(len(words) - 1):
        one, other = words[place : place + 2]
        both_talk = plain_talk[place] and plain_talk[place + 1]
        if free[place] and free[place + 1] and not both_talk and one.clause == other.clause:
            pair = typos.mend_pair(one.plain, other.plain)
            for step, plain in enumerate(pair or ()):
                if words[place + step].plain != plain:
                    words[place + step] = one._replace(plain=plain, marked=plain)
    return words


def _is_held(words: Sequence[Word], place: int, index: Index) -> bool:
    """Everyday words that a name has beside this neighbour: "nhà ở", "nhận con"."""
    if words[place].plain not in HOLDABLE:
        return False
    around = words[max(0, place - 1) : place + 2]
    return any(_stand_together(one, other, index) for one, other in pairwise(around))


def _stand_together(one: Word, other: Word, index: Index) -> bool:
    """Without marks more pairs look alike by chance: several names must have it."""
    if one.has_marks or other.has_marks:
        return (one.marked, other.marked) in index.beside
    return index.beside[one.plain, other.plain] >= TOGETHER


def _part(index: Index, said: Sequence[Word], found: Synonym | None, place: int) -> Part | None:
    """None for everyday talk, for names of people and places, and for long numbers."""
    if found is not None and not found.means:
        return None
    means = found.means if found else ()
    ways = [_way(index, said, OWN if means and len(said) > 1 else 1.0)]
    ways += [_way(index, each, OTHERWISE**rank) for rank, each in enumerate(means, 1)]
    known = [way for way in ways if any(term in index.idf for term, _ in way.terms)]
    if not known:
        if any(word.is_name or word.plain.isdigit() for word in said):
            return None
        return Part(tuple(said), [], UNKNOWN, False, place)
    tells = max(sum(weight for _, weight in way.terms) * way.scale for way in ways)
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
