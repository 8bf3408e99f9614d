"""Who somebody is at the province's identity service, as their admin says. It opens an account that
is there already; it never makes one."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.people.models import Staff
from nhipcau.people.rights import require_admin
from nhipcau.text.fold import tidy

LONGEST = 200


def set_identity(staff: Staff, value: str, *, by: Actor) -> None:
    """Verb. Empty takes it away: the service opens this account no more."""
    require_admin(by, staff.locality_id)
    value = as_kept(value)
    if len(value) > LONGEST:
        raise BadInput(_("Định danh dài quá 200 ký tự."), field="identity")
    if value and not staff.uses_console:
        raise WrongState(_("Chỉ cán bộ vào bằng máy tính mới gắn được định danh của tỉnh."))
    try:
        with transaction.atomic():
            as_seen = Staff.objects.filter(pk=staff.pk, identity=staff.identity)
            if not as_seen.update(identity=value):
                raise WrongState(_("Tài khoản này vừa được người khác sửa. Hãy mở lại trang."))
            audit.record(by, "staff.identity_set", staff, after={"has_one": bool(value)})
    except IntegrityError:
        raise BadInput(
            _("Định danh này đã gắn với một tài khoản khác."), field="identity"
        ) from None
    staff.refresh_from_db()


def as_kept(value: str) -> str:
    """Addresses of letters know no capitals; every other identifier is taken sign by sign."""
    value = tidy(value)
    return value.lower() if settings.OIDC_CLAIM == "email" else value
