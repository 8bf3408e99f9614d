"""Reads for the ward's page of work: what waits for hands in one notice."""

from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach.models import Claim, PassedOn, Relay, Sheet, Task
from nhipcau.outreach.told import Told, told_by_place
from nhipcau.people.models import Household, Role, Staff

TITLES = {
    "loudspeaker": gettext_lazy("Đọc loa truyền thanh"),
    "megaphone": gettext_lazy("Đi đọc loa tay"),
    "gong": gettext_lazy("Đánh kẻng và đọc"),
    "board": gettext_lazy("Viết bảng tin"),
    "call_leader": gettext_lazy("Gọi điện"),
    "correct_post": gettext_lazy("Sửa hoặc gỡ bài đã đăng"),
    "correct_sheet": gettext_lazy("Thay tờ giấy cũ"),
    "tell_withdrawn": gettext_lazy("Báo lại nhà đã được báo"),
    "register": gettext_lazy("Cập nhật sổ hộ"),
}


@dataclass(frozen=True, slots=True)
class Silent:
    """A relay with the people of its neighbourhood and what they were told by."""

    relay: Relay
    people: list[Staff]
    told: list[Told]


@dataclass(frozen=True, slots=True)
class Unclear:
    """Somebody read, or somebody told a neighbour; which household it was is not known yet."""

    row: Claim | PassedOn
    homes: list[Household]


@dataclass(frozen=True, slots=True)
class Line:
    task: Task
    title: str


@dataclass(frozen=True, slots=True)
class Desk:
    waiting: list[Line]
    done: list[Line]
    silent: list[Silent]
    posted: list[Silent]
    sheets: list[Sheet]
    hanging: list[Sheet]
    claims: list[Unclear]
    passed_on: list[Unclear]

    @property
    def is_empty(self) -> bool:
        shown = (self.waiting, self.done, self.silent, self.sheets, self.hanging)
        return not any((*shown, self.claims, self.passed_on))


def latest_out(notice: Notice) -> NoticeVersion:
    version = (
        notice.versions.filter(published_at__isnull=False)
        .select_related("notice", "locality")
        .order_by("-number")
        .first()
    )
    if version is None:
        raise Http404(_("Thông báo này chưa được phát."))
    return version


def desk_of(version: NoticeVersion) -> Desk:
    """Tasks and papers of every version of the notice: what version 1 left hanging counts too."""
    tasks = Task.objects.filter(
        version__notice=version.notice_id, stopped_at__isnull=True
    ).select_related("neighbourhood", "done_by")
    claims = Claim.objects.filter(version=version, settled_at__isnull=True)
    said = PassedOn.objects.filter(version=version, household__isnull=True)
    places = {row.neighbourhood_id for row in claims} | {row.neighbourhood_id for row in said}
    homes = _homes(places)
    relays = _relays(version)
    return Desk(
        waiting=_lines(tasks.filter(done_at__isnull=True).order_by("kind", "due_at", "pk")),
        done=_lines(tasks.filter(done_at__isnull=False).order_by("-done_at")[:20]),
        silent=[one for one in relays if one.relay.state == Relay.State.WAITING],
        posted=[one for one in relays if one.relay.state == Relay.State.POSTED],
        sheets=list(
            Sheet.objects.filter(
                version__notice=version.notice_id,
                state__in=[Sheet.State.TO_HANG, Sheet.State.TO_REMOVE],
            )
            .select_related("neighbourhood")
            .order_by("-state", "place")
        ),
        hanging=_hanging(version),
        claims=[Unclear(row, homes[row.neighbourhood_id]) for row in claims.order_by("at")],
        passed_on=[Unclear(row, homes[row.neighbourhood_id]) for row in said.order_by("at")],
    )


def _lines(tasks: QuerySet[Task]) -> list[Line]:
    return [Line(task, str(TITLES.get(task.kind, _("Việc khác")))) for task in tasks]


def _hanging(version: NoticeVersion) -> list[Sheet]:
    """With how many people each has brought to the page: `scanned`."""
    return list(
        Sheet.objects.filter(version__notice=version.notice_id, state=Sheet.State.HANGS)
        .select_related("hung_by")
        .annotate(scanned=Coalesce(Sum("link__days__people"), 0))
        .order_by("place")
    )


def _relays(version: NoticeVersion) -> list[Silent]:
    relays = list(
        Relay.objects.filter(version=version)
        .select_related("neighbourhood", "group", "posted_by")
        .order_by("neighbourhood__position", "pk")
    )
    people = Staff.objects.filter(
        locality=version.locality_id,
        is_active=True,
        role__in=[Role.LEADER, Role.DEPUTY],
        neighbourhood__in=[relay.neighbourhood_id for relay in relays if relay.neighbourhood_id],
    ).order_by("-role", "name")
    by_place: dict[int | None, list[Staff]] = {}
    for person in people:
        by_place.setdefault(person.neighbourhood_id, []).append(person)
    told = told_by_place(version)
    return [
        Silent(relay, by_place.get(place, []), told.get(place, []))
        for relay in relays
        for place in [relay.neighbourhood_id]
    ]


def _homes(places: set[int]) -> dict[int, list[Household]]:
    found: dict[int, list[Household]] = {place: [] for place in places}
    rows = Household.objects.filter(neighbourhood__in=places, is_gone=False)
    for home in rows.order_by("walk_order", "pk"):
        found[home.neighbourhood_id].append(home)
    return found
