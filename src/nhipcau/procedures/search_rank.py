"""The order of procedures for a question, and what speaks for the first: values only."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from heapq import nlargest
from typing import Final, NamedTuple, TypeAlias

from nhipcau.procedures.search_index import MARKED, Index
from nhipcau.procedures.search_question import Part, Question, Way
from nhipcau.procedures.search_words import plain_words

LOOKED_AT: Final = 25
FLOOR: Final = 0.2  # of the best: what stands lower is not looked at again
COMMON: Final = 1.7  # a word that tells less is not looked up, if another of its phrase is
WHOLE: Final = 0.7  # how much less a way is worth to a name that has only a part of it
COVERED, TIGHT = 0.6, 0.4
UNASKED: Final = 0.9
SPECIAL: Final = frozenset(plain_words("lại xóa dứt hủy ngoài giới lưu thôi thu"))
REST: Final = 0.3  # of a phrase: the common words that alone make no name of it a candidate
MOST_OF_WAY: Final = 300
WAYS_KEPT: Final = 1_500  # at most 6 MB a catalogue
Posted: TypeAlias = "tuple[array[int], array[float]]"
NOWHERE: Final[Posted] = (array("I"), array("f"))


class Ranked(NamedTuple):
    """`cover`: the share of the question that the procedure answers to, weighed by what tells;
    `tight`: the share of its name that the question asked for."""

    number: int
    score: float
    cover: float
    tight: float


def rank(question: Question, index: Index) -> list[Ranked]:
    """Best first; of equal ones the lower code."""
    scores = _scores(question, index)
    if not scores:
        return []
    priors = index.priors
    weighed = [(value * priors[number], -number) for number, value in scores.items()]
    floor = max(weighed)[0] * FLOOR
    first = nlargest(LOOKED_AT, [pair for pair in weighed if pair[0] >= floor])
    ranked = [_look(question, index, -number, scores[-number]) for _, number in first]
    return sorted(ranked, key=lambda found: (-round(found.score, 6), found.number))


def _scores(question: Question, index: Index) -> dict[int, float]:
    total: dict[int, float] = {}
    for part in question.parts:
        best: dict[int, float] = {}
        for way in part.ways:
            numbers, values = _of_way(way, index)
            if not best:
                best = dict(zip(numbers, values, strict=True))
                continue
            for number, value in zip(numbers, values, strict=True):
                if value > best.get(number, 0.0):
                    best[number] = value
        stress = part.stress
        for number, value in best.items():
            total[number] = total.get(number, 0.0) + stress * value
    for pair in question.pairs:
        for number, value in zip(*index.posted[pair], strict=True):
            if number in total:
                total[number] += value
    return total


def _of_way(way: Way, index: Index) -> Posted:
    """What a way gives each name. The same ways are meant in many questions: kept, the best of."""
    key = (way.weight, tuple((word.plain, word.marked) for word in way.words))
    kept = index.ways.get(key)
    if kept is None:
        found = _count_way(way, index)
        best = nlargest(MOST_OF_WAY, ((value, -number) for number, value in found.items()))
        kept = (array("I", [-number for _, number in best]), array("d", [v for v, _ in best]))
        if len(index.ways) >= WAYS_KEPT:
            index.ways.clear()
        index.ways[key] = kept
    return kept


def _count_way(way: Way, index: Index) -> dict[int, float]:
    """Less where the name has only a part of it."""
    found: dict[int, float] = {}
    met: dict[int, float] = {}
    least = min(COMMON, max(weight for _, weight in way.terms))
    # "cấp", "giấy": in a third of the names; the closer look counts them
    telling = [
        (weight, word, term)
        for word, (term, weight) in zip(way.words, way.terms, strict=True)
        if weight >= least
    ]
    mass = left = sum(weight for weight, _, _ in telling)
    for weight, word, term in sorted(telling, key=lambda each: -each[0]):
        marked = "=" + word.marked if index.folded and word.has_marks else ""
        share = 1 - MARKED if marked else 1.0
        is_rest = left < REST * mass  # who has none of the words that tell is not looked for
        left -= weight
        for number, value in zip(*index.posted.get(term, NOWHERE), strict=True):
            if number in found:
                found[number] += share * value
                met[number] += weight
            elif not is_rest:
                found[number] = share * value
                met[number] = weight
        if marked:
            _add_to(found, index.posted.get(marked, NOWHERE), MARKED)
    for pair in way.pairs:
        if index.idf[pair] >= least:
            _add_to(found, index.posted.get(pair, NOWHERE), 1.0)
    scale = way.scale
    if len(way.terms) == 1:
        return {number: value * scale for number, value in found.items()}
    shares = {value: scale * (value / mass) ** WHOLE for value in set(met.values())}
    return {number: value * shares[met[number]] for number, value in found.items()}


def _add_to(found: dict[int, float], posted: Posted, share: float) -> None:
    for number, value in zip(*posted, strict=True):
        if number in found:
            found[number] += share * value


def _look(question: Question, index: Index, number: int, score: float) -> Ranked:
    """The best ones again, closer: how much of the question and of the name is spoken for."""
    terms = index.terms[number]
    asked, met = 0.0, 0.0
    heard: set[str] = set()
    for part in question.parts:
        tells = part.tells * part.stress
        asked += tells
        way, share = _best_way(part, terms)
        met += tells * share
        if way:
            heard.update(term for term, _ in way.terms)
    cover = met / asked if asked else 0.0
    head = index.heads[number]
    mass = index.masses[number]
    tight = sum(index.idf[term] for term in head & heard) / mass if mass else 0.0
    whole = (
        score * index.priors[number] * (1 - COVERED + COVERED * cover) * (1 - TIGHT + TIGHT * tight)
    )
    unasked = (SPECIAL & head) - heard - {word.plain for word in question.words}
    return Ranked(number, whole * UNASKED ** len(unasked), cover, tight)


def _best_way(part: Part, terms: dict[str, float]) -> tuple[Way | None, float]:
    best, most = None, 0.0
    for way in part.ways:
        mass = sum(weight for _, weight in way.terms)
        met = sum(weight * min(1.0, terms.get(term, 0.0) * 2) for term, weight in way.terms)
        if mass and met / mass > most:
            best, most = way, met / mass
    return best, most


def margin(ranked: Sequence[Ranked], index: Index) -> float:
    """How far the first stands before the next of another name: 0 none, 1 alone."""
    if not ranked:
        return 0.0
    first = ranked[0]
    for other in ranked[1:]:
        if index.families[other.number] != index.families[first.number]:
            return 1 - other.score / first.score if first.score else 0.0
    return 1.0
