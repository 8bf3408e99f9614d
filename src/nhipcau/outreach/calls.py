"""What came of a call, by neighbourhood and by household: who did, who will, who is silent."""

from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach.models import CallPhoto, Counter, Reply, Standing
from nhipcau.people.models import Household
from nhipcau.places.models import Neighbourhood

LINGERS = timedelta(days=3)  # answers and photos come in after the day
A = Reply.Answer


@dataclass(frozen=True, slots=True)
class Result:
    """Numbers of households; `photos` of pictures."""

    households: int = 0
    will_come: int = 0
    excused: int = 0
    done: int = 0
    photos: int = 0

    @property
    def silent(self) -> int:
        return max(0, self.households - self.will_come - self.excused - self.done)

    @property
    def share(self) -> float:
        return self.done / self.households if self.households else 0.0

    def __add__(self, other: "Result") -> "Result":
        return Result(
            self.households + other.households,
            self.will_come + other.will_come,
            self.excused + other.excused,
            self.done + other.done,
            self.photos + other.photos,
        )


@dataclass(frozen=True, slots=True)
class PlaceResult:
    neighbourhood: Neighbourhood
    result: Result


@dataclass(frozen=True, slots=True)
class HomeResult:
    household: Household
    answer: str
    said_by_leader: bool
    photos: list[CallPhoto] = field(default_factory=list)

    @property
    def answer_words(self) -> str:
        return str(A(self.answer).label) if self.answer else ""


def by_place(version: NoticeVersion) -> list[PlaceResult]:
    """Four queries, whatever the size."""
    sizes = dict(
        Counter.objects.filter(version=version).values_list("neighbourhood_id", "households")
    )
    found = results([version.notice_id], sizes)
    places = Neighbourhood.objects.filter(pk__in=sizes)
    return [
        PlaceResult(place, found[version.notice_id, place.pk])
        for place in places.order_by("position", "pk")
    ]


def results(
    notices: Sequence[int], sizes: dict[int, int], place: int | None = None
) -> dict[tuple[int, int], Result]:
    """(notice, neighbourhood) → result; `sizes` is neighbourhood → households meant."""
    replies = Reply.objects.filter(notice__in=notices, household__is_gone=False)
    photos = CallPhoto.objects.filter(notice__in=notices, removed_at__isnull=True)
    if place is not None:
        replies = replies.filter(household__neighbourhood=place)
        photos = photos.filter(neighbourhood=place)
    said: dict[tuple[int, int], Tally[str]] = defaultdict(Tally)
    rows = replies.order_by().values_list("notice_id", "household__neighbourhood_id", "answer")
    for notice, where, answer, n in rows.annotate(n=Count("pk")):
        said[notice, where][answer] = n
    pictures = dict[tuple[int, int], int]()
    for notice, where, n in (
        photos.order_by().values_list("notice_id", "neighbourhood_id").annotate(n=Count("pk"))
    ):
        pictures[notice, where] = n
    return {
        (notice, where): Result(
            households,
            said[notice, where][A.WILL_COME],
            said[notice, where][A.EXCUSED],
            said[notice, where][A.DONE],
            pictures.get((notice, where), 0),
        )
        for notice in notices
        for where, households in sizes.items()
    }


def whole(lines: Sequence[PlaceResult]) -> Result:
    return sum((line.result for line in lines), Result())


def homes_of_call(version: NoticeVersion, neighbourhood: int) -> list[HomeResult]:
    """The silent first, then who will come, then the others; as the way goes. Three queries."""
    said = {
        row.household_id: row
        for row in Reply.objects.filter(
            notice=version.notice_id, household__neighbourhood=neighbourhood
        )
    }
    pictures: dict[int, list[CallPhoto]] = defaultdict(list)
    for photo in CallPhoto.objects.filter(
        notice=version.notice_id,
        neighbourhood=neighbourhood,
        household__isnull=False,
        removed_at__isnull=True,
    ):
        pictures[photo.household_id or 0].append(photo)
    meant = (
        Standing.objects.filter(version=version, neighbourhood=neighbourhood)
        .select_related("household")
        .order_by("household__walk_order", "household_id")
    )
    homes = [
        HomeResult(
            row.household,
            said[row.household_id].answer if row.household_id in said else "",
            row.household_id in said and said[row.household_id].actor.startswith("staff:"),
            pictures.get(row.household_id, []),
        )
        for row in meant
    ]
    order = {"": 0, str(A.WILL_COME): 1, str(A.DONE): 2, str(A.EXCUSED): 3}
    return sorted(homes, key=lambda home: order.get(home.answer, 4))


def place_photos(notice: int, neighbourhood: int | None = None) -> QuerySet[CallPhoto]:
    """Those that a leader took of the whole alley."""
    rows = CallPhoto.objects.filter(
        notice=notice, household__isnull=True, removed_at__isnull=True
    ).select_related("neighbourhood")
    return rows if neighbourhood is None else rows.filter(neighbourhood=neighbourhood)


def calls_now(now: datetime, neighbourhood: int | None = None) -> QuerySet[NoticeVersion]:
    """Calls that are on, or were a few days ago: the nearest first."""
    since = now - LINGERS
    ahead = Q(deadline__gt=since) | Q(event_at__gt=since) | Q(event_until__gt=since)
    found = NoticeVersion.objects.filter(
        ahead,
        state=NoticeVersion.State.PUBLISHED,
        notice__kind=Notice.Kind.CALL,
        notice__current=F("pk"),
        notice__is_drill=False,
    )
    if neighbourhood is not None:
        found = found.filter(counters__neighbourhood=neighbourhood)
    return found.select_related("notice").order_by("deadline", "pk")
