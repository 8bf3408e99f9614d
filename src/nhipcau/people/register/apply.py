"""The preview becomes the register: one short transaction of set-based statements."""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now, machine_now
from nhipcau.core.errors import WrongState
from nhipcau.core.language import house_language
from nhipcau.core.tasks import wake_on_commit
from nhipcau.people.models import ImportBatch
from nhipcau.people.register import sql
from nhipcau.people.tasks import clear_register, stage_register
from nhipcau.places.models import Neighbourhood
from nhipcau.places.open import UNNUMBERED_FROM, number_in

State = ImportBatch.State


def apply_register(batch: ImportBatch, *, by: Actor) -> ImportBatch:
    """Write what the preview showed. Raises WrongState when it is no longer what would happen."""
    if _is_overtaken(batch):
        _stage_again(batch)
        raise WrongState(
            _("Sổ hộ dân đã được nhập từ tệp khác sau khi xem trước; đang đọc lại tệp này.")
        )
    now = civil_now()
    with transaction.atomic():
        mine = ImportBatch.objects.filter(pk=batch.pk, state=State.READY).update(
            state=State.APPLIED, applied_at=now, written_at=machine_now()
        )
        if not mine:
            raise WrongState(_("Tệp này đã được nhập hoặc đã bỏ."))
        _make_places(batch)
        with house_language():
            prefix = _("Nhóm hộ dân ")
        sql.write_staged(batch.locality_id, batch.pk, now=now, group_prefix=prefix)
        record(by, "register.applied", batch, after=batch.counts)
        wake_on_commit(clear_register, batch.locality_id, batch.pk)
    batch.refresh_from_db()
    return batch


def _is_overtaken(batch: ImportBatch) -> bool:
    return ImportBatch.objects.filter(
        locality_id=batch.locality_id, state=State.APPLIED, written_at__gte=batch.staged_at
    ).exists()


def _stage_again(batch: ImportBatch) -> None:
    with transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk, state=State.READY).update(state=State.READING)
        wake_on_commit(stage_register, batch.locality_id, batch.pk)


def _make_places(batch: ImportBatch) -> None:
    have = Neighbourhood.objects.filter(locality_id=batch.locality_id).count()
    names = batch.report.get("new_places", [])
    Neighbourhood.objects.bulk_create(
        [
            Neighbourhood(
                locality_id=batch.locality_id,
                name=name,
                number=number_in(name),
                position=number_in(name) or UNNUMBERED_FROM + have + place,
            )
            for place, name in enumerate(names, start=1)
        ],
        ignore_conflicts=True,
    )
