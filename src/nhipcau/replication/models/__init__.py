"""What came from a playbook, how far the first day has come; mergers."""

from nhipcau.replication.models.first_run import FirstRun
from nhipcau.replication.models.merger import Merger, MergerDecision, MergerMove, MergerParty
from nhipcau.replication.models.playbook import (
    AppliedItem,
    AppliedPlaybook,
    PlanItem,
    PlaybookFile,
)

__all__ = [
    "AppliedItem",
    "AppliedPlaybook",
    "FirstRun",
    "Merger",
    "MergerDecision",
    "MergerMove",
    "MergerParty",
    "PlanItem",
    "PlaybookFile",
]
