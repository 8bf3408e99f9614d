"""Write within a circle: draft, mend, hand in, approve or return. The circle's own people only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nhipcau.circles.models import Circle, CircleMember, CircleNotice
from nhipcau.circles.rights import actor_of, is_own, must_lead, why_not_approve
from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.outreach.calls import calls_now
from nhipcau.text.fold import tidy

State = CircleNotice.State
LONGEST = 8000


@dataclass(frozen=True, slots=True)
class Wording:
    title: str
    text: str
    read_by: datetime | None = None
    passes_on: bool = False
    asks: bool = False
    call: int | None = None  # the ward's call that the circle takes part in


def write_notice(circle: Circle, wording: Wording, *, by: CircleMember) -> CircleNotice:
    """Verb."""
    must_lead(by, circle.pk)
    said = _checked(circle, wording)
    with transaction.atomic():
        notice = CircleNotice.objects.unguarded("writing").create(
            locality_id=circle.locality_id,
            circle=circle,
            written_by=by,
            written_at=civil_now(),
            **said,
        )
        audit.record(actor_of(by), "circle_notice.written", notice, after={"circle": circle.pk})
    return notice


def revise_notice(notice: CircleNotice, wording: Wording, *, by: CircleMember) -> None:
    """Verb. As long as it is a draft; who mends it last counts as its writer."""
    must_lead(by, notice.circle_id)
    said = _checked(notice.circle, wording)
    _move(notice, State.DRAFT, by, "revised", written_by=by, written_at=civil_now(), **said)


def discard_notice(notice: CircleNotice, *, by: CircleMember) -> None:
    """Verb. A draft that nobody handed in."""
    must_lead(by, notice.circle_id)
    with transaction.atomic():
        audit.record(actor_of(by), "circle_notice.discarded", notice)
        if not _at(notice, State.DRAFT).delete()[0]:
            raise WrongState(_("Thông báo này không còn là bản nháp."))


def submit_notice(notice: CircleNotice, *, by: CircleMember) -> None:
    """Verb."""
    must_lead(by, notice.circle_id)
    now = civil_now()
    _move(
        notice, State.DRAFT, by, "submitted", state=State.SUBMITTED, submitted_by=by,
        submitted_at=now, return_reason="",
    )  # fmt: skip


def approve_notice(notice: CircleNotice, *, by: CircleMember) -> None:
    """Verb. By whom the circle named. Their own only when nobody else may; that is on record."""
    reason = why_not_approve(notice, by)
    if reason:
        raise NotAllowed(reason)
    _move(
        notice, State.SUBMITTED, by, "approved", state=State.APPROVED, approved_by=by,
        approved_at=civil_now(), approved_alone=is_own(notice, by),
    )  # fmt: skip


def return_notice(notice: CircleNotice, *, reason: str, by: CircleMember) -> None:
    """Verb. Back to its writer, with what to mend."""
    if not tidy(reason):
        raise BadInput(_("Hãy ghi cần sửa gì."), field="reason")
    refused = why_not_approve(notice, by)
    if refused:
        raise NotAllowed(refused)
    _move(
        notice, State.SUBMITTED, by, "returned", state=State.DRAFT,
        return_reason=tidy(reason)[:300],
    )  # fmt: skip


def _checked(circle: Circle, wording: Wording) -> dict[str, Any]:
    title, text = tidy(wording.title), wording.text.strip()
    if not title:
        raise BadInput(_("Hãy ghi tiêu đề."), field="title")
    if len(title) > 160:
        raise BadInput(_("Tiêu đề dài quá 160 chữ."), field="title")
    if not text:
        raise BadInput(_("Hãy ghi nội dung."), field="text")
    if len(text) > LONGEST:
        raise BadInput(_("Nội dung dài quá 8.000 chữ."), field="text")
    if wording.call is not None and not calls_now(civil_now()).filter(notice=wording.call).exists():
        raise BadInput(_("Việc vận động này đã qua."), field="call")
    if wording.read_by is not None and wording.read_by <= civil_now():
        raise BadInput(_("Hạn đọc đã qua rồi."), field="read_by")
    return {
        "title": title,
        "text": text,
        "read_by": wording.read_by,
        "passes_on": wording.passes_on,
        "asks": wording.asks or wording.call is not None,
        "call": wording.call,
    }


def _move(notice: CircleNotice, at: str, by: CircleMember, verb: str, **change: Any) -> None:
    with transaction.atomic():
        if not _at(notice, at).update(**change):
            raise WrongState(_("Thông báo này vừa được người khác xử lý. Hãy xem lại."))
        after = {"state": change.get("state", at)}
        audit.record(actor_of(by), f"circle_notice.{verb}", notice, after=after)
    notice.refresh_from_db()


def _at(notice: CircleNotice, state: str) -> QuerySet[CircleNotice]:
    return CircleNotice.objects.unguarded("a verb's own row").filter(pk=notice.pk, state=state)
