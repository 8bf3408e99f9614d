"""A member opens a notice, and says with one tap that it is understood."""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.circles.models import CircleMember, CircleNotice, CircleRead
from nhipcau.circles.rights import actor_of, must_reach
from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState


def mark_seen(notice: CircleNotice, *, by: CircleMember) -> CircleRead | None:
    """Verb. Opened by the member; the first time counts. None for what is not out."""
    must_reach(notice, by)
    if notice.state != CircleNotice.State.PUBLISHED:
        return None
    reads = CircleRead.objects.unguarded("the reader's own line")
    with transaction.atomic():
        read, _is_new = reads.get_or_create(
            notice=notice, member=by, defaults={"locality_id": notice.locality_id}
        )
        if reads.filter(pk=read.pk, seen_at=None).update(seen_at=civil_now()):
            audit.record(actor_of(by), "circle_notice.seen", read)
            read.refresh_from_db()
    return read


def answer_call(notice: CircleNotice, answer: str, *, by: CircleMember) -> CircleRead:
    """Verb. What they will do, or did; the last word counts. Whoever answers has understood."""
    if not notice.asks or answer not in CircleRead.Answer.values:
        raise BadInput(_("Hãy chọn một câu trả lời."), field="answer")
    with transaction.atomic():
        read = acknowledge(notice, by=by)
        reads = CircleRead.objects.unguarded("the reader's own line").filter(pk=read.pk)
        if reads.exclude(answer=answer).update(answer=answer):
            audit.record(actor_of(by), "circle_notice.answered", read, after={"answer": answer})
    read.refresh_from_db()
    return read


def acknowledge(notice: CircleNotice, *, by: CircleMember) -> CircleRead:
    """Verb. "Tôi đã nắm được"."""
    read = mark_seen(notice, by=by)
    if read is None:
        raise WrongState(_("Thông báo này đã được thu hồi."))
    reads = CircleRead.objects.unguarded("the reader's own line")
    with transaction.atomic():
        if reads.filter(pk=read.pk, acknowledged_at=None).update(acknowledged_at=civil_now()):
            audit.record(actor_of(by), "circle_notice.acknowledged", read)
    read.refresh_from_db()
    return read
