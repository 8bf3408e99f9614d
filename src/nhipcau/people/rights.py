"""Who may change who works here."""

from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.errors import NotAllowed
from nhipcau.people.models import Role, Staff


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
