"""A group that the Official Account owns, beside the chat people made themselves: made or adopted,
filled by invitation, taken down. Zalo is asked outside transactions; the row says how far it is.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from nhipcau.channels import oa_groups as zalo
from nhipcau.channels.models import Account, ChannelKind, Window
from nhipcau.channels.oa_groups import GroupFacts, OaFault
from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.people.models import ContactPoint, Group, OaGroup, OaMember, StaffWay
from nhipcau.people.rights import require_officer
from nhipcau.text.fold import tidy

State = OaGroup.State
LIVE = (State.ENABLED, State.DISABLED)
INVITABLE_FOR = timedelta(days=7)  # after somebody's last act, followers always
NEVER_MADE_AFTER = timedelta(minutes=5)  # somebody pressed the button and the machine died
OPEN = (Account.State.WORKING, Account.State.TROUBLED)


def oa_group_of(group: Group) -> OaGroup | None:
    """One of an account that was disconnected since is none: its platform id is another's now."""
    return (
        group.oa_groups.exclude(state=State.GONE)
        .exclude(account__state=Account.State.CLOSED)
        .select_related("account")
        .first()
    )


def oa_account(locality_id: int) -> Account | None:
    """The ward's Official Account, if one is connected."""
    known = Account.objects.filter(
        locality=locality_id, kind=ChannelKind.ZALO_OA, state__in=OPEN
    ).exclude(external_id="")
    return known.order_by("rank", "id").first()


def create_oa_group(group: Group, *, name: str, asset: str, by: Actor) -> OaGroup:
    """Verb. `asset` is one that `free_assets` has named. The first member must be an admin of the
    account: one of ours who has linked their own Zalo by a code (link_codes.py)."""
    require_officer(by, group.locality_id)
    account = _account(group)
    name = tidy(name)
    if not 0 < len(name) <= zalo.NAME_LIMIT:
        raise BadInput(_("Tên nhóm trên Zalo có từ 1 đến 30 chữ."), field="name")
    first = _admins(group, account)
    if not first:
        raise BadInput(
            _("Cần một quản trị của Official Account làm người đầu tiên: lấy mã nối Zalo ở dưới."),
            field="admin",
        )
    chosen = next((one for one in zalo.free_assets(account) if one.id == asset), None)
    if chosen is None:
        raise BadInput(_("Suất nhóm này không còn trống. Hãy chọn suất khác."), field="asset")
    row = _begin(group, account, name=name, asset=asset, ceiling=chosen.ceiling, by=by)
    try:
        made = zalo.create(account, name=name, description=group.name, asset=asset, people=first)
    except OaFault as fault:
        made = _made_after_all(row, fault, by=by)
    _keep(row, made, by=by, verb="oa_group.made")
    return row


def adoptable(group: Group) -> list[GroupFacts]:
    """Groups of the account that nobody here has taken yet."""
    account = _account(group)
    known = set(
        OaGroup.objects.filter(account=account)
        .exclude(state=State.GONE)
        .values_list("external_id", flat=True)
    )
    return [facts for facts in zalo.groups_of(account) if facts.id not in known]


def adopt_oa_group(group: Group, external_id: str, *, by: Actor) -> OaGroup:
    """Verb. A group that somebody made in Zalo's own pages."""
    require_officer(by, group.locality_id)
    facts = next((one for one in adoptable(group) if one.id == external_id), None)
    if facts is None:
        raise BadInput(_("Không thấy nhóm này ở Official Account."), field="external_id")
    row = _begin(group, _account(group), name=facts.name, asset="", ceiling=facts.ceiling, by=by)
    _keep(row, facts, by=by, verb="oa_group.adopted")
    return row


def invite_linked(row: OaGroup, *, by: Actor) -> int:
    """Verb. Everybody of the neighbourhood whose Zalo is known and who may be invited now, as many
    as there is room for. Returns how many were invited."""
    require_officer(by, row.locality_id)
    _must_be_enabled(row)
    people = invitable(row)[: _room(row)]
    if not people:
        raise WrongState(_("Hiện không có ai mời được: chưa nối Zalo với hộ nào, hoặc nhóm đã đủ."))
    invited = _invite(row, people)
    now = civil_now()
    with transaction.atomic():
        for person in invited:
            OaMember.objects.update_or_create(
                locality_id=row.locality_id,
                group=row,
                person=person,
                defaults={"state": OaMember.State.INVITED, "since": now},
            )
        record(by, "oa_group.invited", row, after={"count": len(invited)})
    return len(invited)


def invitable(row: OaGroup) -> list[str]:
    """Linked to a household of the group's neighbourhood, reachable, and not asked already."""
    reachable = Window.objects.filter(
        Q(follows=True) | Q(last_act_at__gt=civil_now() - INVITABLE_FOR),
        account=row.account,
        person=OuterRef("value"),
    )
    asked = row.people.exclude(state=OaMember.State.LEFT)
    known = ContactPoint.objects.filter(
        Exists(reachable),
        account=row.account,
        kind=ContactPoint.Kind.ZALO,
        stopped_at__isnull=True,
        failed_at__isnull=True,
        household__is_gone=False,
        household__neighbourhood=row.group.neighbourhood_id,
    ).exclude(value__in=asked.values("person"))
    return sorted(set(known.values_list("value", flat=True)))


