"""When the first procedure may be given without a person: honest doubt before a guess."""

from collections.abc import Sequence
from typing import Final

from nhipcau.procedures.search_index import Index
from nhipcau.procedures.search_question import Question
from nhipcau.procedures.search_rank import Ranked, margin

COVER: Final = 0.5  # the share of what was asked that the first answers to
MARGIN: Final = 0.12  # how far it stands before the next of another name


def is_sure(question: Question, ranked: Sequence[Ranked], index: Index) -> bool:
    return ranked[0].cover >= COVER and margin(ranked, index) >= MARGIN
