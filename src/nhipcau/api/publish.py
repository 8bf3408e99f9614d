"""What came by a key goes out by itself, once a person approved it or released it urgently."""

import structlog
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from nhipcau.api.models import SentNotice
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.publish import publish_notice
from nhipcau.places.each import each_locality
from nhipcau.places.models import Locality

log = structlog.get_logger("nhipcau.api")
AT_ONCE = 20
State = NoticeVersion.State
HELD = frozenset({State.SUBMITTED, State.APPROVED})


def publish_waiting() -> int:
    """Periodic. Returns how many went out."""
    with scopes_disabled():  # ids only
        waiting = SentNotice.objects.filter(waits=True)
        places = set(waiting.values_list("locality_id", flat=True))
    return sum(each_locality(_publish_of, among=places))


def publish_of(locality: Locality) -> int:
    return sum(each_locality(_publish_of, among=[locality.pk]))


def _publish_of(_locality: Locality) -> int:
    waiting = SentNotice.objects.filter(waits=True).select_related(
        "version__notice", "version__locality", "key__responsible"
    )
    return sum(_publish(sent) for sent in waiting.order_by("pk")[:AT_ONCE])


def _publish(sent: SentNotice) -> bool:
    """Only the very version that was sent: once somebody took it back to their desk, it is
    theirs. Nobody waits for a key that was taken back or a person who left."""
    version, person = sent.version, sent.key.responsible
    problem = _why_over(sent)
    if problem or person is None:
        return _ends(sent, problem)
    if version.state == State.SUBMITTED:
        return False
    try:
        if version.state != State.PUBLISHED:
            publish_notice(version, by=person)
    except DomainError as fault:
        version.refresh_from_db()
        if version.state != State.PUBLISHED:  # else somebody pressed the button this very moment
            log.warning("api notice not published", sent=sent.pk)
            problem = fault.message
    _ends(sent, problem)
    return not problem


def _why_over(sent: SentNotice) -> str:
    """Why it will not go out by itself any more; empty while it may."""
    version, person = sent.version, sent.key.responsible
    if version.state == State.PUBLISHED:
        return ""
    if version.state not in HELD or version.submitted_at != sent.submitted_at:
        return _("Phường đã lấy thông báo về để sửa, nên người của phường tự phát.")
    if sent.key.revoked_at or sent.key.locality_id != sent.locality_id:  # merged since
        return _("Khoá đã bị thu hồi, hoặc địa bàn của khoá đã sáp nhập.")
    if not sent.key.publishes or person is None or not person.is_active:
        return _("Người chịu trách nhiệm của khoá không còn làm việc.")
    if version.deadline <= civil_now():
        return _("Đến hạn báo tin mà chưa được duyệt, nên không phát nữa.")
    return ""


def _ends(sent: SentNotice, problem: str) -> bool:
    SentNotice.objects.filter(pk=sent.pk).update(waits=False, problem=problem[:300])
    return False
