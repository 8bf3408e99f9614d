"""The nouns of the desk, by file."""

from nhipcau.counter.models.appointments import Appointment, ChatOffer, Slot
from nhipcau.counter.models.assists import Assist
from nhipcau.counter.models.tickets import (
    DeskDay,
    DeskKey,
    DeskWindow,
    HelpKind,
    Ticket,
    TicketCount,
)

__all__ = [
    "Appointment",
    "Assist",
    "ChatOffer",
    "DeskDay",
    "DeskKey",
    "DeskWindow",
    "HelpKind",
    "Slot",
    "Ticket",
    "TicketCount",
]
