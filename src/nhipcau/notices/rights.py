"""Who may do what with a notice. Rights come from roles; an admin keeps accounts, not notices."""

from django.utils.translation import gettext as _

from nhipcau.core.errors import NotAllowed
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.people.models import Role, Staff

WRITERS = frozenset({Role.EDITOR, Role.APPROVER, Role.OFFICER, Role.CLERK})
PUBLISHERS = frozenset({Role.EDITOR, Role.APPROVER})


def must_write(by: Staff, locality_id: int) -> None:
    must_be_of(by, locality_id)
    if by.role not in WRITERS and not by.may_release_urgent:  # who lets it go may also write it
        raise NotAllowed(_("Vai trò của bạn không soạn thông báo. Hãy nhờ người soạn của phường."))


def must_publish(by: Staff, locality_id: int) -> None:
    must_be_of(by, locality_id)
    if not may_publish(by):
        raise NotAllowed(_("Chỉ người soạn hoặc người duyệt được phát, thu hồi thông báo."))


def may_publish(by: Staff) -> bool:
    """The one named for urgent releases must be able to let go what they released."""
    return by.role in PUBLISHERS or by.may_release_urgent


def must_be_of(by: Staff, locality_id: int) -> None:
    if by.locality_id != locality_id or not by.is_active:
        raise NotAllowed(_("Thông báo này không thuộc địa bàn của bạn."))


def why_not_approve(version: NoticeVersion, by: Staff) -> str:
    """The reason in words why this person may not approve; empty when they may."""
    if by.role != Role.APPROVER:
        return _("Chỉ người duyệt của phường được duyệt thông báo.")
    if by.pk == version.submitted_by_id:
        return _("Bạn đã trình thông báo này nên không thể tự duyệt. Cần một người duyệt khác.")
    if by.pk == version.written_by_id:
        return _("Bạn là người sửa sau cùng nên không thể tự duyệt. Cần một người duyệt khác.")
    return ""


def why_not_release(version: NoticeVersion, by: Staff) -> str:
    """The same for releasing at once, which is for urgent notices and one named person."""
    if not by.may_release_urgent:
        return _("Chỉ người được giao quyền phát khẩn mới cho phát trước, duyệt sau.")
    if not is_urgent(version.notice):
        return _("Chỉ thông báo khẩn mới được phát trước, duyệt sau.")
    return ""


def why_not_review(version: NoticeVersion, by: Staff) -> str:
    """Who looks at an urgent release afterwards: an approver who had no hand in it."""
    if by.role != Role.APPROVER:
        return _("Chỉ người duyệt của phường được xem lại một lần phát khẩn.")
    if by.pk in {version.approved_by_id, version.submitted_by_id, version.written_by_id}:
        return _(
            "Bạn đã soạn, trình hoặc cho phát thông báo này. Cần một người duyệt khác xem lại."
        )
    return ""


def is_urgent(notice: Notice) -> bool:
    return notice.urgency == Notice.Urgency.URGENT or notice.kind == Notice.Kind.EMERGENCY
