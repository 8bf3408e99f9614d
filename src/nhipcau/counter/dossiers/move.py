"""The one way a dossier changes: a conditional update that minds the clock, and a step."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.counter.dossiers.due import due_again, left_at
from nhipcau.counter.dossiers.statuses import require_step
from nhipcau.counter.models import ENDED, PAUSED, Dossier, DossierPaper, DossierStep
from nhipcau.people.models import Staff
from nhipcau.places.working import office_of

S, Kind = Dossier.Status, DossierStep.Kind
# Away from "papers asked for" though nobody brought them.
WITHOUT_PAPERS = frozenset({Kind.STOPPED, Kind.WITHDRAWN, Kind.REFUSED, Kind.CORRECTED})


@dataclass(frozen=True, slots=True)
class Why:
    """What is kept of a step. `source` is empty at our own desk; `at` is now without it."""

    kind: str
    reason: str = ""
    ground: str = ""
    source: str = ""
    at: datetime | None = None


def move(
    dossier: Dossier, to: int, why: Why, *, by: Staff | Actor, is_told: bool = True, **fields: Any
) -> DossierStep:
    """Inside the caller's transaction. `is_told`: the table of statuses decides; a correction and
    an export have looked at it themselves. `fields` win over what the clock says."""
    if is_told:
        require_step(dossier, to)
    at, now = why.at or civil_now(), civil_now()
    before, due_before = dossier.status, dossier.due_at
    changes = {**_clock(dossier, to, min(at, now)), **_ends(to, min(at, now)), **fields}
    there = Dossier.objects.filter(pk=dossier.pk, status=before, turn=dossier.turn)
    if not there.update(status=to, turn=F("turn") + 1, **changes):
        raise WrongState(what_happened(dossier))
    if before == S.PAPERS_ASKED and to != before:
        _settle_papers(dossier, why.kind, min(at, now))
    dossier.refresh_from_db()
    step = DossierStep.objects.create(
        locality_id=dossier.locality_id,
        dossier=dossier,
        kind=why.kind,
        before=before,
        after=to,
        at=at,
        due_before=due_before,
        due_at=dossier.due_at,
        by=by if isinstance(by, Staff) else None,
        source=why.source,
        reason=why.reason,
        ground=why.ground,
    )
    actor = by.actor if isinstance(by, Staff) else by
    after = {"status": to, "step": step.pk}
    record(actor, f"dossier.{why.kind}", dossier, before={"status": before}, after=after)
    return step


def _clock(dossier: Dossier, to: int, at: datetime) -> dict[str, Any]:
    """Stops in 5, 6 and 8; what moves on to work or to a result runs again."""
    if dossier.due_at is None:
        return {}
    if to in PAUSED:
        if dossier.paused_at is not None:
            return {}
        left = left_at(office_of(dossier.locality), at, dossier.due_at)
        return {"paused_at": at, "left": left}
    if dossier.paused_at is None or dossier.left is None:
        return {}
    runs: dict[str, Any] = {"paused_at": None, "left": None}
    if to in ENDED and to != S.HANDED_OVER:
        return runs
    office, since = office_of(dossier.locality), max(at, dossier.paused_at)
    if dossier.promised_at is not None:
        left = left_at(office, dossier.paused_at, dossier.promised_at)
        runs["promised_at"] = due_again(office, since, left, dossier.promised_at)
    return {**runs, "due_at": due_again(office, since, dossier.left, dossier.due_at)}


def _ends(to: int, at: datetime) -> dict[str, Any]:
    if to == S.DONE:
        return {"finished_at": at}
    return {"ended_at": at} if to in ENDED else {}


def _settle_papers(dossier: Dossier, kind: str, at: datetime) -> None:
    """A later request names its own papers; those of this one are never shown again."""
    asked = DossierPaper.objects.filter(dossier=dossier, brought_at=None, dropped_at=None)
    if kind in WITHOUT_PAPERS:
        asked.update(dropped_at=at)
    else:
        asked.update(brought_at=at)  # the province's file says that it goes on: they were there


def what_happened(dossier: Dossier) -> str:
    now = Dossier.objects.get(pk=dossier.pk)
    last = DossierStep.objects.filter(dossier=dossier).select_related("by").order_by("-id").first()
    who = last.by.name if last is not None and last.by is not None else _("Hệ thống của tỉnh")
    return str(
        _("%(who)s vừa chuyển hồ sơ này sang “%(status)s”. Hãy xem lại rồi làm tiếp.")
        % {"who": who, "status": now.get_status_display()}
    )
