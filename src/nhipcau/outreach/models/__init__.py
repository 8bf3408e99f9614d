"""The nouns of outreach, by file."""

from nhipcau.outreach.models.evidence import Counter, Evidence, HourCount, Level, Standing
from nhipcau.outreach.models.hands import Relay, Reminder, Sheet, Task, Visit, VisitTry
from nhipcau.outreach.models.replies import Claim, PassedOn, Reply
from nhipcau.outreach.models.route import Route

__all__ = [
    "Claim",
    "Counter",
    "Evidence",
    "HourCount",
    "Level",
    "PassedOn",
    "Relay",
    "Reminder",
    "Reply",
    "Route",
    "Sheet",
    "Standing",
    "Task",
    "Visit",
    "VisitTry",
]
