"""Who may change who works here."""

from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.errors import NotAllowed
from nhipcau.people.models import Role, Staff
from nhipcau.people.models.staff import PHONE_ROLES
from nhipcau.places.models import Neighbourhood


def require_admin(by: Actor, locality_id: int) -> None:
    """An active admin of that locality, or the system itself (the command line)."""
    if by.kind == "system":
        return
    is_admin = (
        by.kind == "staff"
        and Staff.objects.filter(
            pk=by.id, locality=locality_id, role=Role.ADMIN, is_active=True
        ).exists()
    )
    if not is_admin:
        raise NotAllowed(_("Chỉ quản trị của địa bàn mới làm được việc này."))


KEEPS_THE_REGISTER = frozenset({Role.ADMIN, Role.EDITOR, Role.OFFICER, Role.CLERK})


def require_officer(by: Actor, locality_id: int) -> None:
    """Who may change the ward's own groups and register, wherever in the ward."""
    if by.kind == "system":
        return
    is_officer = (
        by.kind == "staff"
        and Staff.objects.filter(
            pk=by.id, locality=locality_id, role__in=KEEPS_THE_REGISTER, is_active=True
        ).exists()
    )
    if not is_officer:
        raise NotAllowed(_("Việc này dành cho cán bộ của phường, xã."))


def require_place(by: Actor, neighbourhood: Neighbourhood) -> None:
    """Who may change households and groups there: the ward's officers, and its own helpers."""
    if by.kind in {"system", "platform"}:
        return
    staff = (
        Staff.objects.filter(pk=by.id, locality=neighbourhood.locality_id, is_active=True).first()
        if by.kind == "staff"
        else None
    )
    if staff and staff.role in KEEPS_THE_REGISTER:
        return
    if staff and staff.role in PHONE_ROLES and staff.neighbourhood_id == neighbourhood.pk:
        return
    raise NotAllowed(_("Bạn không phụ trách tổ dân phố này."))
