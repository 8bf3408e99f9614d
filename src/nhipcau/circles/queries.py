"""What a viewer sees of circles: lists, one notice with who has read it, what waits for them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from nhipcau.circles.found import waiting_head
from nhipcau.circles.models import (
    Circle,
    CircleMember,
    CircleNotice,
    CircleRead,
    CircleRelay,
    CircleWord,
    Viewer,
)
from nhipcau.circles.publish import Rounds, rounds_of
from nhipcau.circles.rights import approvers, at_work
from nhipcau.dispatch.models import Delivery
from nhipcau.people.models import Staff

State = CircleNotice.State
MINIMUM = 5  # fewer people than this are not shown as a number outside their circle
LOST = (Delivery.State.REFUSED, Delivery.State.EXPIRED)


@dataclass(frozen=True, slots=True)
class Mine:
    """One circle of the viewer's, by which membership, and what waits there."""

    circle: Circle
    me: CircleMember
    unread: int


@dataclass(frozen=True, slots=True)
class Known:
    """All that an admin sees of a circle: that it exists. `people` is None where the circle is
    sensitive or has fewer than MINIMUM."""

    circle: Circle
    people: int | None
    waits_for_head: bool
    is_empty: bool


@dataclass(frozen=True, slots=True)
class Reader:
    member: CircleMember
    read: CircleRead | None
    is_lost: bool

    @property
    def state(self) -> str:
        if self.read is not None and self.read.acknowledged_at:
            return "acknowledged"
        if self.read is not None and self.read.seen_at:
            return "seen"
        return "lost" if self.is_lost else "waiting"


@dataclass(frozen=True, slots=True)
class Answers:
    """What a circle's members said to a call, in numbers only. `members`: who was asked."""

    name: str
    members: int
    will_come: int
    excused: int
    done: int

    @property
    def silent(self) -> int:
        return self.members - self.will_come - self.excused - self.done


@dataclass(frozen=True, slots=True)
class Below:
    """A circle below, in numbers only: who belongs there is theirs."""

    relay: CircleRelay
    members: int | None
    seen: int | None


def memberships(viewer: Viewer) -> QuerySet[CircleMember]:
    found = CircleMember.objects.seen_by(viewer).filter(viewer.is_them)
    return found.select_related("circle", "staff").order_by("circle__name", "pk")


def my_circles(viewer: Viewer) -> list[Mine]:
    found = list(memberships(viewer))
    return [Mine(me.circle, me, unread(me).count()) for me in found]


def unread_of(staff: Staff) -> QuerySet[CircleNotice]:
    """In all their circles at once: for the number beside the menu; nothing of what."""
    viewer = Viewer.of(staff)
    opened = CircleRead.objects.unguarded("the viewer's own").filter(
        notice=OuterRef("pk"), member__staff=staff, seen_at__isnull=False
    )
    seen = CircleNotice.objects.seen_by(viewer)
    return seen.filter(~Exists(opened), state=State.PUBLISHED)


def unread(me: CircleMember) -> QuerySet[CircleNotice]:
    """Out for this membership's circle and not opened by it; for officers also what comes down."""
    opened = CircleRead.objects.unguarded("the member's own").filter(
        notice=OuterRef("pk"), member=me, seen_at__isnull=False
    )
    return notices_for(me).filter(~Exists(opened), state=State.PUBLISHED)


def notices_for(me: CircleMember) -> QuerySet[CircleNotice]:
    """Of one membership's circle: its own, and what came down to it. Newest first."""
    viewer = viewer_of(me)
    down = CircleRelay.objects.unguarded("what came down to their circle").filter(circle=me.circle)
    if not me.is_officer:
        down = down.filter(passed_at__isnull=False)
    here = Q(circle=me.circle) | Q(pk__in=down.values("notice"))
    return CircleNotice.objects.seen_by(viewer).filter(here).order_by("-pk")


def viewer_of(me: CircleMember) -> Viewer:
    return Viewer(staff=me.staff_id) if me.staff_id else Viewer(members=frozenset({me.pk}))


def to_approve(me: CircleMember) -> list[CircleNotice]:
    waiting = CircleNotice.objects.unguarded("narrowed to whom may approve").filter(
        circle=me.circle, state=State.SUBMITTED
    )
    return [one for one in waiting if me.pk in {who.pk for who in approvers(one)}]


