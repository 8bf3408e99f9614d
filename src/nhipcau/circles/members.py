"""Who belongs: added, described, removed, by the circle's own officers only."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nhipcau.circles.models import Circle, CircleDevice, CircleMember, CircleWord, Office
from nhipcau.circles.rights import actor_of, must_head, must_lead, working
from nhipcau.core import audit
from nhipcau.core.clock import civil_now, machine_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.links.models import Link
from nhipcau.people.models import Staff
from nhipcau.text.fold import tidy
from nhipcau.text.phones import is_mobile, to_e164


@dataclass(frozen=True, slots=True)
class MemberInput:
    """One of our staff, or a name and a telephone."""

    staff: Staff | None = None
    name: str = ""
    phone: str = ""
    title: str = ""
    office: str = Office.MEMBER
    may_approve: bool = False


def add_member(circle: Circle, given: MemberInput, *, by: CircleMember) -> CircleMember:
    """Verb. An officer adds members; only the head makes officers and approvers."""
    must_lead(by, circle.pk)
    _must_allow(given, by, circle.pk)
    said = _checked(circle, given)
    with transaction.atomic():
        here = _here(circle).filter(left_at=None)
        same = {"staff": given.staff} if given.staff else {"phone": said["phone"]}
        if here.filter(**same).exists():
            field = "staff" if given.staff else "phone"
            raise BadInput(_("Người này đã ở trong nhóm."), field=field)
        member = CircleMember.objects.unguarded("adding").create(
            locality_id=circle.locality_id,
            circle=circle,
            joined_at=civil_now(),
            office=given.office,
            may_approve=given.may_approve,
            **said,
        )
        audit.record(actor_of(by), "circle.member_added", member, after={"circle": circle.pk})
    return member


def change_member(
    member: CircleMember, *, office: str, may_approve: bool, title: str, by: CircleMember
) -> None:
    """Verb. By the head. A circle keeps a head who has come in."""
    must_head(by, member.circle_id)
    if office not in Office.values:
        raise BadInput(_("Hãy chọn vai trò trong nhóm."), field="office")
    with transaction.atomic():
        if member.office == Office.HEAD and office != Office.HEAD:
            _keep_a_head(member)
        changed = (
            _now(member)
            .filter(office=member.office)
            .update(office=office, may_approve=may_approve, title=tidy(title)[:80])
        )
        if not changed:
            raise WrongState(_("Thành viên này vừa được thay đổi. Hãy xem lại."))
        audit.record(
            actor_of(by), "circle.member_changed", member, before={"office": member.office},
            after={"office": office, "may_approve": may_approve},
        )  # fmt: skip
    member.refresh_from_db()


def remove_member(member: CircleMember, *, by: CircleMember) -> None:
    """Verb. They are out at their next tap: rights, browsers, links and messages still to go. The
    telephone is forgotten at once, and the name of whoever was no officer."""
    if by.pk != member.pk:
        must_lead(by, member.circle_id)
    if member.office != Office.MEMBER and by.pk != member.pk:
        must_head(by, member.circle_id)
    with transaction.atomic():
        if member.office == Office.HEAD:
            _keep_a_head(member)
        gone = _now(member).update(
            left_at=civil_now(),
            phone="",
            name=member.name if member.is_officer else "",
            invite_hash="",
            may_approve=False,
            chair_asked_at=None,
        )
        if not gone:
            raise WrongState(_("Người này không còn trong nhóm."))
        CircleDevice.objects.unguarded("cutting access").filter(
            member=member, revoked_at=None
        ).update(revoked_at=machine_now())
        words = CircleWord.objects.unguarded("cutting access").filter(read__member=member)
        Link.objects.filter(pk__in=words.values("link"), closed_at=None).update(
            closed_at=civil_now()
        )
        audit.record(actor_of(by), "circle.member_removed", member)
    member.refresh_from_db()


def _must_allow(given: MemberInput, by: CircleMember, circle_id: int) -> None:
    if given.office not in Office.values:
        raise BadInput(_("Hãy chọn vai trò trong nhóm."), field="office")
    if given.office != Office.MEMBER or given.may_approve:
        must_head(by, circle_id)


def _checked(circle: Circle, given: MemberInput) -> dict[str, object]:
    title = tidy(given.title)[:80]
    if given.staff is not None:
        if given.staff.locality_id != circle.locality_id or not given.staff.is_active:
            raise NotAllowed(_("Người này không làm việc ở địa bàn."))
        return {"staff": given.staff, "title": title}
    number = to_e164(given.phone)
    if not tidy(given.name):
        raise BadInput(_("Hãy ghi họ và tên."), field="name")
    if number is None or not is_mobile(number):
        raise BadInput(_("Cần số điện thoại di động để nhận tin."), field="phone")
    return {"name": tidy(given.name)[:120], "phone": number, "title": title}


def _keep_a_head(member: CircleMember) -> None:
    others = working(member.circle_id).filter(office=Office.HEAD).exclude(pk=member.pk)
    if not others.exists():
        raise NotAllowed(
            _("Đây là người đứng đầu duy nhất. Hãy giao cho người khác đứng đầu trước.")
        )


def _here(circle: Circle) -> QuerySet[CircleMember]:
    return CircleMember.objects.unguarded("who is in this circle").filter(circle=circle)


def _now(member: CircleMember) -> QuerySet[CircleMember]:
    found = CircleMember.objects.unguarded("this member, if still one")
    return found.filter(pk=member.pk, left_at=None)
