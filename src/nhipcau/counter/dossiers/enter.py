"""A dossier that an export names and we do not know: entered as it stands, with what is known."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.counter.dossiers.ask_for_papers import Missing
from nhipcau.counter.dossiers.due import left_at
from nhipcau.counter.dossiers.numbers import key_of
from nhipcau.counter.dossiers.owner import owner_of
from nhipcau.counter.dossiers.receive import new_secret
from nhipcau.counter.dossiers.understand import due_of, moment
from nhipcau.counter.models import ENDED, PAUSED, Dossier, DossierPaper, DossierStep
from nhipcau.places.models import Locality
from nhipcau.places.working import office_of
from nhipcau.procedures.queries import by_code
from nhipcau.text.mask import mask_ids

S, Kind = Dossier.Status, DossierStep.Kind
KINDS: dict[int, str] = {
    S.REGISTERED: Kind.REGISTERED,
    S.RECEIVED: Kind.RECEIVED,
    S.REFUSED: Kind.REFUSED,
    S.IN_WORK: Kind.IN_WORK,
    S.PAPERS_ASKED: Kind.PAPERS_ASKED,
    S.FEE_DUE: Kind.FEE_DUE,
    S.WITHDRAWN: Kind.WITHDRAWN,
    S.STOPPED: Kind.STOPPED,
    S.DONE: Kind.DONE,
    S.HANDED_OVER: Kind.HANDED_OVER,
}
BACK_TO_WORK: dict[int, str] = {
    S.PAPERS_ASKED: Kind.PAPERS_BROUGHT,
    S.FEE_DUE: Kind.FEE_PAID,
    S.STOPPED: Kind.RESUMED,
}


def step_kind(before: int, after: int) -> str:
    if after == S.IN_WORK and before in BACK_TO_WORK:
        return BACK_TO_WORK[before]
    return KINDS[after]


def enter_dossier(
    locality: Locality, values: Mapping[str, Any], *, source: str, by: Actor
) -> Dossier:
    """Inside the caller's transaction. IntegrityError when somebody entered it meanwhile."""
    now, status = civil_now(), values["status"]
    received = moment(values, "received_at")
    dossier = Dossier.objects.create(
        locality=locality,
        number=values["number"],
        key=key_of(values["number"]),
        code=new_secret(),
        receipt=values["receipt"],
        name=values["name"],
        phone=values["phone"],
        applicant=values["applicant"],
        filed=values["filed"],
        is_digitised=values["is_digitised"],
        handled_by=values["handled_by"],
        result=values["result"],
        fee_vnd=values["fee"],
        status=status,
        filed_at=received or now,
        received_at=received,
        promised_at=moment(values, "due_at") or due_of(values),
        due_at=due_of(values),
        created_at=now,
        **_owner(values["phone"]),
        **_procedure(values),
        **_ends(values, status, now),
        **_pause(locality, values, status, now),
    )
    _history(dossier, values, source)
    record(by, "dossier.entered", dossier, after={"status": status})
    return dossier


def name_papers(step: DossierStep, papers: Sequence[Missing]) -> None:
    DossierPaper.objects.bulk_create(
        DossierPaper(
            locality_id=step.locality_id,
            dossier_id=step.dossier_id,
            step=step,
            name=mask_ids(one.name)[:300],
        )
        for one in papers
    )


def _owner(phone: str) -> dict[str, Any]:
    household, resident = owner_of(phone)
    return {"household": household, "resident": resident}


def _procedure(values: Mapping[str, Any]) -> dict[str, Any]:
    known = by_code(values["procedure"]) if values["procedure"] else None
    if known is None:
        return {
            "procedure_code": values["procedure"],
            "procedure_name": values["procedure_name"],
        }
    return {
        "procedure_version": known.current,
        "procedure_code": known.code,
        "sector": known.sector,
    }


def _ends(values: Mapping[str, Any], status: int, now: datetime) -> dict[str, Any]:
    ended = moment(values, "ended_at")
    finished = moment(values, "finished_at")
    found: dict[str, Any] = {}
    if status in {S.DONE, S.HANDED_OVER}:
        found["finished_at"] = finished or ended or now
    if status in ENDED:
        found["ended_at"] = ended or now
    return found


def _pause(
    locality: Locality, values: Mapping[str, Any], status: int, now: datetime
) -> dict[str, Any]:
    due = due_of(values)
    if status not in PAUSED or due is None:
        return {}
    return {"paused_at": now, "left": left_at(office_of(locality), now, due)}


def _history(dossier: Dossier, values: Mapping[str, Any], source: str) -> None:
    """Receipt as far as it is told, then where it stands: what lay between nobody told us."""
    if dossier.received_at is not None and dossier.status != S.RECEIVED:
        _add(dossier, Kind.RECEIVED, S.RECEIVED, dossier.received_at, source)
    at = dossier.ended_at or dossier.finished_at or civil_now()
    if dossier.status == S.RECEIVED and dossier.received_at is not None:
        at = dossier.received_at
    step = _add(dossier, KINDS[dossier.status], dossier.status, at, source)
    if dossier.status == S.PAPERS_ASKED:
        name_papers(step, [Missing(name) for name in values["papers"]])


def _add(dossier: Dossier, kind: str, status: int, at: datetime, source: str) -> DossierStep:
    return DossierStep.objects.create(
        locality_id=dossier.locality_id,
        dossier=dossier,
        kind=kind,
        after=status,
        at=at,
        due_at=dossier.due_at,
        source=source,
    )
