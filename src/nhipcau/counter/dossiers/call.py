"""The clerk's list of calls: told on the telephone, or nobody took it."""

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.counter.dossiers.rights import require_keeper
from nhipcau.counter.models import DossierMessage
from nhipcau.people.models import Staff

State = DossierMessage.State
MOST_TRIES = 3


def to_call() -> QuerySet[DossierMessage]:
    """Who waits longest first."""
    waiting = DossierMessage.objects.filter(state=State.TO_CALL)
    return waiting.select_related("dossier__procedure_version", "step").order_by("at", "id")


def called(message: DossierMessage, *, by: Staff, is_reached: bool) -> None:
    """Verb. After three calls that nobody took it leaves the list: the dossier's page says so."""
    require_keeper(by, message.locality_id)
    with transaction.atomic():
        waiting = DossierMessage.objects.filter(pk=message.pk, state=State.TO_CALL)
        if is_reached:
            done = waiting.update(state=State.CALLED, done_at=civil_now(), done_by=by)
        else:
            done = waiting.update(tries=F("tries") + 1, done_by=by)
            DossierMessage.objects.filter(
                pk=message.pk, state=State.TO_CALL, tries__gte=MOST_TRIES
            ).update(state=State.UNREACHED, done_at=civil_now())
        if not done:
            raise WrongState(_("Việc gọi này đã có người làm xong."))
        after = {"message": message.pk, "reached": is_reached}
        record(by.actor, "dossier.called", message.dossier, after=after)
    message.refresh_from_db()
