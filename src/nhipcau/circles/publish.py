"""Send a notice out to a circle, remind who has not read it, take it back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from nhipcau.circles.models import (
    OFFICES,
    Circle,
    CircleMember,
    CircleNotice,
    CircleRead,
    CircleRelay,
    CircleWord,
)
from nhipcau.circles.rights import actor_of, must_lead, must_reach, working
from nhipcau.circles.tell import tell
from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.dispatch.forget import forget_jobs
from nhipcau.links.models import Link
from nhipcau.text.fold import tidy

State = CircleNotice.State
NOT_SOONER = timedelta(hours=4)
MOST_REMINDERS = 5


def publish_notice(notice: CircleNotice, *, by: CircleMember) -> int:
    """Verb. Every member gets a line to read by and a message; the circles below are asked. Returns
    how many messages go."""
    must_lead(by, notice.circle_id)
    now = civil_now()
    with transaction.atomic():
        _move(notice, State.APPROVED, state=State.PUBLISHED, published_at=now)
        notice.refresh_from_db()
        told = tell(notice, give_reads(notice, notice.circle), 0)
        asked = _ask_below(notice) if notice.passes_on else 0
        after = {"told": told, "circles": asked}
        audit.record(actor_of(by), "circle_notice.published", notice, after=after)
    return told


def remind_unread(notice: CircleNotice, *, by: CircleMember) -> int:
    """Verb. To those of one's own circle who have not opened it, by another way than before; not
    oftener than every four hours. Returns how many messages go."""
    must_lead(by, by.circle_id)
    must_reach(notice, by)
    now = civil_now()
    if notice.state != State.PUBLISHED:
        raise WrongState(_("Thông báo này đã được thu hồi."))
    had = rounds_of(notice, by.circle_id)
    if had.number >= MOST_REMINDERS:
        raise WrongState(_("Đã nhắc nhiều lần. Với người chưa đọc, hãy gọi điện."))
    if had.at is not None and now - had.at < NOT_SOONER:
        raise WrongState(_("Vừa gửi rồi. Mỗi lần nhắc cách nhau ít nhất bốn giờ."))
    with transaction.atomic():
        reads = [read for read in give_reads(notice, by.circle) if read.seen_at is None]
        if not reads:
            raise WrongState(_("Mọi người đã đọc."))
        told = tell(notice, reads, had.number + 1)
        audit.record(actor_of(by), "circle_notice.reminded", notice, after={"told": told})
    return told


@dataclass(frozen=True, slots=True)
class Rounds:
    """The last round of messages in one circle, and when it went."""

    number: int
    at: datetime | None


def rounds_of(notice: CircleNotice, circle_id: int) -> Rounds:
    had = CircleWord.objects.unguarded("how often they were told").filter(
        read__notice=notice, read__member__circle=circle_id
    )
    found = had.aggregate(number=Max("number"), at=Max("at"))
    return Rounds(found["number"] or 0, found["at"])


def withdraw_notice(notice: CircleNotice, *, why: str, by: CircleMember) -> None:
    """Verb. Its words are shown to nobody any more, only that it was withdrawn and why; links die,
    what was not sent is stopped."""
    must_lead(by, notice.circle_id)
    if not tidy(why):
        raise BadInput(_("Hãy ghi lý do thu hồi."), field="why")
    now = civil_now()
    with transaction.atomic():
        _move(
            notice, State.PUBLISHED, state=State.WITHDRAWN, withdrawn_at=now,
            withdrawn_why=tidy(why)[:300],
        )  # fmt: skip
        words = CircleWord.objects.unguarded("withdrawing").filter(read__notice=notice)
        Link.objects.filter(pk__in=words.values("link"), closed_at=None).update(closed_at=now)
        forget_jobs(words.exclude(job=None).values_list("job_id", flat=True).distinct())
        audit.record(actor_of(by), "circle_notice.withdrawn", notice)
    notice.refresh_from_db()


def give_reads(notice: CircleNotice, circle: Circle, *, officers: bool = False) -> list[CircleRead]:
    """A line for every member of that circle who has come in or has a telephone, who joined since
    included; `officers`: only for those who decide whether to pass it on. Call inside a verb."""
    members = working(circle.pk)
    if officers:
        members = members.filter(office__in=OFFICES)
    reads = CircleRead.objects.unguarded("one line a member")
    reads.bulk_create(
        [
            CircleRead(locality_id=notice.locality_id, notice=notice, member=member)
            for member in members
        ],
        ignore_conflicts=True,
    )
    mine = reads.filter(notice=notice, member__in=members)
    return list(mine.select_related("member__staff", "member__circle").order_by("pk"))


def _ask_below(notice: CircleNotice) -> int:
    """The officers of each circle below are told; they pass it on to their members."""
    below = Circle.objects.unguarded("asking the circles below").filter(
        parent=notice.circle_id, closed_at=None
    )
    made = 0
    for circle in below:
        _row, is_new = CircleRelay.objects.unguarded("asking the circles below").get_or_create(
            notice=notice,
            circle=circle,
            defaults={"locality_id": notice.locality_id, "asked_at": civil_now()},
        )
        made += is_new
        tell(notice, give_reads(notice, circle, officers=True), 0)
    return made


def _move(notice: CircleNotice, at: str, **change: object) -> None:
    if not _at(notice, at).update(**change):
        raise WrongState(_("Thông báo này vừa được người khác xử lý. Hãy xem lại."))


def _at(notice: CircleNotice, state: str) -> QuerySet[CircleNotice]:
    return CircleNotice.objects.unguarded("a verb's own row").filter(pk=notice.pk, state=state)
