"""Somebody wrote down the wrong thing: any status, with a reason, and both stay on record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput
from nhipcau.counter.dossiers.due import left_at
from nhipcau.counter.dossiers.move import Why, move
from nhipcau.counter.dossiers.owner import owner_of
from nhipcau.counter.dossiers.refuse import words
from nhipcau.counter.dossiers.rights import require_corrector
from nhipcau.counter.models import Dossier, DossierStep
from nhipcau.people.models import Staff
from nhipcau.places.working import office_of
from nhipcau.text.fold import tidy
from nhipcau.text.phones import to_e164

S = Dossier.Status
BEFORE = frozenset({S.REGISTERED, S.REFUSED, S.PAPERS_ASKED, S.WITHDRAWN})
LIVE = frozenset({S.REGISTERED, S.RECEIVED, S.IN_WORK, S.PAPERS_ASKED, S.FEE_DUE, S.STOPPED})


@dataclass(frozen=True, slots=True)
class Correction:
    """Only what is given changes."""

    status: int | None = None
    due_at: datetime | None = None
    name: str | None = None
    phone: str | None = None


def correct_dossier(
    dossier: Dossier, correction: Correction, *, reason: str, by: Staff
) -> DossierStep:
    """Verb. The only one that may go backwards. The owner is not told: whoever corrects calls."""
    require_corrector(by, dossier.locality_id)
    reason = words(reason, "reason")
    if not reason:
        raise BadInput(_("Hãy ghi lý do đính chính."), field="reason")
    fields = _fields(dossier, correction)
    to = correction.status or dossier.status
    if to not in S.values:
        raise BadInput(_("Không có tình trạng này."), field="status")
    if to == dossier.status and not fields:
        raise BadInput(_("Chưa có gì thay đổi để đính chính."), field="status")
    fields = {**_follows(dossier, to), **fields}
    with transaction.atomic():
        why = Why(DossierStep.Kind.CORRECTED, reason=reason)
        return move(dossier, to, why, by=by, is_told=False, **fields)


def _follows(dossier: Dossier, to: int) -> dict[str, Any]:
    """What a status brings along, as if the dossier had never been elsewhere."""
    if to == S.REGISTERED:
        gone = ("received_at", "promised_at", "due_at", "paused_at", "left")
        return {**dict.fromkeys(gone), "finished_at": None, "ended_at": None}
    if dossier.received_at is None and to not in BEFORE:
        raise BadInput(
            _("Hồ sơ chưa từng được tiếp nhận: hãy đưa về “Mới đăng ký” rồi tiếp nhận."),
            field="status",
        )
    if to in LIVE:
        return {"finished_at": None, "ended_at": None}
    if to == S.DONE:
        return {"finished_at": dossier.finished_at or civil_now(), "ended_at": None}
    return {}


def _fields(dossier: Dossier, correction: Correction) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if correction.due_at is not None and correction.due_at != dossier.due_at:
        if dossier.received_at is None or correction.due_at <= dossier.received_at:
            raise BadInput(_("Ngày hẹn trả phải sau lúc tiếp nhận."), field="due_at")
        found["due_at"] = correction.due_at
        if dossier.paused_at is not None:
            office = office_of(dossier.locality)
            found["left"] = left_at(office, dossier.paused_at, correction.due_at)
    if correction.name is not None and tidy(correction.name) != dossier.name:
        found["name"] = tidy(correction.name)[:120]
    if correction.phone is not None and correction.phone.strip():
        phone = to_e164(correction.phone)
        if phone is None:
            raise BadInput(_("Số điện thoại này không đúng. Hãy kiểm tra lại."), field="phone")
        if phone != dossier.phone:
            household, resident = owner_of(phone)
            found |= {"phone": phone, "household": household, "resident": resident}
    return found
