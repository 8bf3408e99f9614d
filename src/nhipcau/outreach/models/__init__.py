"""The nouns of outreach, by file."""

from nhipcau.outreach.models.evidence import Counter, Evidence, HourCount, Level, Standing
from nhipcau.outreach.models.hands import Relay, Reminder, Sheet, Task, Visit, VisitTry
from nhipcau.outreach.models.money import Budget, Grant, Purse, Taking
from nhipcau.outreach.models.replies import Claim, PassedOn, Reply
from nhipcau.outreach.models.route import Route

__all__ = [
    "Budget",
    "Claim",
    "Counter",
    "Evidence",
    "Grant",
    "HourCount",
    "Level",
    "PassedOn",
    "Purse",
    "Relay",
    "Reminder",
    "Reply",
    "Route",
    "Sheet",
    "Standing",
    "Taking",
    "Task",
    "Visit",
    "VisitTry",
]
