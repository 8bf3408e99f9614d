"""A question as syllables: folded, with its marks, and without the talk that says nothing."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from nhipcau.text.fold import without_marks

LONGEST: Final = 6_000  # characters read of a question; nobody's procedure is named after that
MOST_WORDS: Final = 320
_SYLLABLE = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.!?\n:]\s*$")
_CLAUSE_END = re.compile(r"[.,;!?\n:()]")
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"


class Word(NamedTuple):
    """`marked`: the folded letters, vowel marks and the tone behind, so that òa and oà are one.
    `is_name`: a capital inside a sentence, as people, streets and wards are written."""

    plain: str
    marked: str
    is_name: bool = False
    clause: int = 0

    @property
    def has_marks(self) -> bool:
        return self.plain != self.marked


def words_of(text: str) -> list[Word]:
    """At most MOST_WORDS: of a longer text the beginning and the end, where people ask."""
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]}\n{text[-LONGEST // 2 :]}"
    text = unicodedata.normalize("NFKC", text)
    found: list[Word] = []
    last, clause = 0, 0
    for match in _SYLLABLE.finditer(text):
        syllable = match.group()
        between = text[last : match.start()]
        starts = not found or bool(_SENTENCE_END.search(between))
        clause += bool(_CLAUSE_END.search(between))
        last = match.end()
        is_name = syllable[0].isupper() and not starts and not syllable.isupper()
        plain, marked = _forms(syllable)
        if plain:
            found.append(Word(plain, marked, is_name, clause))
    if len(found) > MOST_WORDS:
        found = found[: MOST_WORDS // 2] + found[-MOST_WORDS // 2 :]
    return found


def plain_words(text: str) -> tuple[str, ...]:
    return tuple(word.plain for word in words_of(text))


@lru_cache(maxsize=30_000)
def _forms(syllable: str) -> tuple[str, str]:
    lower = syllable.casefold()
    apart = unicodedata.normalize("NFD", lower)
    tone = "".join(letter for letter in apart if letter in _TONES)
    toneless = "".join(letter for letter in apart if letter not in _TONES)
    return without_marks(lower), unicodedata.normalize("NFC", toneless) + tone


def agree(asked: Iterable[Word], told: Iterable[Word]) -> bool:
    """Whether words in a question are those of a table. Marks count where they were typed: "sơ đồ"
    is no "sổ đỏ"; of several syllables one may be marked wrongly."""
    wrong, size = 0, 0
    for one, other in zip(asked, told, strict=True):
        size += 1
        if one.plain != other.plain:
            return False
        wrong += one.has_marks and one.marked != other.marked
    return wrong == 0 or (wrong == 1 and size > 1)
