"""Who may answer for the ward, and who may change how questions are dealt out."""

from django.utils.translation import gettext as _

from nhipcau.core.errors import NotAllowed
from nhipcau.people.models import Role, Staff

# The digital team of the neighbourhoods shares the inbox: its members answer on their telephones.
ANSWERS = frozenset(
    {Role.ADMIN, Role.EDITOR, Role.APPROVER, Role.OFFICER, Role.CLERK, Role.TEAM_MEMBER}
)
ARRANGES = frozenset({Role.ADMIN, Role.APPROVER})


def require_answerer(by: Staff, locality_id: int) -> None:
    if by.role not in ANSWERS or by.locality_id != locality_id or not by.is_active:
        raise NotAllowed(_("Bạn không có quyền trả lời câu hỏi của địa bàn này."))


def require_arranger(by: Staff, locality_id: int) -> None:
    if by.role not in ARRANGES or by.locality_id != locality_id or not by.is_active:
        raise NotAllowed(_("Chỉ quản trị hoặc người duyệt mới sửa được bảng phân công."))
