"""A register file arrives: kept, and read in the background. Or somebody decides against it."""

import hashlib
from pathlib import PurePath
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput
from nhipcau.core.tasks import wake_on_commit
from nhipcau.people.models import ImportBatch
from nhipcau.people.register import words
from nhipcau.people.tasks import clear_register, stage_register
from nhipcau.places.models import Locality
from nhipcau.tables import faults
from nhipcau.tables.read import SIZE_LIMIT

State = ImportBatch.State


def open_batch(locality: Locality, file: BinaryIO, *, name: str, by: Actor) -> ImportBatch:
    """Keep the file and have it read in the background. The same unread file again is one batch."""
    if file.seek(0, 2) > SIZE_LIMIT:
        raise BadInput(words.say_fault(faults.TOO_BIG), field="file")
    file.seek(0)
    digest = hashlib.sha256(file.read()).hexdigest()
    open_one = ImportBatch.objects.filter(
        locality=locality, file_hash=digest, state__in=[State.READING, State.READY]
    ).first()
    if open_one:
        return open_one
    file.seek(0)
    suffix = PurePath(name).suffix.lower()[:6]
    kept = default_storage.save(f"register/{locality.pk}/{digest}{suffix}", File(file))
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            locality=locality,
            file_name=PurePath(name).name[:200],
            file_hash=digest,
            file=kept,
            created_at=civil_now(),
            created_by=str(by),
        )
        record(by, "register.opened", batch)
        wake_on_commit(stage_register, locality.pk, batch.pk)
    return batch


def drop_batch(batch: ImportBatch, *, by: Actor) -> None:
    """Somebody decided against it. What was staged goes with the next clearing."""
    with transaction.atomic():
        changed = ImportBatch.objects.filter(
            pk=batch.pk, state__in=[State.READING, State.READY, State.REFUSED]
        ).update(state=State.DROPPED)
        if changed:
            record(by, "register.dropped", batch)
            wake_on_commit(clear_register, batch.locality_id, batch.pk)
