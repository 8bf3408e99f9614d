"""Who may do what with dossiers: the desk keeps them, those who lead correct them."""

from django.utils.translation import gettext as _

from nhipcau.core.errors import NotAllowed
from nhipcau.people.models import Role, Staff

KEEPS = frozenset({Role.ADMIN, Role.EDITOR, Role.APPROVER, Role.OFFICER, Role.CLERK})
CORRECTS = frozenset({Role.ADMIN, Role.APPROVER, Role.OFFICER})
ARRANGES = frozenset({Role.ADMIN, Role.APPROVER})


def require_keeper(by: Staff, locality_id: int) -> None:
    if by.role not in KEEPS or by.locality_id != locality_id or not by.is_active:
        raise NotAllowed(_("Bạn không có quyền xử lý hồ sơ của địa bàn này."))


def require_corrector(by: Staff, locality_id: int) -> None:
    if by.role not in CORRECTS or by.locality_id != locality_id or not by.is_active:
        raise NotAllowed(_("Chỉ quản trị, người duyệt hoặc cán bộ chuyên môn mới đính chính được."))


def require_arranger(by: Staff, locality_id: int) -> None:
    if by.role not in ARRANGES or by.locality_id != locality_id or not by.is_active:
        raise NotAllowed(_("Chỉ quản trị hoặc người duyệt mới sửa được phần này."))
