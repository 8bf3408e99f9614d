"""A procedure that is no longer done here leaves the lists; its versions stay readable."""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.procedures.models import Procedure
from nhipcau.procedures.rights import require_editor


def retire_procedure(procedure: Procedure, *, by: Actor) -> None:
    require_editor(by, procedure.locality_id)
    with transaction.atomic():
        if not Procedure.objects.filter(pk=procedure.pk, retired_at=None).update(
            retired_at=civil_now()
        ):
            raise WrongState(_("Thủ tục này đã ngừng áp dụng từ trước."))
        audit.record(by, "procedure.retired", procedure, after={"code": procedure.code})


def restore_procedure(procedure: Procedure, *, by: Actor) -> None:
    """It is done here again: the same code, the version it had."""
    require_editor(by, procedure.locality_id)
    with transaction.atomic():
        if not Procedure.objects.filter(pk=procedure.pk, retired_at__isnull=False).update(
            retired_at=None
        ):
            raise WrongState(_("Thủ tục này đang áp dụng."))
        audit.record(by, "procedure.restored", procedure, after={"code": procedure.code})
