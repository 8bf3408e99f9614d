"""A line of an export beside the dossier that we know: new, changed, the same, or backwards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.counter.dossiers.statuses import may_have_become, say_refusal
from nhipcau.counter.dossiers.understand import NOT_RECEIVED, due_of, moment
from nhipcau.counter.models import PAUSED, Dossier, DossierRow

S, Verdict = Dossier.Status, DossierRow.Verdict
RUNNING = frozenset({S.RECEIVED, S.IN_WORK})
# What a file may fill in where we know nothing yet, and what it may change.
FILLS = ("name", "phone", "receipt")
CHANGES = ("handled_by", "result", "is_digitised")


def compare(row: DossierRow, known: Dossier | None, found: Mapping[str, str]) -> None:
    """Writes verdict, reason and what it was compared with into the row."""
    values = row.said
    row.dossier, row.turn = known, known.turn if known else None
    if known is None:
        row.verdict = Verdict.NEW
        if values["status"] not in NOT_RECEIVED and not moment(values, "received_at"):
            row.verdict, row.column = Verdict.REFUSED, found.get("received_at", "")[:80]
            row.reason = _("hồ sơ đã tiếp nhận mà chưa có ngày tiếp nhận.")
        return
    after, was_received = values["status"], known.received_at is not None
    if after != known.status and not may_have_become(
        known.status, after, was_received=was_received
    ):
        row.verdict, row.column = Verdict.BACKWARDS, found["status"][:80]
        row.reason = say_refusal(known.status, after)[:400]
        return
    is_changed = after != known.status or bool(filled(known, values)) or new_due(known, values)
    row.verdict = Verdict.CHANGED if is_changed else Verdict.SAME


def new_due(known: Dossier, values: Mapping[str, Any]) -> datetime | None:
    """The file's date of return where it is another one. While the clock stands no date counts."""
    due = due_of(values)
    if due is None or values["status"] in PAUSED or known.due_at == due:
        return None
    if values["status"] == known.status and known.status not in RUNNING:
        return None
    return due


def filled(known: Dossier, values: Mapping[str, Any]) -> dict[str, Any]:
    """Facts that are not a step: of a dossier that has ended nothing but its result."""
    if known.erased_at is not None:
        return {}
    found = {name: values[name] for name in FILLS if values[name] and not getattr(known, name)}
    for name in CHANGES:
        said = values[name]
        if said not in {"", None} and said != getattr(known, name):
            found[name] = said
    if values["fee"] and values["fee"] != known.fee_vnd:
        found["fee_vnd"] = values["fee"]
    return found
