"""Change what a person may do, let them go, help them back in. The last admin stays."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.people.enrol import revoke_all
from nhipcau.people.invite import check_post, first_purpose, make_link, telephone
from nhipcau.people.models import Invitation, Role, Staff
from nhipcau.people.models.staff import CONSOLE_ROLES, PHONE_ROLES
from nhipcau.people.rights import require_admin
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.text.fold import tidy


def change_role(
    staff: Staff, role: str, *, by: Actor, neighbourhood: Neighbourhood | None = None
) -> None:
    """Between console and phone the way in changes: password, code and phones are taken back."""
    require_admin(by, staff.locality_id)
    place = neighbourhood if role in PHONE_ROLES else None
    check_post(staff.locality_id, role, place, beside=staff.pk)
    with transaction.atomic():
        if staff.role == Role.ADMIN and role != Role.ADMIN:
            _keep_an_admin(staff)
        changed = Staff.objects.filter(pk=staff.pk, role=staff.role, is_active=True).update(
            role=role,
            neighbourhood=place,
            may_release_urgent=staff.may_release_urgent and role in CONSOLE_ROLES,
        )
        if not changed:
            raise WrongState(_("Vai trò của người này vừa được thay đổi. Hãy xem lại."))
        if (role in CONSOLE_ROLES) != staff.uses_console:
            close_every_door(staff)
        audit.record(
            by, "staff.role_changed", staff, before={"role": staff.role}, after={"role": role}
        )
    staff.refresh_from_db()


def describe_staff(staff: Staff, *, by: Actor, name: str, title: str, phone: str) -> None:
    """Name, title and telephone; never what they may do."""
    require_admin(by, staff.locality_id)
    if not tidy(name):
        raise BadInput(_("Hãy ghi họ và tên."), field="name")
    number = telephone(phone)
    with transaction.atomic():
        Staff.objects.filter(pk=staff.pk).update(name=tidy(name), title=tidy(title), phone=number)
        audit.record(by, "staff.described", staff)
    staff.refresh_from_db()


def deactivate_staff(staff: Staff, *, by: Actor) -> None:
    """They are out at their next click: session, phones and open links."""
    require_admin(by, staff.locality_id)
    if by == staff.actor:
        raise NotAllowed(_("Bạn không thể tự ngừng tài khoản của chính mình."))
    with transaction.atomic():
        if staff.role == Role.ADMIN:
            _keep_an_admin(staff)
        if not Staff.objects.filter(pk=staff.pk, is_active=True).update(
            is_active=False, may_release_urgent=False
        ):
            raise WrongState(_("Người này đã ngừng hoạt động trước đó."))
        close_every_door(staff)
        audit.record(by, "staff.deactivated", staff)
    staff.refresh_from_db()


def reactivate_staff(staff: Staff, *, by: Actor) -> str:
    """Back to work with a new first link: what they knew before no longer opens anything."""
    require_admin(by, staff.locality_id)
    check_post(staff.locality_id, staff.role, staff.neighbourhood, beside=staff.pk)
    with transaction.atomic():
        if not Staff.objects.filter(pk=staff.pk, is_active=False).update(is_active=True):
            raise WrongState(_("Người này đang hoạt động."))
        audit.record(by, "staff.reactivated", staff)
        return make_link(staff, first_purpose(staff), by=by)


def recover_account(staff: Staff, *, by: Actor) -> str:
    """Password and second factor are gone at once; the one-time link lets them choose anew."""
    require_admin(by, staff.locality_id)
    if not staff.is_active or not staff.uses_console:
        raise WrongState(_("Chỉ khôi phục tài khoản đang hoạt động của cán bộ dùng máy tính."))
    if by == staff.actor:
        raise NotAllowed(_("Hãy nhờ một quản trị khác khôi phục tài khoản của bạn."))
    with transaction.atomic():
        close_every_door(staff)
        audit.record(by, "staff.recovery_begun", staff)
        return make_link(staff, Invitation.Purpose.RECOVERY, by=by)


def name_urgent_releaser(staff: Staff, *, by: Actor) -> None:
    """One person at a time may release an urgent notice without a second pair of eyes."""
    require_admin(by, staff.locality_id)
    if staff.role not in CONSOLE_ROLES - {Role.VIEWER} or not staff.is_active:
        raise WrongState(_("Người được phát khẩn phải là cán bộ đang hoạt động."))
    with transaction.atomic():
        former = list(
            Staff.objects.filter(locality=staff.locality_id, may_release_urgent=True)
            .exclude(pk=staff.pk)
            .values_list("pk", flat=True)
        )
        Staff.objects.filter(pk__in=former).update(may_release_urgent=False)
        Staff.objects.filter(pk=staff.pk).update(may_release_urgent=True)
        audit.record(by, "staff.urgent_releaser_named", staff, before={"former": former})
    staff.refresh_from_db()


def close_every_door(staff: Staff) -> None:
    """Part of a verb: whoever leaves or changes sides is out at their next click. An unusable
    password also changes the session hash, so open sessions end."""
    Staff.objects.filter(pk=staff.pk).update(password=make_password(None))
    Authenticator.objects.filter(user=staff).delete()
    revoke_all(staff)


def _keep_an_admin(staff: Staff) -> None:
    # The locality's row is written first, so that two admins who let each other go at the same
    # moment wait for each other (PostgreSQL; on SQLite there is one writer anyway).
    Locality.objects.filter(pk=staff.locality_id).update(name=F("name"))
    others = Staff.objects.filter(
        locality=staff.locality_id, role=Role.ADMIN, is_active=True
    ).exclude(pk=staff.pk)
    if not others.exists():
        raise NotAllowed(
            _("Đây là quản trị cuối cùng. Hãy giao quyền quản trị cho người khác trước.")
        )
