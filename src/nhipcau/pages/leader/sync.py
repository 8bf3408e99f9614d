"""What a phone brings back from a place without network: a batch of lines, each answered in words.

Every line has an id made on the phone, so sending twice is sending once. Doors that were tried
are written together; whatever is not an ordinary try, or was refused, goes line by line.
"""

import json
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, DomainError
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.doors import arrange_doors
from nhipcau.outreach.models import Visit, VisitTry
from nhipcau.outreach.tries import TOGETHER, Trial, record_tries
from nhipcau.outreach.visits import record_try, undo_try
from nhipcau.pages.leader.views import staff_of
from nhipcau.people.guards import phone
from nhipcau.people.models import Household, Staff
from nhipcau.text.dates import say_time

MOST_AT_ONCE = 300
LARGEST = 2**63  # of the database's numbers
LONGEST_AGO = timedelta(days=7)
Answer = dict[str, str]


@require_POST
@phone
def synced(request: HttpRequest) -> HttpResponse:
    """A batch from the phone's queue. Each line gets an answer in words; replays change nothing."""
    try:
        batch = json.loads(request.body)
        lines = list(batch["lines"][:MOST_AT_ONCE])
        sent = float(batch["now"])
    except (ValueError, TypeError, KeyError):
        return JsonResponse({"words": _("Không đọc được dữ liệu gửi lên.")}, status=400)
    return JsonResponse({"lines": _answers(lines, sent, staff_of(request))})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing done on the phone. `ago` is by the phone's own clock, however wrong that is."""

    kind: str
    id: str
    subject: int
    result: str
    note: str
    ago: timedelta
    order: tuple[int, ...]

    @property
    def is_plain(self) -> bool:
        return self.kind == "try" and self.result in TOGETHER


def _answers(raws: Sequence[Any], sent: float, staff: Staff) -> list[Answer]:
    """In the order of the phone. A door that comes twice, or a line of another kind, ends a run."""
    answers: list[Answer] = []
    run: list[Line] = []
    for raw in raws:
        try:
            line = _line(raw, sent)
        except BadInput:
            line = None
        is_new = line is not None and line.subject not in {one.subject for one in run}
        if line is not None and line.is_plain and is_new:
            run.append(line)
            continue
        answers += _together(run, staff)
        run = [line] if line is not None and line.is_plain else []
        if not run:
            answers.append(_apply(raw, sent, staff))
    return answers + _together(run, staff)


def _together(run: Sequence[Line], staff: Staff) -> list[Answer]:
    """All doors of the run at once; one by one when any of them cannot be taken."""
    if len(run) > 1:
        try:
            return _write(run, staff)
        except DomainError:
            pass  # one of them is at fault: the others must not suffer for it
    return [_answered(line, staff) for line in run]


def _write(run: Sequence[Line], staff: Staff) -> list[Answer]:
    visits = Visit.objects.in_bulk([line.subject for line in run])
    faster = _who_was_faster(list(visits.values()), staff)
    now = civil_now()
    parts: dict[int, list[Trial]] = defaultdict(list)
    for line in run:
        if line.subject not in visits:
            raise _no_such_door()
        visit = visits[line.subject]
        trial = Trial(visit, _uuid(line.id), line.result, now - line.ago, line.note)
        parts[visit.version_id].append(trial)
    versions = NoticeVersion.objects.in_bulk(parts)
    for version, trials in parts.items():
        record_tries(versions[version], trials, by=staff)
    outcomes = Visit.objects.filter(pk__in=visits, state=Visit.State.CLOSED)
    closed = {
        visit: str(Visit.Outcome(outcome).label) if outcome else ""
        for visit, outcome in outcomes.values_list("pk", "outcome")
    }
    return [
        {
            "id": line.id,
            "state": "saved",
            "words": faster.get(line.subject, ""),
            "outcome": closed.get(line.subject, ""),
        }
        for line in run
    ]


def _apply(raw: Any, sent: float, staff: Staff) -> Answer:
    answer = {"id": str(raw.get("id", "")) if isinstance(raw, dict) else ""}
    try:
        return answer | {"state": "saved"} | _do(_line(raw, sent), staff)
    except DomainError as fault:
        return answer | {"state": "refused", "words": fault.message}


def _answered(line: Line, staff: Staff) -> Answer:
    try:
        return {"id": line.id, "state": "saved"} | _do(line, staff)
    except DomainError as fault:
        return {"id": line.id, "state": "refused", "words": fault.message}


def _line(raw: Any, sent: float) -> Line:
    try:
        milliseconds = max(sent - float(raw["at"]), 0.0)
        return Line(
            kind=str(raw["kind"]),
            id=str(raw["id"]),
            subject=int(raw["subject"]) % LARGEST,
            result=str(raw.get("result", "")),
            note=str(raw.get("note", "")),
            ago=min(timedelta(milliseconds=milliseconds), LONGEST_AGO),
            order=tuple(int(one) % LARGEST for one in raw.get("order", ())),
        )
    except (ValueError, TypeError, KeyError, OverflowError) as fault:
        raise BadInput(_("Không đọc được lượt này.")) from fault


def _do(line: Line, staff: Staff) -> Answer:
    if line.kind == "undo":
        return _undo(line, staff)
    visit = Visit.objects.select_related("version", "neighbourhood").filter(pk=line.subject).first()
    if visit is None:
        raise _no_such_door()
    if line.kind == "order":
        homes = Household.objects.filter(
            neighbourhood=visit.neighbourhood_id, pk__in=line.order
        ).values_list("pk", flat=True)
        kept = set(homes)
        arrange_doors(visit.neighbourhood, [pk for pk in line.order if pk in kept], by=staff)
        return {}
    if line.kind != "try":
        raise BadInput(_("Không đọc được lượt này."))
    words = _who_was_faster([visit], staff).get(visit.pk, "")
    at = civil_now() - line.ago
    record_try(visit, try_id=_uuid(line.id), result=line.result, at=at, by=staff, note=line.note)
    visit.refresh_from_db()
    is_closed = visit.state == Visit.State.CLOSED
    return {"words": words, "outcome": str(visit.get_outcome_display()) if is_closed else ""}


def _undo(line: Line, staff: Staff) -> Answer:
    made = VisitTry.objects.select_related("visit__version").filter(pk=_uuid(line.id)).first()
    if made is not None and made.undone_at is None:
        undo_try(made, by=staff)
    return {}


def _who_was_faster(visits: Sequence[Visit], staff: Staff) -> dict[int, str]:
    """By door: that somebody else had closed it before, and that this try is kept as well."""
    closed = [visit.pk for visit in visits if visit.state == Visit.State.CLOSED]
    if not closed:
        return {}
    others = (
        VisitTry.objects.filter(visit__in=closed, undone_at__isnull=True)
        .exclude(by=staff)
        .select_related("by")
        .order_by("at")
    )
    return {
        other.visit_id: _("%(who)s đã ghi nhà này lúc %(time)s; lượt của bạn cũng được giữ.")
        % {"who": other.by.name, "time": say_time(other.at)}
        for other in others
    }


def _no_such_door() -> BadInput:
    return BadInput(_("Nhà này không còn trong danh sách."))


def _uuid(written: str) -> uuid.UUID:
    try:
        return uuid.UUID(written)
    except ValueError as fault:
        raise BadInput(_("Không đọc được lượt này."), field="id") from fault
