"""When the first procedure may be given without a person: honest doubt before a guess.

The weights come from a logistic regression over 174 questions in residents' words that the
catalogue answers and 54 that it does not (`bench/questions/open.jsonl` and some of our own).
"""

from collections.abc import Sequence
from math import log
from typing import Final

from nhipcau.procedures.search_index import Index
from nhipcau.procedures.search_rank import Ranked, margin

ALWAYS, APART, TIGHT, STRONG, COVER = -6.3, 2.9, 1.3, 2.2, 0.65
ENOUGH: Final = 1.6  # over four right to one wrong at the edge; far more above it
FAR: Final = 0.5  # standing further before the next says no more
LEAST_COVER: Final = 0.3
SCALE: Final = 8.57  # what an unknown word told in the catalogue of 2,642 that was measured


def is_sure(ranked: Sequence[Ranked], index: Index) -> bool:
    first = ranked[0]
    if first.cover < LEAST_COVER:
        return False
    score = first.score * SCALE / index.unknown
    told = (
        ALWAYS
        + APART * min(margin(ranked, index), FAR)
        + TIGHT * first.tight
        + STRONG * log(score + 0.5)
        + COVER * first.cover
    )
    return told >= ENOUGH
