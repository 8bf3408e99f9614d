"""A catalogue in memory: which words stand in which procedure, and how much they tell.

Plain values in, no database: the same catalogue gives the same order everywhere.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log, sqrt
from typing import Final, NamedTuple

from nhipcau.procedures.search_prior import prior_of
from nhipcau.procedures.search_words import Word, plain_words, words_of
from nhipcau.procedures.synonyms import Synonym
from nhipcau.text.fold import fold

K1, B = 1.2, 0.4
HEAD, TAIL, SECTOR, MORE, SAID = 1.0, 0.4, 0.3, 0.12, 0.4
HEARD: Final = 60
SAID_ALONE: Final = 0.75
LEAST: Final = 400
MOST_NAMED: Final = 15  # procedures that one line of the table may speak for
Terms = tuple[dict[str, float], list[str]]
PAIR: Final = 0.75  # what two words in a row add to the words alone
MARKED: Final = 0.25  # the share of a word's weight that its marks decide, where they were typed
_NOTHING: Final = frozenset(
    word.marked
    for word in words_of(
        "và của cho đối với trong trường hợp theo tại về thủ tục việc các là hoặc do"
    )
)
_COMMON: Final = frozenset(
    form
    for word in words_of("cấp giấy đăng ký chứng nhận xác công")
    for form in (word.plain, word.marked)
)  # said in most names, also where only a few are in the catalogue
_BREAKS: Final = ("(", ";", " đối với ", " trong trường hợp ", " thuộc thẩm quyền",
                  " theo quy định", " áp dụng ", " thực hiện tại ", " thực hiện bằng ")  # fmt: skip


class Entry(NamedTuple):
    """A procedure as the search sees it. `more`: result, forms' names: what else it is known by."""

    procedure_id: int
    version_id: int
    code: str
    name: str
    level: str
    sector: str
    audience: str = ""
    more: str = ""


@dataclass(slots=True)
class Index:
    entries: list[Entry]
    folded: bool
    idf: dict[str, float] = field(default_factory=dict)
    posted: dict[str, tuple[array[int], array[float]]] = field(default_factory=dict)
    terms: list[dict[str, float]] = field(default_factory=list)
    heads: list[frozenset[str]] = field(default_factory=list)
    masses: list[float] = field(default_factory=list)  # what the words of a head tell together
    priors: list[float] = field(default_factory=list)
    families: list[str] = field(default_factory=list)
    beside: Counter[tuple[str, str]] = field(default_factory=Counter)
    size: int = 0
    unknown: float = 0.0
    # What the ranking has counted of phrases that come again and again, with their weight.
    ways: dict[tuple[float, tuple[tuple[str, str], ...]], tuple[array[int], array[float]]] = field(
        default_factory=dict
    )

    def term(self, word: Word) -> str:
        return word.plain if self.folded else word.marked

    def weigh(self, term: str) -> float:
        """How much a word tells; one that no procedure has tells most."""
        return self.idf.get(term, self.unknown)


def build(
    entries: Iterable[Entry], synonyms: Iterable[Synonym] = (), *, folded: bool = True
) -> Index:
    """`synonyms`: what residents call things is written to the names that it stands for."""
    index = Index(sorted(entries, key=lambda entry: entry.code), folded)
    found = [_terms(index, entry) for entry in index.entries]
    _count(index, found)
    _hear(index, found, synonyms)
    lengths = [len(head) for _, head in found]
    mean = sum(lengths) / len(lengths) if lengths else 1.0
    posted: dict[str, tuple[list[int], list[float]]] = {}
    for number, (weights, head) in enumerate(found):
        index.heads.append(frozenset(term for term in head if " " not in term))
        index.masses.append(sum(index.idf[term] for term in sorted(index.heads[-1])))
        index.terms.append({term: tf for term, tf in weights.items() if " " not in term})
        entry = index.entries[number]
        index.priors.append(prior_of(entry.level, entry.sector, entry.audience))
        index.families.append(_family(entry.name))
        norm = K1 * (1 - B + B * lengths[number] / mean)
        for term, tf in weights.items():
            scale = PAIR if " " in term else 1.0
            numbers, values = posted.setdefault(term, ([], []))
            numbers.append(number)
            values.append(scale * index.idf[term] * tf * (K1 + 1) / (tf + norm))
    for term, (numbers, values) in posted.items():
        index.posted[term] = (array("I", numbers), array("f", values))
    return index


