"""Who may do what between a province and its wards."""

from django.utils.translation import gettext as _

from nhipcau.core.errors import NotAllowed
from nhipcau.people.models import Role, Staff
from nhipcau.places.models import Locality

# Who of a ward answers the province: those who write and those who approve.
ANSWERS = frozenset({Role.ADMIN, Role.EDITOR, Role.APPROVER})
WRITES_DRAFTS = (Role.EDITOR, Role.OFFICER, Role.CLERK)  # in this order a draft finds its owner


def require_overseer(by: Staff, office: Locality) -> None:
    is_theirs = by.is_active and by.locality_id == office.pk and office.is_office
    if by.role != Role.OVERSEER or not is_theirs:
        raise NotAllowed(_("Việc này dành cho cán bộ của tỉnh."))


def require_answerer(by: Staff, ward: int) -> None:
    if by.locality_id != ward or not by.is_active or by.role not in ANSWERS:
        raise NotAllowed(_("Việc này dành cho người soạn, người duyệt và quản trị của địa bàn."))
