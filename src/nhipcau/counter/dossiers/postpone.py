"""The ward will be late: it says so before the day, gives the reason and a new date."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.counter.dossiers.move import Why, move
from nhipcau.counter.dossiers.refuse import words
from nhipcau.counter.dossiers.rights import require_keeper
from nhipcau.counter.dossiers.tell import tell
from nhipcau.counter.models import Dossier, DossierStep
from nhipcau.people.models import Staff

RUNNING = frozenset({Dossier.Status.RECEIVED, Dossier.Status.IN_WORK})


def postpone_dossier(dossier: Dossier, *, due_at: datetime, reason: str, by: Staff) -> DossierStep:
    """Verb. The status stays. The figures go on judging by `promised_at`: an apology mends none."""
    require_keeper(by, dossier.locality_id)
    reason = words(reason, "reason")
    if not reason:
        raise BadInput(_("Hãy ghi lý do chậm trả kết quả."), field="reason")
    if dossier.status not in RUNNING or dossier.due_at is None:
        raise WrongState(
            _("Chỉ hẹn lại được hồ sơ đang chạy hạn. Hồ sơ này: %(status)s.")
            % {"status": dossier.get_status_display()}
        )
    if due_at <= max(civil_now(), dossier.due_at):
        raise BadInput(_("Ngày hẹn mới phải sau ngày đã hẹn và sau lúc này."), field="due_at")
    why = Why(DossierStep.Kind.POSTPONED, reason=reason)
    with transaction.atomic():
        step = move(dossier, dossier.status, why, by=by, is_told=False, due_at=due_at)
        tell(step, by=by.actor)
    return step