def delete_oa_group(row: OaGroup, *, by: Actor) -> None:
    """Verb. Dissolves it on Zalo; one that Zalo no longer knows is only let go here."""
    require_officer(by, row.locality_id)
    if row.state not in {*LIVE, State.MAKING}:
        raise WrongState(_("Nhóm này đã được bỏ rồi."))
    if row.external_id:
        try:
            zalo.delete(row.account, row.external_id)
        except OaFault as fault:
            if fault.code != "-403":
                raise
    with transaction.atomic():
        if not OaGroup.objects.filter(pk=row.pk).exclude(state=State.GONE).update(state=State.GONE):
            raise WrongState(_("Nhóm này đã được bỏ rồi."))
        record(by, "oa_group.deleted", row)
    row.refresh_from_db()


# --- steps


def _account(group: Group) -> Account:
    account = oa_account(group.locality_id)
    if account is None:
        raise WrongState(_("Chưa kết nối Zalo Official Account."))
    return account


def _admins(group: Group, account: Account) -> list[str]:
    """Officers and the neighbourhood's own helpers whose Zalo is known. Which of them is an admin
    of the account only Zalo knows."""
    mine = Q(staff__neighbourhood=group.neighbourhood_id) | Q(staff__neighbourhood__isnull=True)
    ways = StaffWay.objects.filter(
        mine, account=account, kind=ChannelKind.ZALO_OA, staff__is_active=True
    )
    return list(ways.order_by("id").values_list("value", flat=True)[: zalo.AT_ONCE])


def _begin(
    group: Group, account: Account, *, name: str, asset: str, ceiling: int, by: Actor
) -> OaGroup:
    """The row is there before Zalo is asked: two at once make one group."""
    if group.neighbourhood_id is None:
        raise BadInput(_("Chỉ lập nhóm OA cho nhóm của một tổ dân phố."))
    now = civil_now()
    old = Q(state=State.MAKING, external_id="", created_at__lt=now - NEVER_MADE_AFTER)
    stale = OaGroup.objects.filter(old | Q(account__state=Account.State.CLOSED), group=group)
    try:
        with transaction.atomic():
            stale.update(state=State.GONE)
            return OaGroup.objects.create(
                locality_id=group.locality_id,
                group=group,
                account=account,
                name=name,
                asset=asset,
                ceiling=ceiling,
                created_at=now,
                look_at=now,
            )
    except IntegrityError:
        raise WrongState(_("Tổ này đã có nhóm của Official Account.")) from None


def _made_after_all(row: OaGroup, fault: OaFault, *, by: Actor) -> GroupFacts:
    """No answer may mean that it was made: its asset then names it. Else the row goes."""
    unsure = not fault.code.lstrip("-").isdecimal()
    found = None
    try:
        if unsure:
            facts = [zalo.facts_of(row.account, one.id) for one in zalo.groups_of(row.account)]
            found = next((one for one in facts if one.asset == row.asset), None)
    except OaFault:
        found = None
    if found is not None:
        return found
    with transaction.atomic():
        OaGroup.objects.filter(pk=row.pk, state=State.MAKING).update(
            state=State.GONE, problem=fault.code[:40]
        )
        record(by, "oa_group.not_made", row, after={"error": fault.code[:40]})
    if fault.code == "-201":
        raise BadInput(
            _("Zalo không thấy quản trị nào của Official Account trong số người đã nối mã."),
            field="admin",
        )
    raise fault


def _keep(row: OaGroup, facts: GroupFacts, *, by: Actor, verb: str) -> None:
    try:
        with transaction.atomic():
            kept = OaGroup.objects.filter(pk=row.pk, state=State.MAKING).update(
                **fields_of(facts, row), external_id=facts.id, look_at=civil_now()
            )
            if not kept:
                raise WrongState(_("Nhóm vừa được người khác thay đổi. Hãy xem lại."))
            record(by, verb, row)
    except IntegrityError:
        OaGroup.objects.filter(pk=row.pk, state=State.MAKING).update(state=State.GONE)
        raise WrongState(_("Nhóm này vừa được dùng cho tổ khác.")) from None
    row.refresh_from_db()


def fields_of(facts: GroupFacts, row: OaGroup) -> dict[str, object]:
    """What Zalo said, laid over what was known."""
    return {
        "name": facts.name or row.name,
        "link": facts.link or row.link,
        "asset": facts.asset or row.asset,
        "state": State.ENABLED if facts.is_enabled else State.DISABLED,
        "problem": "" if facts.is_enabled else "-237",
        "total": facts.total or row.total,
        "ceiling": facts.ceiling or row.ceiling,
        "deletes_on": facts.deletes_on,
        "valid_through": facts.valid_through or row.valid_through,
    }


def _must_be_enabled(row: OaGroup) -> None:
    if row.state != State.ENABLED:
        raise WrongState(_("Nhóm này hiện không hoạt động trên Zalo."))


def _room(row: OaGroup) -> int:
    asked = row.people.filter(state=OaMember.State.INVITED).count()
    return max(0, row.ceiling - row.total - asked)


def _invite(row: OaGroup, people: Sequence[str]) -> list[str]:
    """Zalo refuses a whole list for one in it: the list is halved until that one stands alone."""
    if not people:
        return []
    try:
        zalo.invite(row.account, row.external_id, people)
    except OaFault as fault:
        if fault.code not in {"-201", "-213", "-217", "-232"}:
            raise
        if len(people) == 1:
            return []
        half = len(people) // 2
        return _invite(row, people[:half]) + _invite(row, people[half:])
    return list(people)
