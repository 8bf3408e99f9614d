"""The version's own states when it goes out and when it is taken back. What is sent, to whom and
how is outreach's: it calls these inside its own transaction."""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.notices.rights import must_publish
from nhipcau.people.models import Staff
from nhipcau.text.dates import say_when

State = NoticeVersion.State


def mark_published(version: NoticeVersion, *, by: Staff) -> NoticeVersion:
    """Approved → published; the version before it is superseded. Of two people pressing at once
    one is told that it is done."""
    must_publish(by, version.locality_id)
    now = civil_now()
    if version.deadline <= now:
        raise BadInput(
            _("Hạn báo tin đã qua (%(when)s). Hãy lấy về sửa hạn rồi trình lại.")
            % {"when": say_when(version.deadline, now)},
            field="deadline",
        )
    with transaction.atomic():
        changed = NoticeVersion.objects.filter(pk=version.pk, state=State.APPROVED).update(
            state=State.PUBLISHED, published_by=by, published_at=now
        )
        if not changed:
            raise WrongState(_why_not_published(version))
        superseded = (
            NoticeVersion.objects.filter(notice=version.notice_id, state=State.PUBLISHED)
            .exclude(pk=version.pk)
            .update(state=State.SUPERSEDED)
        )
        Notice.objects.filter(pk=version.notice_id).update(current=version.pk)
        audit.record(
            by.actor, "notice.published", version,
            after={"number": version.number, "superseded": superseded},
        )  # fmt: skip
    version.refresh_from_db()
    return version


def mark_withdrawn(version: NoticeVersion, *, why: str, by: Staff) -> NoticeVersion:
    """Taken back for good: the notice says so, with the reason, and nothing of it goes out again.
    A correction in hand goes with it."""
    must_publish(by, version.locality_id)
    why = " ".join(why.split())[:300]
    if len(why) < 3:
        raise BadInput(_("Hãy viết lý do thu hồi: bà con sẽ đọc câu này."), field="why")
    with transaction.atomic():
        changed = NoticeVersion.objects.filter(pk=version.pk, state=State.PUBLISHED).update(
            state=State.WITHDRAWN
        )
        if not changed:
            raise WrongState(
                _("Chỉ thu hồi được bản đang phát. Hãy mở lại trang để xem bản mới nhất.")
            )
        in_hand = NoticeVersion.objects.filter(
            notice=version.notice_id, state__in=[State.DRAFT, State.SUBMITTED, State.APPROVED]
        ).update(state=State.WITHDRAWN, typed={})
        Notice.objects.filter(pk=version.notice_id).update(
            withdrawn_at=civil_now(), withdrawn_why=why
        )
        audit.record(by.actor, "notice.withdrawn", version, after={"in_hand": in_hand})
    version.refresh_from_db()
    return version


def _why_not_published(version: NoticeVersion) -> str:
    fresh = NoticeVersion.objects.select_related("published_by").get(pk=version.pk)
    if fresh.published_at and fresh.published_by:
        return _("%(who)s đã phát thông báo này lúc %(when)s. Không phát lần nữa.") % {
            "who": fresh.published_by.name,
            "when": say_when(fresh.published_at, civil_now()),
        }
    return _("Thông báo này hiện là “%(state)s” nên chưa phát được: cần được duyệt trước.") % {
        "state": fresh.get_state_display()
    }
