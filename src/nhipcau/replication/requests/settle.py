"""A request about one's data is answered, given more time, done or refused. Each step once."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.people.models import Staff
from nhipcau.people.rights import require_admin
from nhipcau.places.working import office_of
from nhipcau.replication.erase import Counts, erase_household, erase_resident
from nhipcau.replication.models import DataRequest
from nhipcau.replication.requests.due import longer
from nhipcau.text.fold import tidy

State = DataRequest.State
OPEN = (State.RECEIVED, State.ANSWERED)


def answer_request(request: DataRequest, *, by: Staff) -> None:
    """Verb. The person was told that it is taken on, and until when."""
    _move(request, (State.RECEIVED,), by, "answered", state=State.ANSWERED, answered_at=civil_now())


def extend_request(request: DataRequest, *, why: str, by: Staff) -> None:
    """Verb. Once, and before the time is over."""
    if not tidy(why):
        raise BadInput(_("Hãy ghi lý do, như sẽ nói với người yêu cầu."), field="why")
    now = civil_now()
    if request.extended_at is not None:
        raise WrongState(_("Yêu cầu này đã được gia hạn một lần rồi."))
    if request.due_at < now:
        raise WrongState(_("Đã quá hạn nên không gia hạn được nữa. Hãy làm ngay."))
    until = longer(request.due_at, office_of(request.locality))
    _move(request, OPEN, by, "extended", extended_at=now, why_longer=tidy(why)[:300], due_at=until)


def finish_request(request: DataRequest, *, outcome: str, by: Staff) -> None:
    """Verb. What was done, as the person was told."""
    if not tidy(outcome):
        raise BadInput(_("Hãy ghi đã làm gì và đã báo người yêu cầu."), field="outcome")
    _end(request, State.DONE, outcome.strip(), by)


def refuse_request(request: DataRequest, *, why: str, by: Staff) -> None:
    """Verb. The ground in the law, as the person was told."""
    if not tidy(why):
        raise BadInput(_("Hãy ghi lý do và căn cứ pháp luật."), field="outcome")
    _end(request, State.REFUSED, why.strip(), by)


def erase_for(request: DataRequest, *, by: Staff) -> Counts:
    """Verb. The person or, when none is named, the whole household, out of every room; the request
    is done in the same transaction."""
    if request.kind != DataRequest.Kind.ERASE:
        raise WrongState(_("Người dân không yêu cầu xoá."))
    if request.household is None:
        raise WrongState(_("Chưa rõ của ai nên chưa xoá được."))
    with transaction.atomic():
        _end(request, State.DONE, "", by)
        if request.resident is not None:
            counts = erase_resident(request.resident, by.actor)
        else:
            counts = erase_household(request.household, by=by.actor)
        # Last: what was written into requests of theirs has just been erased as well.
        said = _("Đã xoá khỏi mọi phần của hệ thống.")
        DataRequest.objects.filter(pk=request.pk).update(outcome=said)
    request.refresh_from_db()
    return counts


def _end(request: DataRequest, state: str, outcome: str, by: Staff) -> None:
    now = civil_now()
    answered = request.answered_at or now
    _move(
        request, OPEN, by, state, state=state, outcome=outcome, ended_at=now, answered_at=answered
    )


def _move(
    request: DataRequest, come_from: tuple[str, ...], by: Staff, verb: str, **changes: Any
) -> None:
    require_admin(by.actor, request.locality_id)
    with transaction.atomic():
        same = {"extended_at": None} if "extended_at" in changes else {}
        rows = DataRequest.objects.filter(pk=request.pk, state__in=come_from, **same)
        if not rows.update(**changes):
            raise WrongState(_("Yêu cầu này đã được người khác xử lý. Hãy mở lại trang."))
        record(by.actor, f"data_request.{verb}", request, before={"state": request.state})
    request.refresh_from_db()
