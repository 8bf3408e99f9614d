"""The nouns of people, by file."""

from nhipcau.people.models.circumstances import Circumstance
from nhipcau.people.models.contacts import Consent, ContactPoint, Subscriber
from nhipcau.people.models.groups import Group, JoinAsk, Membership
from nhipcau.people.models.hand_over import Handover
from nhipcau.people.models.households import Household, LegalBasis, Resident
from nhipcau.people.models.oa_groups import LinkCode, OaGroup, OaMember
from nhipcau.people.models.register import (
    ImportBatch,
    ImportRow,
    StagedContact,
    StagedHousehold,
    StagedResident,
)
from nhipcau.people.models.secret_addresses import SecretAddress
from nhipcau.people.models.staff import Device, Invitation, Role, Staff
from nhipcau.people.models.tries import TryCount
from nhipcau.people.models.ways import StaffAbsence, StaffWay

__all__ = [
    "Circumstance",
    "Consent",
    "ContactPoint",
    "Device",
    "Group",
    "Handover",
    "Household",
    "ImportBatch",
    "ImportRow",
    "Invitation",
    "JoinAsk",
    "LegalBasis",
    "LinkCode",
    "Membership",
    "OaGroup",
    "OaMember",
    "Resident",
    "Role",
    "SecretAddress",
    "Staff",
    "StaffAbsence",
    "StaffWay",
    "StagedContact",
    "StagedHousehold",
    "StagedResident",
    "Subscriber",
    "TryCount",
]
