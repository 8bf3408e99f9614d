"""The nouns of procedures, by file."""

from nhipcau.procedures.models.catalogue import Paper, Procedure, ProcedureVersion, Way
from nhipcau.procedures.models.sayings import Saying
from nhipcau.procedures.models.staging import CatalogueBatch, CatalogueRow

__all__ = [
    "CatalogueBatch",
    "CatalogueRow",
    "Paper",
    "Procedure",
    "ProcedureVersion",
    "Saying",
    "Way",
]
