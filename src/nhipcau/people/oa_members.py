"""Who is in a group of the Official Account: read from Zalo's own list, settled by the leader.

Events only bring the next look forward. Which household somebody is of is said by their contact
point alone, so a person is linked once, wherever that happened.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from nhipcau.channels import oa_groups as zalo
from nhipcau.channels.models import Account, Incoming
from nhipcau.channels.oa_groups import OaFault
from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, DomainError, WrongState
from nhipcau.people.contacts import Address, link_contact
from nhipcau.people.models import ContactPoint, Household, OaGroup, OaMember
from nhipcau.people.oa_groups import LIVE, fields_of
from nhipcau.people.rights import require_officer, require_place

State = OaMember.State
EVERY, SOON = timedelta(hours=1), timedelta(minutes=5)
INVITED_FOR = timedelta(days=7)
OF_THE_GROUP = frozenset({"-237", "-403"})


def read_oa_group(row: OaGroup) -> bool:
    """Verb of the periodic job, and of the button: asks Zalo, so never inside a transaction.
    False when Zalo gave no answer that says anything; what was known stays."""
    try:
        facts = zalo.facts_of(row.account, row.external_id)
        inside = zalo.members(row.account, row.external_id)
        waiting = zalo.pending(row.account, row.external_id)
    except OaFault as fault:
        _note_fault(row, fault.code)
        return False
    now = civil_now()
    with transaction.atomic():
        found = OaGroup.objects.filter(pk=row.pk, state__in=LIVE)
        kept = found.update(**fields_of(facts, row), read_at=now, look_at=now + EVERY)
        if kept:
            _keep_people(row, inside, waiting)
    row.refresh_from_db()
    return True


def groups_to_read() -> QuerySet[OaGroup]:
    return OaGroup.objects.filter(
        state__in=LIVE, look_at__lte=civil_now(), account__state=Account.State.WORKING
    ).select_related("account", "group")


def calls_to_read(row: OaGroup) -> int:
    """How many calls a look takes: they share the account's minute with what is being sent."""
    return 3 + row.total // zalo.PAGE


def take_group_events(rows: Sequence[Incoming]) -> Collection[int]:
    """Taker. Somebody came, left, asked: look soon. Nothing is believed from the event itself."""
    mine = [row for row in rows if row.detail.get("event") == "group"]
    for row in mine:
        OaGroup.objects.filter(
            account=row.account, external_id=str(row.detail.get("group", ""))
        ).update(look_at=civil_now())
    return [row.pk for row in mine]


def note_refused(account: Account, external_id: str, error: str) -> None:
    """A message into it was refused: what is wrong is shown, and the next look is now."""
    known = OaGroup.objects.filter(account=account, external_id=external_id, state__in=LIVE)
    changes: dict[str, object] = {"problem": error[:40], "look_at": civil_now()}
    if error in OF_THE_GROUP:
        changes["state"] = OaGroup.State.DISABLED
    known.update(**changes)


def accept_pending(member: OaMember, household: Household, *, by: Actor) -> None:
    """Verb. The leader says whose household it is; Zalo lets them in; they are linked."""
    group = member.group
    _require(by, group)
    if household.neighbourhood_id != group.group.neighbourhood_id or household.is_gone:
        raise BadInput(_("Hộ này không thuộc tổ của nhóm."), field="household")
    _settle(member, State.IN, by=by, verb="oa_member.accepted")
    link_person(group, member.person, household, by=by)


def reject_pending(member: OaMember, *, by: Actor) -> None:
    """Verb. Nobody of this neighbourhood."""
    _require(by, member.group)
    _settle(member, State.LEFT, by=by, verb="oa_member.rejected")


def remove_from_group(member: OaMember, *, by: Actor) -> None:
    """Verb of officers: takes somebody out of the group on Zalo."""
    require_officer(by, member.locality_id)
    with transaction.atomic():
        inside = OaMember.objects.filter(pk=member.pk, state=State.IN)
        if not inside.update(state=State.LEFT, since=civil_now()):
            raise WrongState(_("Người này không còn trong nhóm."))
        record(by, "oa_member.removed", member)
    try:
        zalo.remove(member.group.account, member.group.external_id, member.person)
    except OaFault:
        OaMember.objects.filter(pk=member.pk, state=State.LEFT).update(state=State.IN)
        raise


