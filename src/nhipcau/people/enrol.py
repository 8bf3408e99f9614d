"""Enrol a leader's phone by a one-time link, take it back at once."""

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import machine_now
from nhipcau.core.errors import WrongState
from nhipcau.people.invite import drop_links, make_link, open_invitation, use_up
from nhipcau.people.middleware import KEPT_FOR
from nhipcau.people.models import Device, Invitation, Staff
from nhipcau.people.models.staff import PHONE_ROLES
from nhipcau.people.rights import require_admin
from nhipcau.people.tokens import make_token


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
