"""Which procedure a resident means, in the ward's own catalogue, and whether we are sure."""

from typing import NamedTuple

from nhipcau.procedures.search_catalogue import Catalogue, current_catalogue
from nhipcau.procedures.search_prior import is_at
from nhipcau.procedures.search_question import read_question
from nhipcau.procedures.search_rank import Ranked, rank
from nhipcau.procedures.search_sure import is_sure


class Hit(NamedTuple):
    procedure_id: int
    version_id: int
    code: str
    name: str
    score: float


class Found(NamedTuple):
    """`sure`: the first hit may be given without a person; else a person should look."""

    sure: bool
    hits: tuple[Hit, ...]


def find_procedures(text: str, *, limit: int = 5, level: str | None = None) -> Found:
    """Best first; the same order on every database. `level` ("Cấp xã") leaves the others out.
    Inside `scope(locality=…)`."""
    return find_in(current_catalogue(), text, limit=limit, level=level)


def find_in(catalogue: Catalogue, text: str, *, limit: int = 5, level: str | None = None) -> Found:
    question = read_question(text, catalogue.index, catalogue.table, catalogue.typos)
    ranked = rank(question, catalogue.index)
    if level:
        ranked = [found for found in ranked if is_at(_level(catalogue, found), level)]
    hits = tuple(_hit(catalogue, found) for found in ranked[:limit])
    return Found(bool(ranked) and is_sure(ranked, catalogue.index), hits)


def _level(catalogue: Catalogue, found: Ranked) -> str:
    return catalogue.index.entries[found.number].level


def _hit(catalogue: Catalogue, found: Ranked) -> Hit:
    entry = catalogue.index.entries[found.number]
    return Hit(entry.procedure_id, entry.version_id, entry.code, entry.name, round(found.score, 3))
