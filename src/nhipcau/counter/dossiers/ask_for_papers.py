"""What is missing is named, paper by paper; the clock stands until all of it is there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.counter.dossiers.move import Why, move, what_happened
from nhipcau.counter.dossiers.refuse import words
from nhipcau.counter.dossiers.rights import require_keeper
from nhipcau.counter.dossiers.tell import tell
from nhipcau.counter.models import Dossier, DossierPaper, DossierStep
from nhipcau.people.models import Staff
from nhipcau.text.fold import fold, tidy
from nhipcau.text.mask import mask_ids

S, Kind = Dossier.Status, DossierStep.Kind
MOST = 20


@dataclass(frozen=True, slots=True)
class Missing:
    name: str
    note: str = ""


def ask_for_papers(
    dossier: Dossier, papers: Sequence[Missing], *, by: Staff, reason: str = ""
) -> DossierStep:
    """Verb. One request with every paper in it."""
    require_keeper(by, dossier.locality_id)
    named = _named(papers)
    why = Why(Kind.PAPERS_ASKED, reason=words(reason, "reason"))
    with transaction.atomic():
        step = move(dossier, S.PAPERS_ASKED, why, by=by)
        DossierPaper.objects.bulk_create(
            DossierPaper(
                locality_id=dossier.locality_id,
                dossier=dossier,
                step=step,
                name=one.name,
                note=one.note,
            )
            for one in named
        )
        tell(step, by=by.actor)
    return step


def papers_brought(dossier: Dossier, brought: Collection[int], *, by: Staff) -> DossierStep | None:
    """Verb. `brought` are keys of papers. None while something is still missing: the clock stands.
    What was asked before the dossier was received waits for its receipt."""
    require_keeper(by, dossier.locality_id)
    if dossier.status != S.PAPERS_ASKED:
        raise WrongState(_("Hồ sơ này không chờ bổ sung giấy tờ."))
    with transaction.atomic():
        _hold(dossier)
        waiting = _open(dossier)
        there = waiting.filter(pk__in=brought).update(brought_at=civil_now())
        if not there and waiting.exists():
            raise BadInput(_("Hãy đánh dấu những giấy tờ đã nộp."), field="papers")
        if there:
            record(by.actor, "dossier.paper_brought", dossier, after={"papers": there})
        if waiting.exists() or dossier.received_at is None:
            return None
        step = move(dossier, S.IN_WORK, Why(Kind.PAPERS_BROUGHT), by=by)
        tell(step, by=by.actor)
    return step


def still_missing(dossier: Dossier) -> list[DossierPaper]:
    return list(_open(dossier))


def _open(dossier: Dossier) -> QuerySet[DossierPaper]:
    return DossierPaper.objects.filter(dossier=dossier, brought_at=None, dropped_at=None)


def _hold(dossier: Dossier) -> None:
    """An update that changes nothing takes the row: of two who each bring the last but one paper
    the second sees the first's, and the clock runs again."""
    as_seen = Dossier.objects.filter(pk=dossier.pk, status=S.PAPERS_ASKED, turn=dossier.turn)
    if not as_seen.update(turn=dossier.turn):
        raise WrongState(what_happened(dossier))


def _named(papers: Sequence[Missing]) -> list[Missing]:
    found: dict[str, Missing] = {}
    for one in papers:
        name = mask_ids(tidy(one.name))
        if name:
            found.setdefault(fold(name), Missing(name, mask_ids(tidy(one.note))[:300]))
    if not found:
        raise BadInput(_("Hãy ghi tên từng giấy tờ còn thiếu."), field="papers")
    if len(found) > MOST or any(len(one.name) > 300 for one in found.values()):
        raise BadInput(
            _("Nhiều nhất %(n)d giấy tờ, mỗi tên không quá 300 ký tự.") % {"n": MOST},
            field="papers",
        )
    return list(found.values())
