"""Syllables as fingers and ears write them: telex left over, a slip, no space, a sound."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

# Pairs that sound alike in one region or another, and are mixed up in writing. Applied in order.
_SOUNDS: Final = (("^tr", "ch"), ("^x", "s"), ("^gi(?=[aeiouy])", "d"), ("^r", "d"), ("^ngh", "ng"),
                  ("^gh", "g"), ("^k", "c"), ("^qu", "cu"), ("^l", "n"), ("y", "i"), ("ng$", "n"),
                  ("nh$", "n"), ("ch$", "t"), ("c$", "t"))  # fmt: skip
_TELEX_TONE = re.compile(r"^(?=.*[aeiouyw])([a-z]{2,7})[sfrxj]$")
SHORTEST_TYPO: Final = 4


@lru_cache(maxsize=10_000)
def sound(syllable: str) -> str:
    for mark, kept in _SOUNDS:
        syllable = re.sub(mark, kept, syllable)
    return syllable


def untelex(syllable: str) -> str:
    """dduwowcj → duoc: what a telex keyboard leaves when it is switched off."""
    bare = re.sub(r"(aa|ee|oo|dd)", lambda twice: twice.group()[0], syllable)
    bare = re.sub(r"(?<=[aou])w", "", bare)
    tone = _TELEX_TONE.match(bare)
    bare = tone.group(1) if tone else re.sub(r"(?<=[aeiouy])[sfrxj](?=[a-z])", "", bare, count=1)
    return re.sub(r"(?<=[aou])w", "", bare)


class Typos:
    """The words that are known, and the one that a strange word was meant to be."""

    def __init__(self, words: Iterable[str], pairs: Iterable[tuple[str, str]]) -> None:
        self.words = {word for word in words if word.isalnum()}
        self._near: dict[str, list[str]] = {}
        for word in sorted(self.words):
            if len(word) >= SHORTEST_TYPO - 1 and word.isalpha():
                for shape in _shapes(word):
                    self._near.setdefault(shape, []).append(word)
        self._alike: dict[tuple[str, str], tuple[str, str]] = {}
        self.pairs = set(pairs)
        for one, other in sorted(self.pairs):
            self._alike.setdefault((sound(one), sound(other)), (one, other))

    def mend(self, word: str) -> tuple[str, ...]:
        """What a word that nobody knows may stand for: one syllable or several; else itself."""
        if word in self.words or not word.isalpha():
            return (word,)
        telex = untelex(word)
        if telex != word and telex in self.words:
            return (telex,)
        return self._apart(word) or self._slip(word) or (word,)

    def mend_pair(self, one: str, other: str) -> tuple[str, str] | None:
        """tam chu → tam tru: known syllables that never stand together, for a pair that does."""
        if (one, other) in self.pairs:
            return None
        found = self._alike.get((sound(one), sound(other)))
        if found and (found[0] == one) != (found[1] == other):
            return found
        return None

    def _apart(self, word: str) -> tuple[str, ...]:
        """khaisinh → khai sinh, only where the two are known to stand together."""
        for cut in range(2, len(word) - 1):
            if (word[:cut], word[cut:]) in self.pairs:
                return (word[:cut], word[cut:])
        return ()

    def _slip(self, word: str) -> tuple[str, ...]:
        if not SHORTEST_TYPO <= len(word) <= 8:
            return ()
        near = {known for shape in _shapes(word) for known in self._near.get(shape, ())}
        best = min(near, key=lambda known: (_cost(word, known), known), default=None)
        return (best,) if best is not None and _cost(word, best) <= 1 else ()


def _shapes(word: str) -> set[str]:
    """The word and the word without any one letter: two words one slip apart share a shape."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _cost(one: str, other: str) -> float:
    """0.5 for neighbours swapped, 0.8 for a letter more or less, 1 for another letter; 9 beyond."""
    if len(one) != len(other):
        longer, shorter = (one, other) if len(one) > len(other) else (other, one)
        cuts = (longer[:place] + longer[place + 1 :] for place in range(len(longer)))
        return 0.8 if shorter in cuts else 9
    wrong = [place for place in range(len(one)) if one[place] != other[place]]
    if len(wrong) == 1:
        return 1
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        first, second = wrong
        if one[first] == other[second] and one[second] == other[first]:
            return 0.5
    return 9
