"""What came from a playbook, how far the first day has come; mergers; a province; what people ask
about their data."""

from nhipcau.replication.models.first_run import FirstRun
from nhipcau.replication.models.merger import Merger, MergerDecision, MergerMove, MergerParty
from nhipcau.replication.models.playbook import (
    AppliedItem,
    AppliedPlaybook,
    PlanItem,
    PlaybookFile,
)
from nhipcau.replication.models.province import (
    FromProvince,
    Issued,
    IssuedTo,
    Push,
    PushTo,
    WardDay,
    WardStory,
)
from nhipcau.replication.models.requests import DataExport, DataRequest

__all__ = [
    "AppliedItem",
    "AppliedPlaybook",
    "DataExport",
    "DataRequest",
    "FirstRun",
    "FromProvince",
    "Issued",
    "IssuedTo",
    "Merger",
    "MergerDecision",
    "MergerMove",
    "MergerParty",
    "PlanItem",
    "PlaybookFile",
    "Push",
    "PushTo",
    "WardDay",
    "WardStory",
]
