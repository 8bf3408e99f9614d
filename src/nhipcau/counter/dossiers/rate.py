"""One tap of the owner after the result: was it well done. The last tap counts."""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.actor import resident
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.counter.models import Dossier, DossierRating
from nhipcau.text.fold import tidy
from nhipcau.text.mask import mask_ids

MOST = 500
RATED = frozenset({Dossier.Status.DONE, Dossier.Status.HANDED_OVER})


def may_rate(dossier: Dossier) -> bool:
    return dossier.status in RATED


def rate_dossier(dossier: Dossier, *, score: int, text: str = "") -> DossierRating:
    """Verb of whoever holds the receipt."""
    if score not in DossierRating.Score.values:
        raise BadInput(_("Hãy chọn một trong ba mức."), field="score")
    if not may_rate(dossier):
        raise WrongState(_("Hồ sơ này chưa có kết quả để đánh giá."))
    with transaction.atomic():
        rating, is_new = DossierRating.objects.update_or_create(
            locality_id=dossier.locality_id,
            dossier=dossier,
            defaults={
                "score": score,
                "text": mask_ids(tidy(text[: 4 * MOST]))[:MOST],
                "at": civil_now(),
            },
        )
        by = resident(dossier.household_id)
        record(by, "dossier.rated", dossier, after={"score": score, "is_new": is_new})
    return rating
