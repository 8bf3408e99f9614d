"""The order of procedures for a question, and what speaks for the first: values only."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from heapq import nlargest
from typing import Final, NamedTuple

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
NOWHERE: Final = array("I")


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
            found = _of_way(way, index)
            if not best:
                best = found
                continue
            for number, value in found.items():
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


def _of_way(way: Way, index: Index) -> dict[int, float]:
    """What a way gives each name, less where the name has only a part of it."""
    found: dict[int, float] = {}
    met: dict[int, float] = {}
    mass = 0.0
    least = min(COMMON, max(weight for _, weight in way.terms))
    for word, (term, weight) in zip(way.words, way.terms, strict=True):
        if weight < least:  # "cấp", "giấy": in a third of the names; the closer look counts them
            continue
        mass += weight
        marked = "=" + word.marked if index.folded and word.has_marks else ""
        for number in _post(found, index, term, 1 - MARKED if marked else 1.0):
            met[number] = met.get(number, 0.0) + weight
        if marked:
            _post(found, index, marked, MARKED)
    for pair in way.pairs:
        if index.idf[pair] >= least:
            _post(found, index, pair, 1.0)
    scale = way.scale
    if len(way.terms) == 1:
        return {number: value * scale for number, value in found.items()}
    shares = {value: scale * (value / mass) ** WHOLE for value in set(met.values())}
    return {number: value * shares[met[number]] for number, value in found.items() if number in met}


def _post(found: dict[int, float], index: Index, term: str, share: float) -> array[int]:
    posted = index.posted.get(term)
    if not posted:
        return NOWHERE
    for number, value in zip(*posted, strict=True):
        found[number] = found.get(number, 0.0) + share * value
    return posted[0]


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
    mass = sum(index.idf[term] for term in head)
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
