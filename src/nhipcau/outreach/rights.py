"""Who may act for which neighbourhood, and whether a version is still being carried."""

from django.utils.translation import gettext as _

from nhipcau.core.errors import NotAllowed, WrongState
from nhipcau.notices.models import NoticeVersion
from nhipcau.people.models import Role, Staff

WARD_HANDS = frozenset({Role.ADMIN, Role.EDITOR, Role.APPROVER, Role.OFFICER, Role.CLERK})


def may_serve(staff: Staff, locality: int, neighbourhood: int | None) -> bool:
    """The neighbourhood's own people, and the ward's: officers, team members without a place."""
    if not staff.is_active or staff.locality_id != locality:
        return False
    if staff.role in WARD_HANDS:
        return True
    if staff.role == Role.VIEWER:
        return False
    return is_ward_helper(staff) or staff.neighbourhood_id == neighbourhood


def is_ward_helper(staff: Staff) -> bool:
    """Works anywhere in the ward: sees the doors that the ward took over."""
    return staff.role in WARD_HANDS or (
        staff.role == Role.TEAM_MEMBER and staff.neighbourhood_id is None
    )


def must_serve(staff: Staff, locality: int, neighbourhood: int | None) -> None:
    if not may_serve(staff, locality, neighbourhood):
        raise NotAllowed(_("Bạn không phụ trách tổ dân phố này."))


def must_be_out(version: NoticeVersion) -> None:
    """A withdrawn or replaced version is carried no further."""
    state = NoticeVersion.objects.values_list("state", flat=True).get(pk=version.pk)
    if state == NoticeVersion.State.WITHDRAWN:
        raise WrongState(_("Thông báo này đã được thu hồi."))
    if state == NoticeVersion.State.SUPERSEDED:
        raise WrongState(_("Thông báo này đã có bản mới. Hãy mở bản mới."))
    if state != NoticeVersion.State.PUBLISHED:
        raise WrongState(_("Thông báo này chưa được phát."))
