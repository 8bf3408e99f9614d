"""The ten national statuses and what may follow what: the one table that every verb obeys."""

from typing import Final

from django.utils.translation import gettext as _

from nhipcau.core.errors import WrongState
from nhipcau.counter.models import ENDED, Dossier

S = Dossier.Status
# One step. What was once received is never registered, received or refused again.
NEXT: Final[dict[int, frozenset[int]]] = {
    S.REGISTERED: frozenset({S.RECEIVED, S.REFUSED, S.PAPERS_ASKED, S.WITHDRAWN}),
    S.RECEIVED: frozenset({S.IN_WORK, S.PAPERS_ASKED, S.FEE_DUE, S.WITHDRAWN, S.STOPPED, S.DONE}),
    S.IN_WORK: frozenset({S.PAPERS_ASKED, S.FEE_DUE, S.WITHDRAWN, S.STOPPED, S.DONE}),
    S.PAPERS_ASKED: frozenset({S.RECEIVED, S.REFUSED, S.IN_WORK, S.WITHDRAWN, S.STOPPED}),
    S.FEE_DUE: frozenset({S.IN_WORK, S.WITHDRAWN, S.STOPPED}),
    S.STOPPED: frozenset({S.IN_WORK, S.WITHDRAWN}),
    S.DONE: frozenset({S.HANDED_OVER}),
    S.REFUSED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.HANDED_OVER: frozenset(),
}
BEFORE_RECEIPT: Final = frozenset({S.REGISTERED, S.RECEIVED, S.REFUSED})


def may_become(before: int, after: int, *, was_received: bool) -> bool:
    """In one step, as our own verbs go."""
    if was_received and after in BEFORE_RECEIPT:
        return False
    return after in NEXT[before]


def may_have_become(before: int, after: int, *, was_received: bool) -> bool:
    """After steps that nobody told us of: an export shows only where a dossier stands today."""
    if was_received and after in BEFORE_RECEIPT:
        return False
    seen, coming = {before}, [before]
    while coming:
        for one in NEXT[coming.pop()] - seen:
            seen.add(one)
            coming.append(one)
    return after in seen - {before}


def require_step(dossier: Dossier, after: int) -> None:
    """Raises WrongState with a sentence that says where it stands and what would help."""
    before = dossier.status
    if may_become(before, after, was_received=dossier.received_at is not None):
        return
    raise WrongState(say_refusal(before, after))


def say_refusal(before: int, after: int) -> str:
    said = {"before": S(before).label, "after": S(after).label}
    if before == after:
        return str(_("Hồ sơ đã ở tình trạng “%(after)s” rồi.") % said)
    where = (
        _("Hồ sơ đã kết thúc (“%(before)s”), không chuyển sang “%(after)s” được.")
        if before in ENDED
        else _("Hồ sơ đang “%(before)s”, không quay lại hay nhảy sang “%(after)s” được.")
    )
    return f"{where % said} {_('Nếu ghi nhầm, hãy dùng Đính chính và nêu lý do.')}"
