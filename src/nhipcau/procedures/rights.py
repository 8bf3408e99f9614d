"""Who may change the catalogue. Whoever uses the console may read it."""

from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.errors import NotAllowed
from nhipcau.people.models import Role, Staff
from nhipcau.people.models.staff import CONSOLE_ROLES

# A province's staff keep its own catalogue: a tenant like any other, without a person in it.
EDITS_PROCEDURES = frozenset({Role.ADMIN, Role.EDITOR, Role.OFFICER, Role.OVERSEER})
READS_PROCEDURES = tuple(Role(role) for role in sorted(CONSOLE_ROLES | {Role.OVERSEER}))


def require_editor(by: Actor, locality_id: int) -> None:
    if by.kind == "system":
        return
    may = (
        by.kind == "staff"
        and Staff.objects.filter(
            pk=by.id, locality=locality_id, role__in=EDITS_PROCEDURES, is_active=True
        ).exists()
    )
    if not may:
        raise NotAllowed(_("Chỉ cán bộ của địa bàn mới sửa được danh mục thủ tục."))
