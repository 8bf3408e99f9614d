"""The result is back at the desk, and its owner takes it home."""

from django.db import transaction

from nhipcau.counter.dossiers.move import Why, move
from nhipcau.counter.dossiers.rights import require_keeper
from nhipcau.counter.dossiers.tell import tell
from nhipcau.counter.models import Dossier, DossierStep
from nhipcau.people.models import Staff
from nhipcau.text.fold import tidy
from nhipcau.text.mask import mask_ids

S, Kind = Dossier.Status, DossierStep.Kind


def finish_dossier(dossier: Dossier, *, result: str = "", by: Staff) -> DossierStep:
    """Verb. `result`: the paper that was made, with its number where it has one."""
    require_keeper(by, dossier.locality_id)
    made = mask_ids(tidy(result))[:300]
    with transaction.atomic():
        step = move(dossier, S.DONE, Why(Kind.DONE, reason=made), by=by, result=made)
        tell(step, by=by.actor)
    return step


def hand_over_result(dossier: Dossier, *, by: Staff) -> DossierStep:
    """Verb. The end: from now on nothing but a correction changes it."""
    require_keeper(by, dossier.locality_id)
    with transaction.atomic():
        step = move(dossier, S.HANDED_OVER, Why(Kind.HANDED_OVER), by=by)
        tell(step, by=by.actor)
    return step