def _terms(index: Index, entry: Entry) -> tuple[dict[str, float], list[str]]:
    """Each word and pair with its weight, and the words of the name's first clause."""
    head, tail = _clauses(entry.name)
    weights: dict[str, float] = {}
    for text, weight in ((head, HEAD), (tail, TAIL), (entry.sector, SECTOR), (entry.more, MORE)):
        words = words_of(text)
        for word in words:
            if word.marked not in _NOTHING:
                _add(weights, index.term(word), weight)
                if index.folded and word.has_marks:
                    _add(weights, "=" + word.marked, weight)
        if weight >= TAIL:
            for one, other in pairwise(words):
                _add(weights, f"{index.term(one)} {index.term(other)}", weight)
                index.beside.update({(one.plain, other.plain), (one.marked, other.marked)})
    return weights, [index.term(word) for word in words_of(head) if word.marked not in _NOTHING]


def _add(weights: dict[str, float], term: str, weight: float) -> None:
    """The place that counts most, and a little for every other one."""
    known = weights.get(term, 0.0)
    weights[term] = min(1.3, max(known, weight) + 0.15 * min(known, weight))


def _clauses(name: str) -> tuple[str, str]:
    """What is done, and in which cases: names run to two hundred words of cases."""
    places = [place for mark in _BREAKS if (place := name.find(mark)) > 12]
    cut = min(places, default=len(name))
    return name[:cut], name[cut:]


def _count(index: Index, found: Sequence[Terms]) -> None:
    """A ward with twenty procedures counts as a larger one: else no word would tell anything."""
    seen = Counter(term for weights, _ in found for term, tf in weights.items() if tf > SECTOR)
    index.size = max(len(found), LEAST)
    for term in _COMMON:
        seen[term] = max(seen[term], index.size // 6)
    for weights, _ in found:
        for term in weights:
            if term not in index.idf:
                index.idf[term] = _tells(index.size, seen.get(term, 1))
    index.unknown = _tells(index.size, 0)


def _tells(size: int, many: int) -> float:
    return log(1 + (size - many + 0.5) / (many + 0.5))


def _hear(index: Index, found: Sequence[Terms], synonyms: Iterable[Synonym]) -> None:
    """Words of the table's left side, weakly, to the procedures that its right side names whole."""
    holding: dict[str, set[int]] = {}
    for number, (weights, _) in enumerate(found):
        for term, tf in weights.items():
            if tf >= TAIL and " " not in term:
                holding.setdefault(term, set()).add(number)
    heard: dict[int, set[str]] = {}
    lines = list(synonyms)
    talk = {line.said[0].marked for line in lines if not line.means and len(line.said) == 1}
    for synonym in lines:
        terms = [index.term(word) for word in synonym.said if word.marked not in talk]
        said = [index.term(word) for word in synonym.said]
        terms += [f"{one} {other}" for one, other in pairwise(said)]
        for means in synonym.means:
            for number in _named(index, means, holding):
                heard.setdefault(number, set()).update(terms)
    many = Counter(term for called in heard.values() for term in called)
    for term, count in many.items():
        index.idf.setdefault(term, _tells(index.size, count))
    for number, called in heard.items():
        share = sqrt(min(1.0, HEARD / len(called)))  # who is called much is meant less by each
        for term in sorted(called):
            scale = 1.0 if " " in term else SAID_ALONE
            found[number][0].setdefault(term, SAID * share * scale)


def _named(index: Index, means: Sequence[Word], holding: dict[str, set[int]]) -> set[int]:
    """Nothing when the words are in too many names: "cấp lại" is said of everything."""
    sets = [holding.get(index.term(word), set()) for word in means]
    named = set.intersection(*sorted(sets, key=len)) if sets else set()
    return named if len(named) <= MOST_NAMED else set()


def _family(name: str) -> str:
    """Codes of one name at several levels are one thing to a resident."""
    words = plain_words(name.split("(")[0])
    return " ".join(words[2:] if words[:2] == ("thu", "tuc") else words) or fold(name)
