"""How residents say what a procedure's name says otherwise: the shipped table, read from text.

One line: `said | said otherwise = words of the name | other words of a name`. Without "=" (in the
list of everyday talk) the words say nothing about a procedure. "#" begins a remark.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Final, NamedTuple

from nhipcau.procedures.search_words import Word, agree, plain_words, words_of

TABLE: Final = Path(__file__).with_name("synonyms.txt")
MOST_SKIPPED: Final = 2
FILLERS: Final = frozenset(
    plain_words(
        "cái chiếc con của cho em tôi mình nhà mà đã thì là được bị giấy tờ tấm quyển cuốn lại mới"
        " ở với hai vợ chồng bố mẹ ông bà anh chị cháu bé vào ra có cả"
    )
)
EVERYDAY: Final = Path(__file__).with_name("everyday.txt")


class Synonym(NamedTuple):
    """`means` is empty for everyday talk: it is heard and left out."""

    said: tuple[Word, ...]
    means: tuple[tuple[Word, ...], ...]


class Synonyms:
    """Finds the longest known phrase at a place of a question."""

    def __init__(self, lines: Iterable[Synonym]) -> None:
        self._by_first_two: dict[tuple[str, str], list[tuple[int, Synonym]]] = {}
        self.words: set[str] = set()
        self.everyday: set[str] = set()
        self.pairs: set[tuple[str, str]] = set()
        known = sorted(lines, key=lambda line: (-len(line.said), not line.means))
        for rank, line in enumerate(known):
            plain = [word.plain for word in line.said]
            two = (plain[0], plain[1] if len(plain) > 1 else "")
            self._by_first_two.setdefault(two, []).append((rank, line))
            self.words.update(plain)
            if not line.means and len(plain) == 1:
                self.everyday.update(plain)
            if line.means:
                self.pairs.update(pairwise(plain))

    def split(self, words: Sequence[Word]) -> list[tuple[Synonym | None, int]]:
        """The question in phrases: those that take the most words in the fewest pieces. Each with
        how many words of the question it takes; None for a word that no line has."""
        best: list[tuple[int, Synonym | None, int]] = [(0, None, 0)] * (len(words) + 1)
        for place in reversed(range(len(words))):
            best[place] = (best[place + 1][0], None, 1)
            for line, size in self._from(words, place):
                value = len(line.said) ** 2 + best[place + size][0]
                if value > best[place][0]:
                    best[place] = (value, line, size)
        phrases = []
        place = 0
        while place < len(words):
            _, line_or_none, size = best[place]
            phrases.append((line_or_none, size))
            place += size
        return phrases

    def _from(self, words: Sequence[Word], place: int) -> Iterator[tuple[Synonym, int]]:
        """What begins here; of lines that say the same the first."""
        first = words[place].plain
        nexts = {word.plain for word in words[place + 1 : place + 2 + MOST_SKIPPED]}
        near = [self._by_first_two.get((first, other), ()) for other in ("", *nexts)]
        for _, line in sorted(chain.from_iterable(near), key=lambda ranked: ranked[0]):
            if len(line.said) == 1 and self._is_talk(words[place]) and line.means:
                continue
            size = self._fits(line, words, place)
            if size:
                yield line, size

    def _is_talk(self, word: Word) -> bool:
        """Without marks "cho" is far more often "for" than the dog or the market."""
        return not word.has_marks and word.plain in self.everyday

    def _fits(self, line: Synonym, words: Sequence[Word], place: int) -> int:
        """Fillers may stand inside of a phrase: "mất cái bằng lái", "chưa cưới mà đã có bé"."""
        taken, skipped = [words[place]], 0
        here = place + 1
        for wanted in line.said[1:]:
            while here < len(words) and words[here].plain != wanted.plain:
                if skipped == MOST_SKIPPED or not line.means or not _may_skip(words[here]):
                    return 0
                skipped += 1
                here += 1
            if here == len(words):
                return 0
            taken.append(words[here])
            here += 1
        return here - place if agree(taken, line.said) else 0


def _may_skip(word: Word) -> bool:
    return word.plain in FILLERS or word.plain.isdigit()


def read_line(line: str) -> list[Synonym]:
    """None of a remark or a line without words."""
    said, _, means = line.partition("#")[0].partition("=")
    meanings = tuple(filter(None, (tuple(words_of(each)) for each in means.split("|"))))
    phrases = filter(None, (tuple(words_of(each)) for each in said.split("|")))
    return [Synonym(phrase, meanings) for phrase in phrases]


@cache
def shipped() -> tuple[Synonym, ...]:
    """Everyday talk and residents' words, as they come with the product."""
    files = (EVERYDAY.read_text(encoding="utf-8"), TABLE.read_text(encoding="utf-8"))
    lines = [line for text in files for line in text.splitlines()]
    return tuple(synonym for line in lines for synonym in read_line(line))


@cache
def everyday() -> tuple[Synonym, ...]:
    return tuple(synonym for synonym in shipped() if not synonym.means)