def to_pass_on(me: CircleMember) -> list[CircleRelay]:
    if not me.is_officer:
        return []
    waiting = CircleRelay.objects.seen_by(viewer_of(me)).filter(
        circle=me.circle, passed_at=None, notice__state=State.PUBLISHED
    )
    return list(waiting.select_related("notice"))


def readers(notice: CircleNotice, me: CircleMember) -> list[Reader]:
    """For officers, of their own circle. Who has not read stands first."""
    viewer = viewer_of(me)
    members = CircleMember.objects.seen_by(viewer).filter(circle=me.circle, left_at=None)
    inside = list(members.exclude(staff=None, phone="").select_related("staff"))
    reads = {
        read.member_id: read
        for read in CircleRead.objects.seen_by(viewer).filter(notice=notice, member__in=inside)
    }
    lost = _lost(reads.values(), viewer)
    found = [Reader(one, reads.get(one.pk), one.pk in lost) for one in inside]
    order = ("lost", "waiting", "seen", "acknowledged")
    return sorted(found, key=lambda reader: (order.index(reader.state), reader.member.called))


def _lost(reads: Iterable[CircleRead], viewer: Viewer) -> set[int]:
    """Members whom no message reached: none could go, or it was refused."""
    words = CircleWord.objects.seen_by(viewer).filter(read__in=list(reads))
    reached: dict[int, bool] = {}
    states = {
        (job, link): state
        for job, link, state in Delivery.objects.filter(job__in=words.values("job")).values_list(
            "job", "link", "state"
        )
    }
    for word in words.select_related("link", "read").order_by("pk"):
        code = word.link.code if word.link else ""
        mine = [s for (job, link), s in states.items() if job == word.job_id and code in link]
        failed = word.failed_at is not None or any(state in LOST for state in mine)
        reached[word.read.member_id] = not failed
    return {member for member, is_reached in reached.items() if not is_reached}


def below(notice: CircleNotice, me: CircleMember) -> list[Below]:
    """For officers of the circle that sent it."""
    if notice.circle_id != me.circle_id or not me.is_officer:
        return []
    relays = CircleRelay.objects.seen_by(viewer_of(me)).filter(notice=notice)
    found = []
    for relay in relays.select_related("circle").order_by("circle__name"):
        reads = CircleRead.objects.unguarded("counted only").filter(
            notice=notice, member__circle=relay.circle, member__left_at=None
        )
        counts = reads.aggregate(all=Count("pk"), seen=Count("pk", filter=Q(seen_at__isnull=False)))
        is_shown = relay.passed_at is not None and counts["all"] >= MINIMUM
        found.append(
            Below(relay, counts["all"] if is_shown else None, counts["seen"] if is_shown else None)
        )
    return found


def tally(found: Iterable[Reader]) -> list[tuple[str, int]]:
    """Of one circle's own readers, for its officers."""
    said = Counter(one.read.answer for one in found if one.read is not None)
    return [(str(answer.label), said[answer]) for answer in CircleRead.Answer]


def answers_by_circle(call: int) -> list[Answers]:
    """For the ward's officers: the circles that take part in a call of the ward's. Never party
    cells and committees, and none with fewer than MINIMUM people."""
    reads = CircleRead.objects.unguarded("counted only").filter(
        notice__call=call, notice__state=State.PUBLISHED, member__left_at=None
    )
    open_ones = reads.filter(member__circle__closed_at=None)
    said = {str(one): Count("pk", filter=Q(answer=one)) for one in CircleRead.Answer}
    rows = (
        open_ones.exclude(member__circle__kind__in=Circle.SENSITIVE)
        .order_by("member__circle__name")
        .values("member__circle")
        .annotate(members=Count("pk"), **said)
        .values_list("member__circle__name", "members", *said)
    )
    return [Answers(*row) for row in rows if row[1] >= MINIMUM]


def rounds(notice: CircleNotice, me: CircleMember) -> Rounds:
    return rounds_of(notice, me.circle_id)


def known_circles() -> list[Known]:
    """For the admin: which circles there are."""
    circles = Circle.objects.unguarded("that they exist").filter(closed_at=None)
    inside = at_work(CircleMember.objects.unguarded("counted only"))
    people = dict(inside.values("circle").annotate(n=Count("pk")).values_list("circle", "n"))
    found = []
    for circle in circles.select_related("parent").order_by("kind", "name"):
        n = people.get(circle.pk, 0)
        is_shown = not circle.is_sensitive and n >= MINIMUM
        waits = n == 0 and waiting_head(circle) is not None
        found.append(Known(circle, n if is_shown else None, waits, n == 0))
    return found
