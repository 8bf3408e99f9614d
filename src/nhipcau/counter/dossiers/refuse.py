"""The desk does not take a dossier: with its reason and the legal ground of it."""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.errors import BadInput
from nhipcau.counter.dossiers.move import Why, move
from nhipcau.counter.dossiers.rights import require_keeper
from nhipcau.counter.dossiers.tell import tell
from nhipcau.counter.models import Dossier, DossierStep
from nhipcau.people.models import Staff
from nhipcau.text.fold import tidy_lines
from nhipcau.text.mask import mask_ids

MOST = 1000


def refuse_dossier(dossier: Dossier, *, reason: str, ground: str, by: Staff) -> DossierStep:
    """Verb. Both are needed: they stand on the paper that the owner takes home."""
    require_keeper(by, dossier.locality_id)
    reason, ground = words(reason, "reason"), words(ground, "ground")
    if not reason:
        raise BadInput(_("Hãy ghi lý do từ chối."), field="reason")
    if not ground:
        raise BadInput(_("Hãy ghi căn cứ pháp lý của việc từ chối."), field="ground")
    why = Why(DossierStep.Kind.REFUSED, reason=reason, ground=ground)
    with transaction.atomic():
        step = move(dossier, Dossier.Status.REFUSED, why, by=by)
        tell(step, by=by.actor)
    return step


def words(typed: str, field: str) -> str:
    """What the owner will read: tidied, without numbers of identity papers."""
    said = mask_ids(tidy_lines(typed))
    if len(said) > MOST:
        raise BadInput(
            _("Viết gọn lại: còn thừa %(n)d ký tự.") % {"n": len(said) - MOST}, field=field
        )
    return said
