"""Enrol a leader's phone by a one-time link, take it back at once, hand a neighbourhood over."""

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import machine_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.people.invite import drop_links, make_link, open_invitation, use_up
from nhipcau.people.middleware import KEPT_FOR
from nhipcau.people.models import Device, Group, Invitation, Role, Staff
from nhipcau.people.models.staff import PHONE_ROLES
from nhipcau.people.rights import require_admin
from nhipcau.people.tokens import make_token
from nhipcau.places.models import Neighbourhood


def phone_link(staff: Staff, *, by: Actor) -> str:
    """A one-time path that enrols one more phone of this person. Shown once."""
    require_admin(by, staff.locality_id)
    if staff.role not in PHONE_ROLES:
        raise WrongState(
            _("Chỉ tổ trưởng, tổ phó và thành viên tổ công nghệ số đăng ký điện thoại.")
        )
    if not staff.is_active:
        raise WrongState(_("Người này đã ngừng hoạt động."))
    with transaction.atomic():
        audit.record(by, "phone.invited", staff)
        return make_link(staff, Invitation.Purpose.PHONE, by=by)


def enrol_phone(token: str, *, label: str) -> tuple[Device, str]:
    """Use up the link. Returns the phone and the secret that its cookie carries."""
    invitation = open_invitation(token, Invitation.Purpose.PHONE)
    if invitation.staff.role not in PHONE_ROLES:
        raise WrongState(_("Vai trò đã đổi. Hãy xin liên kết mới."))
    with transaction.atomic(), scope(locality=invitation.staff.locality):
        use_up(invitation)
        return _new_device(invitation.staff, label)


def _new_device(staff: Staff, label: str) -> tuple[Device, str]:
    now = machine_now()
    secret, secret_hash = make_token()
    device = Device.objects.create(
        locality_id=staff.locality_id,
        staff=staff,
        token_hash=secret_hash,
        label=label[:120],
        enrolled_at=now,
        last_seen_at=now,
        expires_at=now + KEPT_FOR,
    )
    audit.record(staff.actor, "phone.enrolled", device, after={"staff": staff.pk})
    return device, secret


def revoke_device(device: Device, *, by: Actor) -> None:
    """From the next request on the phone is nobody's. Its own person may do it too."""
    if by != device.staff.actor:
        require_admin(by, device.locality_id)
    with transaction.atomic(), scope(locality=device.locality):
        revoked = Device.objects.filter(pk=device.pk, revoked_at__isnull=True).update(
            revoked_at=machine_now()
        )
        if not revoked:
            raise WrongState(_("Điện thoại này đã được thu hồi trước đó."))
        audit.record(by, "phone.revoked", device, after={"staff": device.staff_id})


def revoke_all(staff: Staff) -> int:
    """Every phone and open link of the person. Call inside a verb's transaction."""
    drop_links(staff)
    with scope(locality=staff.locality):
        return Device.objects.filter(staff=staff, revoked_at__isnull=True).update(
            revoked_at=machine_now()
        )


def hand_over(neighbourhood: Neighbourhood, new_leader: Staff, *, by: Actor) -> str:
    """The new leader takes over at once: the former one's phones stop, groups change owner.

    Returns the new leader's one-time phone link.
    """
    require_admin(by, neighbourhood.locality_id)
    _check_successor(neighbourhood, new_leader)
    with transaction.atomic(), scope(locality=neighbourhood.locality):
        former = Staff.objects.filter(
            neighbourhood=neighbourhood, role=Role.LEADER, is_active=True
        ).exclude(pk=new_leader.pk)
        gone = list(former)
        for staff in gone:
            Staff.objects.filter(pk=staff.pk, is_active=True).update(is_active=False)
            revoke_all(staff)
        Staff.objects.filter(pk=new_leader.pk).update(role=Role.LEADER, neighbourhood=neighbourhood)
        Group.objects.filter(neighbourhood=neighbourhood, owner__in=gone).update(owner=new_leader)
        audit.record(
            by,
            "neighbourhood.handed_over",
            neighbourhood,
            before={"leaders": [staff.pk for staff in gone]},
            after={"leader": new_leader.pk},
        )
        new_leader.refresh_from_db(fields=["role", "neighbourhood"])
        return make_link(new_leader, Invitation.Purpose.PHONE, by=by)


def _check_successor(neighbourhood: Neighbourhood, new_leader: Staff) -> None:
    if new_leader.locality_id != neighbourhood.locality_id:
        raise NotAllowed(_("Người này thuộc địa bàn khác."))
    if not new_leader.is_active:
        raise WrongState(_("Người này đã ngừng hoạt động."))
    if new_leader.role not in PHONE_ROLES:
        raise BadInput(
            _("Hãy chọn tổ phó, thành viên tổ công nghệ số hoặc thêm người mới."),
            field="new_leader",
        )
    if new_leader.role == Role.LEADER:
        raise WrongState(
            _("%(name)s đang là tổ trưởng của %(place)s.")
            % {"name": new_leader.name, "place": new_leader.neighbourhood}
        )