def name_member(member: OaMember, household: Household, *, by: Actor) -> None:
    """Verb. Whose household somebody is who is in the group already."""
    _require(by, member.group)
    if household.neighbourhood_id != member.group.group.neighbourhood_id:
        raise BadInput(_("Hộ này không thuộc tổ của nhóm."), field="household")
    if member.state != State.IN:
        raise WrongState(_("Người này không còn trong nhóm."))
    link_person(member.group, member.person, household, by=by)


def link_person(group: OaGroup, person: str, household: Household, *, by: Actor) -> None:
    """The leader knows them: their Zalo is this household's from now on."""
    link_contact(household, Address(ContactPoint.Kind.ZALO, person, group.account), by=by)


def people_of(group: OaGroup, *states: str) -> list[tuple[OaMember, Household | None]]:
    """With the household each is known to be of; two queries."""
    people = list(group.people.filter(state__in=states).order_by("name", "id"))
    known = ContactPoint.objects.filter(
        account=group.account,
        kind=ContactPoint.Kind.ZALO,
        value__in=[one.person for one in people],
        household__is_gone=False,
    ).select_related("household")
    homes = {contact.value: contact.household for contact in known.order_by("id")}
    return [(one, homes.get(one.person)) for one in people]


def households_in(group: OaGroup) -> QuerySet[Household]:
    """Households of whom somebody known is in this group now."""
    return Household.objects.filter(pk__in=contacts_in_groups(group).values("household"))


def contacts_in_groups(group: OaGroup | None = None) -> QuerySet[ContactPoint]:
    """The Zalo of people who are in a working group of the account (in that one). A stop-request is
    about messages to the person; the group they are in is their own choice."""
    people = OaMember.objects.filter(
        person=OuterRef("value"),
        group__account=OuterRef("account"),
        group__state=OaGroup.State.ENABLED,
        state=State.IN,
    )
    if group is not None:
        people = people.filter(group=group)
    return ContactPoint.objects.filter(
        Exists(people), kind=ContactPoint.Kind.ZALO, household__is_gone=False
    )


# --- steps


def _settle(member: OaMember, state: State, *, by: Actor, verb: str) -> None:
    """Claimed here first, so that two leaders settle once; given back when Zalo will not."""
    with transaction.atomic():
        waiting = OaMember.objects.filter(pk=member.pk, state=State.PENDING)
        if not waiting.update(state=state, since=civil_now()):
            raise WrongState(_("Người này đã được duyệt hoặc từ chối rồi."))
        record(by, verb, member)
    settle = zalo.accept if state == State.IN else zalo.reject
    try:
        settle(member.group.account, member.group.external_id, member.person)
    except DomainError:
        OaMember.objects.filter(pk=member.pk, state=state).update(state=State.PENDING)
        OaGroup.objects.filter(pk=member.group_id).update(look_at=civil_now())
        raise
    member.refresh_from_db()


def _note_fault(row: OaGroup, code: str) -> None:
    """Of the group: it is shown as not working. Of the account or the line: look again soon."""
    now = civil_now()
    changes: dict[str, object] = {"problem": code[:40], "look_at": now + SOON}
    if code in OF_THE_GROUP:
        changes |= {"state": OaGroup.State.DISABLED, "look_at": now + EVERY}
    OaGroup.objects.filter(pk=row.pk, state__in=LIVE).update(**changes)
    row.refresh_from_db()


def _keep_people(
    row: OaGroup, inside: Sequence[zalo.Person], waiting: Sequence[zalo.Person]
) -> None:
    now = civil_now()
    wanted = {one.id: (State.PENDING, one.name) for one in waiting}
    wanted |= {one.id: (State.IN, one.name) for one in inside}
    known = {one.person: one for one in row.people.all()}
    for person, (state, name) in wanted.items():
        old = known.get(person)
        if old is None:
            OaMember.objects.create(
                locality_id=row.locality_id,
                group=row,
                person=person,
                name=name,
                state=state,
                since=now,
            )
        elif (old.state, old.name) != (state, name):
            since = now if old.state != state else old.since
            row.people.filter(pk=old.pk).update(state=state, name=name, since=since)
    gone = row.people.exclude(person__in=list(wanted)).exclude(state=State.LEFT)
    gone.exclude(state=State.INVITED, since__gt=now - INVITED_FOR).update(
        state=State.LEFT, since=now
    )
    OaGroup.objects.filter(pk=row.pk).update(total=len(inside))


def _require(by: Actor, group: OaGroup) -> None:
    if group.group.neighbourhood:
        require_place(by, group.group.neighbourhood)
    else:
        require_officer(by, group.locality_id)
