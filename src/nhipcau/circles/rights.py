"""Who may do what in a circle. Rights come from the membership as it stands now, never from a role
in the ward: an admin has none here."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nhipcau.circles.models import OFFICES, CircleMember, CircleNotice, CircleRelay, Office
from nhipcau.core.actor import Actor
from nhipcau.core.errors import NotAllowed


def actor_of(member: CircleMember) -> Actor:
    """In the audit the membership acts, never the person's staff row: that would say who belongs
    where to everybody who may read the audit."""
    return Actor("member", str(member.pk))


def must_lead(by: CircleMember, circle_id: int) -> None:
    """Head or officer of that circle."""
    if not _now(by, circle_id).filter(office__in=OFFICES).exists():
        raise NotAllowed(_("Việc này dành cho người đứng đầu và cấp phó của nhóm."))


def must_head(by: CircleMember, circle_id: int) -> None:
    if not _now(by, circle_id).filter(office=Office.HEAD).exists():
        raise NotAllowed(_("Việc này dành cho người đứng đầu nhóm."))


def must_reach(notice: CircleNotice, by: CircleMember) -> None:
    """It was written for their circle, or came down to it: to officers at once, to members when
    one of the officers has passed it on."""
    if not _now(by, by.circle_id).exists():
        raise NotAllowed(_("Bạn không còn trong nhóm này."))
    if notice.circle_id == by.circle_id:
        return
    relays = CircleRelay.objects.unguarded("whether it came down to them").filter(
        notice=notice, circle=by.circle_id
    )
    if not by.is_officer:
        relays = relays.filter(passed_at__isnull=False)
    if not relays.exists():
        raise NotAllowed(_("Thông báo này không gửi tới nhóm của bạn."))


def approvers(notice: CircleNotice) -> list[CircleMember]:
    """Who may approve it: whom the circle named, or its head; nobody approves what they wrote or
    submitted, so another officer may instead. Only where nobody else is left, its own writer:
    that is kept and shown (`approved_alone`)."""
    inside = list(working(notice.circle_id).order_by("pk"))
    officers = [one for one in inside if one.is_officer]
    named = [one for one in inside if one.may_approve]
    first = named or [one for one in officers if one.office == Office.HEAD]
    hands = hands_of(notice)
    for some in (first, officers):
        others = [one for one in some if one.pk not in hands]
        if others:
            return others
    return first or officers


def working(circle_id: int) -> QuerySet[CircleMember]:
    """Who is in and could act."""
    inside = CircleMember.objects.unguarded("who could act in this circle")
    return at_work(inside.filter(circle=circle_id))


def at_work(members: QuerySet[CircleMember]) -> QuerySet[CircleMember]:
    """Whoever stopped work here is not: what waits for them would wait for ever."""
    here = members.filter(left_at=None).exclude(staff=None, phone="")
    return here.exclude(staff__is_active=False)


def why_not_approve(notice: CircleNotice, by: CircleMember) -> str:
    """The reason in words; empty when they may."""
    if by.pk in {one.pk for one in approvers(notice)}:
        return ""
    if by.pk in hands_of(notice):
        return _("Bạn đã soạn hoặc trình thông báo này nên cần người khác duyệt.")
    return _("Chỉ người được nhóm giao duyệt mới duyệt được.")


def is_own(notice: CircleNotice, by: CircleMember) -> bool:
    return by.pk in hands_of(notice)


def hands_of(notice: CircleNotice) -> set[int]:
    return {pk for pk in (notice.written_by_id, notice.submitted_by_id) if pk}


def _now(by: CircleMember, circle_id: int) -> QuerySet[CircleMember]:
    found = CircleMember.objects.unguarded("whether this member still is one")
    return found.filter(pk=by.pk, circle=circle_id, left_at=None, circle__closed_at=None)
