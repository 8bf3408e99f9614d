"""From draft to approved: four eyes, except for an urgent notice, which is looked at afterwards."""

from dataclasses import fields
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.audiences.resolve import households
from nhipcau.audiences.selection import Selection
from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.notices.given import NoticeInput, must_be_sound
from nhipcau.notices.models import NoticeVersion
from nhipcau.notices.papers import paper_input
from nhipcau.notices.renditions import must_be_ready
from nhipcau.notices.rights import (
    must_be_of,
    must_write,
    why_not_approve,
    why_not_release,
    why_not_review,
)
from nhipcau.people.models import Staff

State = NoticeVersion.State


def submit_notice(version: NoticeVersion, *, by: Staff) -> NoticeVersion:
    """Everything is checked here once more: a draft may have waited past its deadline."""
    must_write(by, version.locality_id)
    _must_still_be_sound(version)
    must_be_ready(version)
    count = households(version.locality, Selection.from_json(version.notice.selection)).count()
    if not count:
        raise BadInput(
            _("Không có hộ nào trong phạm vi đã chọn. Hãy chọn thêm tổ hoặc bỏ bớt điều kiện."),
            field="audience",
        )
    now = civil_now()
    with transaction.atomic():
        _move(
            version, State.DRAFT, State.SUBMITTED, submitted_by=by, submitted_at=now,
            households=count, reject_reason="", typed={},
        )  # fmt: skip
        audit.record(by.actor, "notice.submitted", version, after={"households": count})
    return version


def recall_notice(version: NoticeVersion, *, by: Staff) -> NoticeVersion:
    """Take back to the desk what was submitted or approved and not yet published."""
    must_write(by, version.locality_id)
    before = version.state if version.state == State.APPROVED else State.SUBMITTED
    with transaction.atomic():
        _move(version, before, State.DRAFT, **_UNDONE)
        audit.record(by.actor, "notice.recalled", version, before={"state": before})
    return version


def approve_notice(version: NoticeVersion, *, by: Staff) -> NoticeVersion:
    must_be_of(by, version.locality_id)
    _must_not(why_not_approve(version, by))
    _must_still_be_sound(version)
    now = civil_now()
    with transaction.atomic():
        # The rule is in the condition too: somebody may have taken it back and sent it again.
        _move(
            version, State.SUBMITTED, State.APPROVED, {"submitted_by": by, "written_by": by},
            approved_by=by, approved_at=now, released_urgently=False,
        )  # fmt: skip
        audit.record(by.actor, "notice.approved", version)
    return version


def reject_notice(version: NoticeVersion, *, reason: str, by: Staff) -> NoticeVersion:
    """Back to the writer, with the reason."""
    must_be_of(by, version.locality_id)
    _must_not(why_not_approve(version, by))
    with transaction.atomic():
        _move(version, State.SUBMITTED, State.DRAFT, reject_reason=_sentence(reason), **_UNDONE)
        audit.record(by.actor, "notice.rejected", version)
    return version


def release_urgently(version: NoticeVersion, *, by: Staff) -> NoticeVersion:
    """One named person lets an urgent notice go, even their own. Another reviews it afterwards."""
    must_be_of(by, version.locality_id)
    _must_not(why_not_release(version, by))
    _must_still_be_sound(version)
    now = civil_now()
    with transaction.atomic():
        _move(
            version, State.SUBMITTED, State.APPROVED, approved_by=by, approved_at=now,
            released_urgently=True, reviewed_by=None, reviewed_at=None, review_note="",
        )  # fmt: skip
        audit.record(by.actor, "notice.released_urgently", version)
    return version


def review_release(version: NoticeVersion, *, note: str = "", by: Staff) -> NoticeVersion:
    """An approver who had no hand in it has looked at an urgent release; what is wrong is noted,
    and mended by a correction or a withdrawal."""
    must_be_of(by, version.locality_id)
    _must_not(why_not_review(version, by))
    now = civil_now()
    with transaction.atomic():
        changed = NoticeVersion.objects.filter(
            pk=version.pk, released_urgently=True, reviewed_at=None, approved_at__isnull=False
        ).update(reviewed_by=by, reviewed_at=now, review_note=note.strip()[:300])
        if not changed:
            raise WrongState(_("Lần phát khẩn này đã có người xem lại, hoặc không cần xem lại."))
        audit.record(
            by.actor, "notice.release_reviewed", version, after={"has_note": bool(note.strip())}
        )
    version.refresh_from_db()
    return version


def input_of(version: NoticeVersion) -> NoticeInput:
    """A version as it could be given again: to check it, to fill a form, to begin a correction."""
    notice = version.notice
    same = {
        name: getattr(version, name)
        for name in (field.name for field in fields(NoticeInput))
        if hasattr(version, name) and name != "typed"
    }
    return NoticeInput(
        **same,
        kind=notice.kind,
        urgency=notice.urgency,
        is_drill=notice.is_drill,
        answers=tuple(notice.answers),
        selection=Selection.from_json(notice.selection),
        paper=paper_input(notice.paper),
        issued_by_group=notice.issued_by_group_id,
    )


_UNDONE: dict[str, Any] = {
    "submitted_by": None, "submitted_at": None, "approved_by": None, "approved_at": None,
    "released_urgently": False, "households": None,
}  # fmt: skip


def _must_still_be_sound(version: NoticeVersion) -> None:
    must_be_sound(input_of(version), now=civil_now(), is_correction=version.is_correction)


def _must_not(reason: str) -> None:
    if reason:
        raise NotAllowed(reason)


def _sentence(reason: str) -> str:
    reason = " ".join(reason.split())
    if len(reason) < 3:
        raise BadInput(_("Hãy viết lý do trả lại, để người soạn biết sửa gì."), field="reason")
    return reason[:300]


def _move(
    version: NoticeVersion,
    before: str,
    after: str,
    unless: dict[str, Any] | None = None,
    **changes: Any,
) -> None:
    found = NoticeVersion.objects.filter(pk=version.pk, state=before)
    for name, value in (unless or {}).items():
        found = found.exclude(**{name: value})
    if not found.update(state=after, **changes):
        raise _somebody_was_faster(version)
    version.refresh_from_db()


def _somebody_was_faster(version: NoticeVersion) -> WrongState:
    label = NoticeVersion.objects.get(pk=version.pk).get_state_display()
    return WrongState(
        _("Thông báo này hiện là “%(state)s”: có người vừa xử lý trước bạn. "
          "Hãy mở lại trang để xem.") % {"state": label}
    )  # fmt: skip
