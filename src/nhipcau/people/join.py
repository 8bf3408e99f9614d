"""Who is in a group: asked by link or QR, confirmed by the leader, who alone knows who is who."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.links.models import Link
from nhipcau.links.shorten import make_link
from nhipcau.people.identify import match_household
from nhipcau.people.models import Group, Household, JoinAsk, Membership, Resident
from nhipcau.people.rights import require_officer, require_place
from nhipcau.text.fold import tidy

State = Membership.State
JOIN_PATH = "/vao-nhom/"
JOIN_CHANNEL = "join"


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody who wants to join says about themselves."""

    house: str
    digits: str
    display_name: str = ""
    source: str = "link"


def join_link(group: Group, *, by: Actor) -> Link:
    """The group's one link to ask by, for the poster and for sharing."""
    place = {"group": group.pk, "channel": JOIN_CHANNEL}
    found = Link.objects.filter(
        place__group=group.pk, place__channel=JOIN_CHANNEL, closed_at__isnull=True
    ).first()
    if found:
        return found
    with transaction.atomic():
        link = make_link(group.locality, JOIN_PATH, place=place, by=by)
        # The page itself asks by the code: a group's number could be guessed.
        Link.objects.filter(pk=link.pk).update(path=f"{JOIN_PATH}{link.code}/")
    link.refresh_from_db()
    return link


def join_url(link: Link) -> str:
    return f"{settings.BASE_URL}{link.path}"


def ask_to_join(group: Group, asking: Asking, *, by: Actor) -> None:
    """The same outcome for whoever asks, matched or not: the leader hears of it."""
    if group.state != Group.State.ACTIVE or group.neighbourhood is None:
        raise WrongState(_("Nhóm này hiện không nhận thêm người."))
    house, name = tidy(asking.house)[:80], tidy(asking.display_name)[:80]
    if not house:
        raise BadInput(_("Hãy ghi số nhà, ví dụ “Số 12, ngõ 4”."), field="house")
    household = match_household(group.neighbourhood, house=house, digits=asking.digits)
    now = civil_now()
    with transaction.atomic():
        if household:
            member, is_new = Membership.objects.get_or_create(
                locality_id=group.locality_id,
                group=group,
                household=household,
                resident=None,
                defaults={"asked_at": now, "display_name": name, "source": asking.source},
            )
            if not is_new and member.state == State.LEFT:
                Membership.objects.filter(pk=member.pk).update(state=State.PENDING, asked_at=now)
            record(by, "member.asked", member)
        else:
            ask = JoinAsk.objects.create(
                locality_id=group.locality_id,
                group=group,
                house=house,
                display_name=name,
                source=asking.source,
                at=now,
            )
            record(by, "member.asked_unmatched", ask)


def settle_ask(ask: JoinAsk, household: Household | None, *, by: Actor) -> None:
    """The leader says which household it is (and so confirms it), or that it is nobody of here."""
    _require(by, ask.group)
    if household and household.neighbourhood_id != ask.group.neighbourhood_id:
        raise BadInput(_("Hộ này không thuộc tổ của nhóm."), field="household")
    now = civil_now()
    with transaction.atomic():
        if not JoinAsk.objects.filter(pk=ask.pk, settled_at__isnull=True).update(settled_at=now):
            raise WrongState(_("Yêu cầu này đã được giải quyết."))
        if household:
            Membership.objects.update_or_create(
                locality_id=ask.locality_id,
                group=ask.group,
                household=household,
                resident=None,
                defaults={
                    "state": State.CONFIRMED,
                    "confirmed_at": now,
                    "display_name": ask.display_name,
                    "left_at": None,
                },
                create_defaults={
                    "state": State.CONFIRMED,
                    "confirmed_at": now,
                    "display_name": ask.display_name,
                    "asked_at": ask.at,
                    "source": ask.source,
                },
            )
        record(by, "member.ask_settled", ask, after={"is_member": household is not None})


def confirm_member(membership: Membership, *, by: Actor, resident: Resident | None = None) -> None:
    """`resident`: which of the household it is, when the leader knows."""
    _require(by, membership.group)
    if resident and resident.household_id != membership.household_id:
        raise BadInput(_("Người này không thuộc hộ đó."), field="resident")
    now = civil_now()
    with transaction.atomic():
        confirmed = Membership.objects.filter(pk=membership.pk, state=State.PENDING).update(
            state=State.CONFIRMED, confirmed_at=now, resident=resident or membership.resident
        )
        if not confirmed:
            raise WrongState(_("Việc này đã có người xác nhận hoặc gỡ."))
        record(by, "member.confirmed", membership)
    membership.refresh_from_db()


def remove_member(membership: Membership, *, by: Actor) -> None:
    """Left the group, was taken out, or never was who they said."""
    _require(by, membership.group)
    with transaction.atomic():
        removed = (
            Membership.objects.filter(pk=membership.pk)
            .exclude(state=State.LEFT)
            .update(state=State.LEFT, left_at=civil_now())
        )
        if not removed:
            raise WrongState(_("Người này đã ra khỏi nhóm rồi."))
        record(by, "member.removed", membership)
    membership.refresh_from_db()


def mark_joined(group: Group, households: Collection[int], *, by: Actor) -> int:
    """Many at once, from the member list the leader sees. Returns how many were not in before."""
    _require(by, group)
    mine = set(
        Household.objects.filter(pk__in=households, neighbourhood=group.neighbourhood).values_list(
            "pk", flat=True
        )
    )
    if mine != set(households):
        raise BadInput(_("Có hộ không thuộc tổ của nhóm."), field="households")
    now = civil_now()
    with transaction.atomic():
        known = Membership.objects.filter(group=group, household__in=mine)
        inside = set(known.filter(state=State.CONFIRMED).values_list("household_id", flat=True))
        back = known.filter(resident__isnull=True).exclude(state=State.CONFIRMED)
        returned = set(back.values_list("household_id", flat=True)) - inside
        back.filter(household__in=returned).update(
            state=State.CONFIRMED, confirmed_at=now, left_at=None
        )
        new = mine - inside - returned
        Membership.objects.bulk_create(
            [
                Membership(
                    locality_id=group.locality_id,
                    group=group,
                    household_id=pk,
                    state=State.CONFIRMED,
                    asked_at=now,
                    confirmed_at=now,
                    source="leader",
                )
                for pk in new
            ],
            ignore_conflicts=True,
        )
        changed = len(new) + len(returned)
        if changed:
            record(by, "members.marked", group, after={"count": changed})
    return changed


def _require(by: Actor, group: Group) -> None:
    if group.neighbourhood:
        require_place(by, group.neighbourhood)
    else:
        require_officer(by, group.locality_id)
