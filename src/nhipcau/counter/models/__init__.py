"""The nouns of the desk, by file."""

from nhipcau.counter.models.appointments import Appointment, ChatOffer, Slot
from nhipcau.counter.models.assists import Assist
from nhipcau.counter.models.dossier_files import DeskName, DossierBatch, DossierRow, DossierSource
from nhipcau.counter.models.dossiers import (
    ENDED,
    PAUSED,
    Dossier,
    DossierMessage,
    DossierPaper,
    DossierRating,
    DossierStep,
)
from nhipcau.counter.models.skills import (
    Campaign,
    CampaignPlace,
    GapMonth,
    SkillVisit,
    Taught,
)
from nhipcau.counter.models.tickets import (
    DeskDay,
    DeskKey,
    DeskWindow,
    HelpKind,
    Ticket,
    TicketCount,
)

__all__ = [
    "ENDED",
    "PAUSED",
    "Appointment",
    "Assist",
    "Campaign",
    "CampaignPlace",
    "ChatOffer",
    "DeskDay",
    "DeskKey",
    "DeskName",
    "DeskWindow",
    "Dossier",
    "DossierBatch",
    "DossierMessage",
    "DossierPaper",
    "DossierRating",
    "DossierRow",
    "DossierSource",
    "DossierStep",
    "GapMonth",
    "HelpKind",
    "SkillVisit",
    "Slot",
    "Taught",
    "Ticket",
    "TicketCount",
]
