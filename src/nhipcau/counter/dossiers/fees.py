"""A fee or tax falls due, and is paid. The clock stands in between."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput
from nhipcau.counter.dossiers.move import Why, move
from nhipcau.counter.dossiers.rights import require_keeper
from nhipcau.counter.dossiers.tell import tell
from nhipcau.counter.models import Dossier, DossierStep
from nhipcau.people.models import Staff
from nhipcau.text.fold import tidy

S, Kind = Dossier.Status, DossierStep.Kind
DEAREST = 100_000_000_000


def fee_due(dossier: Dossier, *, vnd: int, what: str, by: Staff) -> DossierStep:
    """Verb. `what` it is for: lệ phí, thuế trước bạ …"""
    require_keeper(by, dossier.locality_id)
    if not 0 < vnd <= DEAREST:
        raise BadInput(_("Hãy ghi số tiền phải nộp."), field="vnd")
    what = tidy(what)[:200]
    if not what:
        raise BadInput(_("Hãy ghi khoản phải nộp là gì."), field="what")
    why = Why(Kind.FEE_DUE, reason=what)
    fields: dict[str, Any] = {
        "fee_vnd": vnd,
        "fee_for": what,
        "fee_paid_at": None,
        "fee_paid_by": "",
    }
    with transaction.atomic():
        step = move(dossier, S.FEE_DUE, why, by=by, **fields)
        tell(step, by=by.actor)
    return step


def fee_paid(dossier: Dossier, *, how: str, by: Staff) -> DossierStep:
    """Verb. The clock runs again."""
    require_keeper(by, dossier.locality_id)
    if how not in Dossier.Paid.values:
        raise BadInput(_("Hãy chọn cách đã nộp tiền."), field="how")
    fields: dict[str, Any] = {"fee_paid_at": civil_now(), "fee_paid_by": how}
    with transaction.atomic():
        step = move(dossier, S.IN_WORK, Why(Kind.FEE_PAID), by=by, **fields)
        tell(step, by=by.actor)
    return step
