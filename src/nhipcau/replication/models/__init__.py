"""What came from a playbook, and how far the first day has come."""

from nhipcau.replication.models.first_run import FirstRun
from nhipcau.replication.models.playbook import (
    AppliedItem,
    AppliedPlaybook,
    PlanItem,
    PlaybookFile,
)

__all__ = ["AppliedItem", "AppliedPlaybook", "FirstRun", "PlanItem", "PlaybookFile"]
