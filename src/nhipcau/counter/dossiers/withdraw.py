"""The owner takes the dossier back."""

from django.db import transaction

from nhipcau.counter.dossiers.move import Why, move
from nhipcau.counter.dossiers.refuse import words
from nhipcau.counter.dossiers.rights import require_keeper
from nhipcau.counter.dossiers.tell import tell
from nhipcau.counter.models import Dossier, DossierStep
from nhipcau.people.models import Staff


def withdraw_dossier(dossier: Dossier, *, reason: str = "", by: Staff) -> DossierStep:
    """Verb. On their own request: the reason is theirs to give or not."""
    require_keeper(by, dossier.locality_id)
    why = Why(DossierStep.Kind.WITHDRAWN, reason=words(reason, "reason"))
    with transaction.atomic():
        step = move(dossier, Dossier.Status.WITHDRAWN, why, by=by)
        tell(step, by=by.actor)
    return step
