"""The province changes a procedure once for all its wards."""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.core.tasks import wake_on_commit
from nhipcau.people.models import Staff
from nhipcau.places.oversee import wards_of
from nhipcau.procedures.content import content_of
from nhipcau.procedures.models import Procedure
from nhipcau.procedures.queries import whole
from nhipcau.replication.models import Push, PushTo
from nhipcau.replication.province.rights import require_overseer
from nhipcau.replication.tasks import spread_now


def push_procedure(procedure: Procedure, *, by: Staff) -> Push:
    """Verb. As the province's own catalogue says it now. The wards get it right afterwards."""
    office = procedure.locality
    require_overseer(by, office)
    if procedure.current_id is None or procedure.retired_at is not None:
        raise WrongState(_("Thủ tục này không còn trong danh mục của tỉnh."))
    wards = list(wards_of(office))
    if not wards:
        raise WrongState(_("Chưa có địa bàn nào thuộc tỉnh."))
    content = content_of(whole(procedure.current_id))
    with transaction.atomic():
        push = Push.objects.create(
            locality=office,
            code=procedure.code,
            name=content.name,
            content=content.to_json(),
            pushed_by=by,
            pushed_at=civil_now(),
        )
        PushTo.objects.bulk_create(PushTo(locality=office, push=push, ward=ward) for ward in wards)
        audit.record(by.actor, "province.pushed", push, after={"wards": len(wards)})
        wake_on_commit(spread_now)
    return push
