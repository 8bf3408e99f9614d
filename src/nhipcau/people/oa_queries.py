"""What the pages say of a group that the account owns. Reads only; nothing here asks Zalo."""

from dataclasses import dataclass

from django.db.models import QuerySet

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.words import words_for
from nhipcau.people.models import Group, Household, OaGroup, OaMember
from nhipcau.people.oa_groups import invitable, oa_group_of
from nhipcau.people.oa_members import households_in, people_of
from nhipcau.places.models import Locality

State = OaMember.State
Known = tuple[OaMember, Household | None]


@dataclass(frozen=True, slots=True)
class OaSummary:
    """For the group's own page: how many, and what is wrong in words."""

    row: OaGroup
    households: int
    pending: int
    wrong: str
    do: str


@dataclass(frozen=True, slots=True)
class OaLook:
    summary: OaSummary
    pending: list[Known]
    members: list[Known]
    unknown: list[OaMember]
    invited: int
    may_invite: int


def summary_of(group: Group) -> OaSummary | None:
    row = oa_group_of(group)
    if row is None:
        return None
    wrong, do = words_for(ChannelKind.ZALO_GROUP, row.problem) if row.problem else ("", "")
    return OaSummary(
        row=row,
        households=households_in(row).count(),
        pending=row.people.filter(state=State.PENDING).count(),
        wrong=wrong,
        do=do,
    )


def look_at(summary: OaSummary) -> OaLook:
    row = summary.row
    inside = people_of(row, State.IN)
    return OaLook(
        summary=summary,
        pending=people_of(row, State.PENDING),
        members=[(one, home) for one, home in inside if home],
        unknown=[one for one, home in inside if home is None],
        invited=row.people.filter(state=State.INVITED).count(),
        may_invite=len(invitable(row)) if row.state == OaGroup.State.ENABLED else 0,
    )


def faulty_groups(locality: Locality) -> QuerySet[OaGroup]:
    """Those that Zalo lets nothing into, of accounts that are still connected."""
    return OaGroup.objects.filter(locality=locality, state=OaGroup.State.DISABLED).exclude(
        account__state=Account.State.CLOSED
    )
