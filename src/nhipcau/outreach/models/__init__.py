"""The nouns of outreach, by file."""

from nhipcau.outreach.models.drill import Drill
from nhipcau.outreach.models.emergency import (
    AlertFeed,
    DrillHousehold,
    DrillStaff,
    Emergency,
    IncomingAlert,
)
from nhipcau.outreach.models.evidence import Counter, Evidence, HourCount, Level, Standing
from nhipcau.outreach.models.hands import Relay, Reminder, Sheet, Task, Visit, VisitTry
from nhipcau.outreach.models.money import Budget, Grant, Purse, Taking
from nhipcau.outreach.models.replies import CallPhoto, Claim, PassedOn, Reply, Thanks
from nhipcau.outreach.models.route import Route
from nhipcau.outreach.models.voice import Bulletin, BulletinItem, Playing, Speaker

__all__ = [
    "AlertFeed",
    "Budget",
    "Bulletin",
    "BulletinItem",
    "CallPhoto",
    "Claim",
    "Counter",
    "Drill",
    "DrillHousehold",
    "DrillStaff",
    "Emergency",
    "Evidence",
    "Grant",
    "HourCount",
    "IncomingAlert",
    "Level",
    "PassedOn",
    "Playing",
    "Purse",
    "Relay",
    "Reminder",
    "Reply",
    "Route",
    "Sheet",
    "Speaker",
    "Standing",
    "Taking",
    "Task",
    "Thanks",
    "Visit",
    "VisitTry",
]
