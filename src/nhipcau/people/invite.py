"""Add a person who works with the product; hand them a one-time link; let them begin."""

import re
from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import machine_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.people.models import Invitation, Role, Staff
from nhipcau.people.models.staff import PHONE_ROLES, TIED_ROLES
from nhipcau.people.rights import require_admin
from nhipcau.people.tokens import hash_token, make_token
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.places.row_security import by_its_key
from nhipcau.text.fold import fold, tidy
from nhipcau.text.phones import to_e164

LASTS = {
    Invitation.Purpose.ACCOUNT: timedelta(days=7),
    Invitation.Purpose.PHONE: timedelta(days=3),
    Invitation.Purpose.RECOVERY: timedelta(hours=24),
}


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who a person is before they have an account. The user name may be left to us."""

    name: str
    role: str
    neighbourhood: Neighbourhood | None = None
    username: str = ""
    title: str = ""
    phone: str = ""


def invite_staff(locality: Locality, who: Newcomer, *, by: Actor) -> tuple[Staff, str]:
    """Add the person and make their first link. Returns both; the link is shown only now."""
    require_admin(by, locality.pk)
    _check(locality, who)
    with transaction.atomic(), scope(locality=locality):
        staff = Staff(
            locality=locality,
            username=_free_username(who.username or suggest_username(who.name)),
            name=tidy(who.name),
            title=tidy(who.title),
            phone=telephone(who.phone),
            role=who.role,
            neighbourhood=who.neighbourhood if who.role in PHONE_ROLES else None,
        )
        staff.set_unusable_password()
        staff.save()
        audit.record(by, "staff.invited", staff, after={"role": staff.role})
        return staff, make_link(staff, first_purpose(staff), by=by)


def invite_again(staff: Staff, *, by: Actor) -> str:
    """A new first link for somebody who has not begun; the former one stops working."""
    require_admin(by, staff.locality_id)
    if not staff.is_active:
        raise WrongState(_("Người này đã ngừng hoạt động, không gửi lời mời được."))
    if staff.uses_console and staff.has_usable_password():
        raise WrongState(
            _("%(name)s đã có mật khẩu. Nếu quên, hãy dùng “Khôi phục”.") % {"name": staff.name}
        )
    with transaction.atomic():
        audit.record(by, "staff.invited_again", staff)
        return make_link(staff, first_purpose(staff), by=by)


def first_purpose(staff: Staff) -> Invitation.Purpose:
    return Invitation.Purpose.ACCOUNT if staff.uses_console else Invitation.Purpose.PHONE


def make_link(staff: Staff, purpose: Invitation.Purpose, *, by: Actor) -> str:
    """A one-time path. Older unused links of this person stop working. Call inside a verb."""
    now = machine_now()
    token, token_hash = make_token()
    with scope(locality=staff.locality):
        drop_links(staff)
        Invitation.objects.create(
            locality_id=staff.locality_id,
            staff=staff,
            purpose=purpose,
            token_hash=token_hash,
            created_at=now,
            created_by=str(by),
            expires_at=now + LASTS[purpose],
        )
    door = "dien-thoai" if purpose == Invitation.Purpose.PHONE else "moi"
    return f"/{door}/{token}/"


def drop_links(staff: Staff) -> None:
    """Unused links of the person expire now."""
    with scope(locality=staff.locality):
        Invitation.objects.filter(staff=staff, used_at__isnull=True).update(
            expires_at=machine_now()
        )


def open_invitation(token: str, *purposes: Invitation.Purpose) -> Invitation:
    """The live invitation behind a link, or WrongState that says what became of it."""
    # Nobody is signed in yet: the link itself tells the locality.
    with by_its_key():
        invitation = (
            Invitation.objects.select_related("staff__locality", "staff__neighbourhood")
            .filter(token_hash=hash_token(token), purpose__in=purposes)
            .first()
        )
    if invitation is None:
        raise WrongState(_("Đường liên kết không đúng. Hãy kiểm tra lại hoặc xin liên kết mới."))
    if invitation.used_at:
        raise WrongState(_("Đường liên kết này đã được dùng. Mỗi liên kết chỉ dùng một lần."))
    if invitation.expires_at <= machine_now():
        raise WrongState(_("Đường liên kết này đã hết hạn. Hãy xin liên kết mới."))
    if not invitation.staff.is_active:
        raise WrongState(_("Tài khoản này đã ngừng hoạt động. Hãy hỏi quản trị của phường."))
    return invitation


def accept_invitation(token: str, *, password: str) -> Staff:
    """Choose the password. The second factor is set up right after, in the same session."""
    invitation = open_invitation(token, Invitation.Purpose.ACCOUNT, Invitation.Purpose.RECOVERY)
    staff = invitation.staff
    _check_password(password, staff)
    with transaction.atomic(), scope(locality=staff.locality):
        use_up(invitation)
        staff.set_password(password)
        Staff.objects.filter(pk=staff.pk).update(password=staff.password)
        Authenticator.objects.filter(user=staff).delete()
        audit.record(staff.actor, "staff.began", staff, after={"by_link": invitation.purpose})
    return staff


def use_up(invitation: Invitation) -> None:
    """Mark the link used; a second click at the same moment loses."""
    now = machine_now()
    used = Invitation.objects.filter(
        pk=invitation.pk, used_at__isnull=True, expires_at__gt=now
    ).update(used_at=now)
    if not used:
        raise WrongState(_("Đường liên kết này đã được dùng. Mỗi liên kết chỉ dùng một lần."))


def suggest_username(name: str) -> str:
    """Nguyễn Thị Lan → lannt, as offices name their accounts."""
    words = re.findall(r"[a-z0-9]+", fold(name))
    return (words[-1] + "".join(word[0] for word in words[:-1]))[:60] if words else "canbo"


def _check(locality: Locality, who: Newcomer) -> None:
    if not tidy(who.name):
        raise BadInput(_("Hãy ghi họ và tên."), field="name")
    if who.role not in Role.values:
        raise BadInput(_("Hãy chọn vai trò."), field="role")
    check_post(locality.pk, who.role, who.neighbourhood)
    if who.username and not re.fullmatch(r"[a-z0-9][a-z0-9._-]{1,59}", who.username):
        raise BadInput(
            _("Tên đăng nhập chỉ gồm chữ thường không dấu, số, dấu chấm, gạch, từ 2 ký tự."),
            field="username",
        )
    if who.username and Staff.objects.filter(username=who.username).exists():
        raise BadInput(_("Tên đăng nhập này đã có người dùng."), field="username")


def check_post(
    locality_id: int, role: str, neighbourhood: Neighbourhood | None, *, beside: int = 0
) -> None:
    """Leader and deputy belong to a neighbourhood of this locality, with one leader at a time; a
    province's staff work in its office, and nobody else does."""
    is_office = Locality.objects.filter(pk=locality_id, is_office=True).exists()
    if is_office != (role == Role.OVERSEER):
        raise BadInput(
            _("Cán bộ tỉnh làm việc ở cơ quan của tỉnh, các vai trò khác ở phường, xã."),
            field="role",
        )
    if neighbourhood is None:
        if role in TIED_ROLES:
            raise BadInput(_("Hãy chọn tổ dân phố."), field="neighbourhood")
        return
    if neighbourhood.locality_id != locality_id:
        raise BadInput(_("Tổ dân phố này không thuộc địa bàn."), field="neighbourhood")
    if role != Role.LEADER:
        return
    leader = (
        Staff.objects.filter(neighbourhood=neighbourhood, role=Role.LEADER, is_active=True)
        .exclude(pk=beside)
        .first()
    )
    if leader:
        raise BadInput(
            _("%(place)s đã có tổ trưởng là %(name)s. Hãy dùng “Bàn giao tổ trưởng”.")
            % {"place": neighbourhood.name, "name": leader.name},
            field="neighbourhood",
        )


def telephone(written: str) -> str:
    """As stored, or BadInput. Nothing written is nothing stored."""
    number = to_e164(written)
    if written.strip() and number is None:
        raise BadInput(_("Số điện thoại này không đúng. Ví dụ: 0912 345 678."), field="phone")
    return number or ""


def _free_username(wanted: str) -> str:
    taken = set(
        Staff.objects.filter(username__startswith=wanted).values_list("username", flat=True)
    )
    number = 1
    found = wanted
    while found in taken:
        number += 1
        found = f"{wanted}{number}"
    return found


def _check_password(password: str, staff: Staff) -> None:
    try:
        validate_password(password, staff)
    except ValidationError as error:
        raise BadInput(" ".join(error.messages), field="password") from None
