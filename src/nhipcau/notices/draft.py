"""Writing a notice: begin, revise, keep what is being typed, throw a draft away."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.audiences.resolve import check_selection
from nhipcau.audiences.selection import Selection
from nhipcau.core import audit
from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.notices.given import NoticeInput, must_be_sound, tidied
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.notices.papers import keep_paper
from nhipcau.notices.renditions import make_renditions
from nhipcau.notices.rights import must_write
from nhipcau.people.models import Group, Staff
from nhipcau.places.models import Locality

State = NoticeVersion.State


def draft_notice(locality: Locality, given: NoticeInput, *, by: Staff) -> NoticeVersion:
    """The first version of a new notice, with its renditions made."""
    must_write(by, locality.pk)
    given = tidied(given)
    must_be_sound(given, now=civil_now())
    _must_be_of_locality(locality, given)
    with transaction.atomic():
        version = _begin(locality, given.typed, by)
        _write(version, given, by)
        make_renditions(version)
        audit.record(by.actor, "notice.drafted", version, after={"kind": given.kind})
    return version


def revise_notice(version: NoticeVersion, given: NoticeInput, *, by: Staff) -> NoticeVersion:
    """Write a draft anew. A correction keeps the kind, the audience and the paper of its notice."""
    must_write(by, version.locality_id)
    given = tidied(given)
    must_be_sound(given, now=civil_now(), is_correction=version.is_correction)
    _must_be_of_locality(version.locality, given)
    with transaction.atomic():
        _write(version, given, by)
        make_renditions(version)
        audit.record(by.actor, "notice.revised", version)
    return version


def keep_typed(
    locality: Locality, version: NoticeVersion | None, typed: dict[str, Any], *, by: Staff
) -> NoticeVersion:
    """Autosave: the form as it is, sound or not. The first one begins the draft; only that is an
    event of the trail, for what is kept here says nothing until somebody saves it."""
    must_write(by, locality.pk)
    typed = _without_nul(typed)
    with transaction.atomic():
        if version is None:
            version = _begin(locality, typed, by)
            audit.record(by.actor, "notice.drafted", version)
            return version
        kept = NoticeVersion.objects.filter(pk=version.pk, state=State.DRAFT).update(typed=typed)
    if not kept:
        raise _no_draft()
    version.typed = typed
    return version


def _without_nul(typed: Any) -> Any:
    """PostgreSQL keeps no NUL in JSON; nobody types one on purpose."""
    if isinstance(typed, dict):
        return {_without_nul(name): _without_nul(value) for name, value in typed.items()}
    if isinstance(typed, list):
        return [_without_nul(value) for value in typed]
    return typed.replace("\x00", "") if isinstance(typed, str) else typed


def discard_draft(version: NoticeVersion, *, by: Staff) -> None:
    """A draft nobody wants. The row stays, so that the trail still leads somewhere."""
    must_write(by, version.locality_id)
    now = civil_now()
    with transaction.atomic():
        changed = NoticeVersion.objects.filter(pk=version.pk, state=State.DRAFT).update(
            state=State.WITHDRAWN, typed={}
        )
        if not changed:
            raise _no_draft()
        if not version.is_correction:
            Notice.objects.filter(pk=version.notice_id).update(withdrawn_at=now)
        audit.record(by.actor, "notice.discarded", version, before={"state": State.DRAFT})
    version.state = State.WITHDRAWN


def suggest_deadline(event_at: datetime | None, now: datetime) -> datetime:
    """Eight in the evening before; when that has passed, half an hour before it begins."""
    if event_at is None:
        return _evening(now + timedelta(days=1))
    evening_before = _evening(event_at - timedelta(days=1))
    if evening_before > now + timedelta(hours=2):
        return evening_before
    return event_at - timedelta(minutes=30)


def _evening(day: datetime) -> datetime:
    return local(day).replace(hour=20, minute=0, second=0, microsecond=0)


def _begin(locality: Locality, typed: dict[str, Any], by: Staff) -> NoticeVersion:
    now = civil_now()
    notice = Notice.objects.create(
        locality=locality, created_by=by, created_at=now, selection=Selection().to_json()
    )
    return NoticeVersion.objects.create(
        locality=locality,
        notice=notice,
        deadline=suggest_deadline(None, now),
        written_by=by,
        written_at=now,
        typed=typed,
    )


def _write(version: NoticeVersion, given: NoticeInput, by: Staff) -> None:
    now = civil_now()
    changed = NoticeVersion.objects.filter(pk=version.pk, state=State.DRAFT).update(
        title=given.title,
        text=given.text,
        for_whom=given.for_whom,
        place=given.place,
        bring=given.bring,
        event_at=given.event_at,
        event_until=given.event_until,
        deadline=given.deadline,
        correction=given.correction if version.is_correction else "",
        sms_without_marks=given.sms_without_marks,
        typed={},
        written_by=by,
        written_at=now,
    )
    if not changed:
        raise _no_draft()
    _write_notice(version, given)
    version.refresh_from_db()


def _write_notice(version: NoticeVersion, given: NoticeInput) -> None:
    if version.is_correction:
        Notice.objects.filter(pk=version.notice_id).update(urgency=given.urgency)
        return
    Notice.objects.filter(pk=version.notice_id).update(
        kind=given.kind,
        urgency=given.urgency,
        answers=list(given.answers),
        selection=given.selection.to_json(),
        issued_by_group=given.issued_by_group,
        paper=keep_paper(version.notice, given.paper),
        **({"is_drill": True} if given.is_drill else {}),  # a drill never becomes the real thing
    )


def _must_be_of_locality(locality: Locality, given: NoticeInput) -> None:
    check_selection(locality, given.selection)
    group = given.issued_by_group
    if group is not None and not Group.objects.filter(pk=group).exists():
        raise BadInput(_("Không có nhóm này trong địa bàn."), field="issued_by_group")


def _no_draft() -> WrongState:
    return WrongState(
        _("Thông báo này không còn là bản nháp: có người vừa trình, duyệt hoặc bỏ nó. "
          "Những gì bạn vừa gõ vẫn còn trên trang này.")
    )  # fmt: skip
