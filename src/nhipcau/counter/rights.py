"""Who serves at the desk, and who may help and write it down."""

from django.utils.translation import gettext as _

from nhipcau.core.errors import NotAllowed
from nhipcau.people.models import Role, Staff
from nhipcau.people.models.staff import PHONE_ROLES

SERVES = frozenset({Role.ADMIN, Role.EDITOR, Role.OFFICER, Role.CLERK, Role.TEAM_MEMBER})
# Leaders and deputies help as well, in the homes of their neighbourhood.
HELPS = SERVES | PHONE_ROLES


def require_server(by: Staff, locality_id: int) -> None:
    if by.role not in SERVES or by.locality_id != locality_id or not by.is_active:
        raise NotAllowed(_("Việc này dành cho người trực bộ phận một cửa."))


def require_aide(by: Staff, locality_id: int) -> None:
    if by.role not in HELPS or by.locality_id != locality_id or not by.is_active:
        raise NotAllowed(_("Bạn không có quyền ghi lượt hỗ trợ của địa bàn này."))
