"""Who may arrange rosters, and who may stand where."""

from typing import Final

from django.utils.translation import gettext as _

from nhipcau.core.errors import BadInput, NotAllowed
from nhipcau.people.models import Role, Staff
from nhipcau.people.models.staff import CONSOLE_ROLES
from nhipcau.rosters.models import Post

ARRANGES = frozenset({Role.ADMIN, Role.APPROVER, Role.OFFICER})
# Who answers in the inbox (a test holds this against the inbox's own rule, which stands above).
ANSWERS = (CONSOLE_ROLES - {Role.VIEWER}) | {Role.TEAM_MEMBER}
HELPS = ANSWERS | {Role.LEADER, Role.DEPUTY}
STANDS: Final = {Post.DESK: HELPS, Post.INBOX: ANSWERS, Post.FIELD: HELPS}


def require_arranger(by: Staff, locality_id: int) -> None:
    if by.role not in ARRANGES or by.locality_id != locality_id or not by.is_active:
        raise NotAllowed(_("Chỉ quản trị, người duyệt hoặc cán bộ mới xếp được lịch trực."))


def check_post(staff: Staff, post: str, locality_id: int) -> None:
    """That this person may stand there."""
    if post not in STANDS:
        raise BadInput(_("Hãy chọn nơi trực."), field="post")
    if staff.locality_id != locality_id:
        raise NotAllowed(_("Người này thuộc địa bàn khác."))
    if not staff.is_active:
        raise NotAllowed(_("%(who)s đã ngừng hoạt động.") % {"who": staff.name})
    if staff.role not in STANDS[Post(post)]:
        raise NotAllowed(
            _("%(who)s (%(role)s) không trực ở “%(post)s” được.")
            % {
                "who": staff.name,
                "role": staff.get_role_display().lower(),
                "post": Post(post).label,
            }
        )
