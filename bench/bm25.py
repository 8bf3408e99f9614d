"""The peer: plain BM25 over folded words and pairs of a name, as anybody would write it."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from math import log

from nhipcau.text.fold import fold

K1, B = 1.2, 0.75


def _terms(text: str) -> list[str]:
    words = "".join(letter if letter.isalnum() else " " for letter in fold(text)).split()
    return [*words, *(f"{one} {other}" for one, other in pairwise(words))]


class Bm25:
    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        """`entries`: code and text."""
        self.codes: list[str] = []
        self.counts: list[Counter[str]] = []
        for code, text in sorted(entries):
            self.codes.append(code)
            self.counts.append(Counter(_terms(text)))
        self.lengths = [counts.total() for counts in self.counts]
        self.mean = sum(self.lengths) / len(self.lengths)
        seen = Counter(term for counts in self.counts for term in counts)
        size = len(self.codes)
        self.idf = {term: log(1 + (size - n + 0.5) / (n + 0.5)) for term, n in seen.items()}

    def find(self, text: str, limit: int = 5) -> list[str]:
        asked = [term for term in _terms(text) if term in self.idf]
        scores = [self._score(asked, number) for number in range(len(self.codes))]
        order = sorted(range(len(scores)), key=lambda number: (-scores[number], number))
        return [self.codes[number] for number in order[:limit] if scores[number] > 0]

    def _score(self, asked: list[str], number: int) -> float:
        counts = self.counts[number]
        norm = K1 * (1 - B + B * self.lengths[number] / self.mean)
        return sum(
            self.idf[term] * counts[term] * (K1 + 1) / (counts[term] + norm)
            for term in asked
            if term in counts
        )
