"""An admin asks for everything the locality owns, and fetches it with a code given just before."""

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.core.tasks import wake_on_commit
from nhipcau.people.models import Staff
from nhipcau.people.rights import require_admin
from nhipcau.places.models import Locality
from nhipcau.replication.data_out.make import WORKING
from nhipcau.replication.models import DataExport
from nhipcau.replication.tasks import write_export


def begin_export(locality: Locality, *, by: Staff) -> DataExport:
    """Verb. One at a time: asked again, it is the one that is being made."""
    require_admin(by.actor, locality.pk)
    try:
        with transaction.atomic():
            made = DataExport.objects.create(locality=locality, asked_by=by, asked_at=civil_now())
            record(by.actor, "data_export.asked", made)
            wake_on_commit(write_export, locality.pk, made.pk)
    except IntegrityError:
        in_work = DataExport.objects.filter(state__in=WORKING).first()
        if in_work is None:  # it ended this very moment
            raise WrongState(_("Tệp trước vừa xuất xong. Hãy mở lại trang.")) from None
        return in_work
    return made


def open_export(export: DataExport, *, by: Staff) -> File[bytes]:
    """Verb. The view has asked for the second factor just before."""
    require_admin(by.actor, export.locality_id)
    if export.state != DataExport.State.READY or not default_storage.exists(export.file):
        raise WrongState(_("Tệp này không còn. Hãy xuất lại."))
    record(by.actor, "data_export.fetched", export)
    return default_storage.open(export.file)
