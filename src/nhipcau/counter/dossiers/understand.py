"""One line of an export understood: values by field, or what is wrong and in which column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.counter.dossiers import cells
from nhipcau.counter.dossiers.cells import BadCell
from nhipcau.counter.dossiers.numbers import (
    LONGEST,
    is_of_another_province,
    key_of,
    province_of,
    tidy_number,
)
from nhipcau.counter.models import Dossier
from nhipcau.country.chosen import country
from nhipcau.procedures.codes import tidy_code
from nhipcau.text.phones import to_e164

S = Dossier.Status
NOT_RECEIVED = frozenset({S.REGISTERED, S.REFUSED, S.WITHDRAWN})
MOMENTS = ("received_at", "due_at", "new_due_at", "finished_at", "ended_at")


@dataclass(slots=True)
class Said:
    """`values` as they are staged: moments in ISO. `column`, `fault`: empty when all is well."""

    values: dict[str, Any] = field(default_factory=dict)
    column: str = ""
    fault: str = ""
    note: str = ""


def understand(given: Mapping[str, str], columns: Mapping[str, str], own: set[str]) -> Said:
    """`given`: field → text; `columns`: field → heading; `own`: the ward's province codes."""
    said, at = Said(), ""
    try:
        at = "number"
        said.values["number"] = _number(given.get("number", ""), own)
        at = "status"
        said.values["status"] = cells.read_status(given.get("status", ""))
        for at in MOMENTS:
            moment = cells.read_moment(given.get(at, ""), at_end=at in {"due_at", "new_due_at"})
            said.values[at] = moment.isoformat() if moment else None
        at = "due_at"
        _check_order(said.values)
    except BadCell as fault:
        said.column, said.fault = columns.get(at, ""), str(fault)
        return said
    _texts(said, given)
    return said


def moment(values: Mapping[str, Any], name: str) -> datetime | None:
    kept = values.get(name)
    return datetime.fromisoformat(kept) if kept else None


def due_of(values: Mapping[str, Any]) -> datetime | None:
    """A new date of return takes the place of the first."""
    return moment(values, "new_due_at") or moment(values, "due_at")


def _number(text: str, own: set[str]) -> str:
    number = tidy_number(text)
    if not key_of(number):
        raise BadCell(_("chưa ghi mã hồ sơ."))
    if len(number) > LONGEST:
        raise BadCell(_("mã hồ sơ dài quá %(n)d ký tự.") % {"n": LONGEST})
    if is_of_another_province(number, own):
        raise BadCell(
            _("“%(number)s” là hồ sơ của tỉnh mã %(code)s, địa bàn này là %(own)s.")
            % {"number": number, "code": province_of(number), "own": ", ".join(sorted(own))}
        )
    return number


def _check_order(values: Mapping[str, Any]) -> None:
    received, due = moment(values, "received_at"), due_of(values)
    if received and due and due < received:
        raise BadCell(_("ngày hẹn trả trước ngày tiếp nhận."))


def _texts(said: Said, given: Mapping[str, str]) -> None:
    phone = given.get("phone", "")
    e164 = to_e164(phone) or ""
    if phone and not e164:
        said.note = _("Số điện thoại không đọc được nên bỏ qua.")
    desk = country().desk
    said.values |= {
        "procedure": tidy_code(given.get("procedure", ""))[:40],
        "procedure_name": given.get("procedure_name", "")[:600],
        "receipt": given.get("receipt", "")[:60],
        "name": given.get("name", "")[:120],
        "phone": e164,
        "applicant": cells.read_choice(
            given.get("applicant", ""), desk.applicants, Dossier.Applicant.values, 0
        ),
        "filed": cells.read_choice(given.get("filed", ""), desk.filed, Dossier.Filed.values, 1),
        "handled_by": given.get("handled_by", "")[:200],
        "papers": _listed(given.get("papers", "")),
        "fee": cells.read_money(given.get("fee", "")),
        "result": given.get("result", "")[:300],
        "is_digitised": cells.read_flag(given.get("is_digitised", "")),
    }


def _listed(text: str) -> list[str]:
    found = [part.strip(" -–•.\t")[:300] for part in text.replace("|", ";").split(";")]
    return list(dict.fromkeys(part for part in found if part))[:20]
