"""Work on a dossier stops for a reason that lies with others, and goes on."""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.errors import BadInput, WrongState
from nhipcau.counter.dossiers.move import Why, move
from nhipcau.counter.dossiers.refuse import words
from nhipcau.counter.dossiers.rights import require_keeper
from nhipcau.counter.dossiers.tell import tell
from nhipcau.counter.models import Dossier, DossierStep
from nhipcau.people.models import Staff

S, Kind = Dossier.Status, DossierStep.Kind


def stop_dossier(dossier: Dossier, *, reason: str, by: Staff) -> DossierStep:
    """Verb. The clock stands."""
    require_keeper(by, dossier.locality_id)
    reason = words(reason, "reason")
    if not reason:
        raise BadInput(_("Hãy ghi vì sao dừng xử lý."), field="reason")
    with transaction.atomic():
        step = move(dossier, S.STOPPED, Why(Kind.STOPPED, reason=reason), by=by)
        tell(step, by=by.actor)
    return step


def resume_dossier(dossier: Dossier, *, by: Staff) -> DossierStep:
    """Verb. The clock runs again with what was left."""
    require_keeper(by, dossier.locality_id)
    if dossier.status != S.STOPPED:
        raise WrongState(_("Hồ sơ này không dừng xử lý."))
    with transaction.atomic():
        step = move(dossier, S.IN_WORK, Why(Kind.RESUMED), by=by)
        tell(step, by=by.actor)
    return step
