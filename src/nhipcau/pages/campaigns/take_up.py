"""What people took up while they were shown what they gain: joined, first filing, first question.

Four numbers each: in the campaign's neighbourhoods and in the others, during it and in as many
days before. That is a comparison, and no proof that the campaign was the cause: the page says so.
Composed here, as the desk and the inbox do not know each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Min
from django.utils.translation import gettext as _

from nhipcau.core.clock import local
from nhipcau.counter.models import Assist, Campaign, Dossier, SkillVisit
from nhipcau.inbox.models import Question
from nhipcau.people.models import Group, Household, Membership

FEW = 30  # households under which a share is shown as numbers only


@dataclass(frozen=True, slots=True)
class Cell:
    """`n` of `of` households did it for the first time in that time."""

    n: int
    of: int

    @property
    def share(self) -> float | None:
        return self.n / self.of if self.of >= FEW else None


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    here: Cell
    here_before: Cell
    there: Cell
    there_before: Cell

    @property
    def cells(self) -> tuple[Cell, ...]:
        """In the order of the table."""
        return self.here_before, self.here, self.there_before, self.there


@dataclass(frozen=True, slots=True)
class TakeUp:
    first_on: date
    until: date  # the last day that is counted: today while it runs
    before_on: date
    homes_here: int
    homes_there: int
    visits: int
    lines: list[Line]

    @property
    def days(self) -> int:
        return (self.until - self.first_on).days + 1


def take_up(campaign: Campaign, now: datetime) -> TakeUp:
    """Eight queries."""
    until = max(campaign.first_on, min(campaign.last_on, local(now).date()))
    days = (until - campaign.first_on).days + 1
    before_on = campaign.first_on - timedelta(days=days)
    places = set(campaign.places.values_list("neighbourhood", flat=True))
    homes = dict(Household.objects.filter(is_gone=False).values_list("pk", "neighbourhood"))
    here = {pk for pk, place in homes.items() if place in places}
    there = set(homes) - here
    visits = SkillVisit.objects.filter(
        neighbourhood__in=places, undone_at=None, on__gte=campaign.first_on, on__lte=until
    )
    spans = ((campaign.first_on, until), (before_on, campaign.first_on - timedelta(days=1)))

    def line(label: str, firsts: Iterable[tuple[int, datetime | None]]) -> Line:
        on = {pk: local(at).date() for pk, at in firsts if at is not None}
        cells = [
            Cell(sum(begins <= on[pk] <= ends for pk in some if pk in on), len(some))
            for some in (here, there)
            for begins, ends in spans
        ]
        return Line(label, *cells)

    return TakeUp(
        campaign.first_on, until, before_on, len(here), len(there), visits.count(),
        [
            line(_("Vào nhóm của tổ"), _joined()),
            line(_("Nộp hồ sơ lần đầu"), _filed()),
            line(_("Hỏi phường lần đầu"), _asked()),
        ],
    )  # fmt: skip


def _joined() -> Iterable[tuple[int, datetime | None]]:
    rows = Membership.objects.filter(
        group__kind=Group.Kind.HOUSEHOLDS, state=Membership.State.CONFIRMED
    )
    return rows.order_by().values_list("household").annotate(Min("confirmed_at"))


def _filed() -> Iterable[tuple[int, datetime | None]]:
    """With somebody's help, or online by themselves: whichever was first."""
    helped = Assist.objects.filter(outcome=Assist.Outcome.FILED, household__isnull=False)
    alone = Dossier.objects.filter(filed=Dossier.Filed.ONLINE, household__isnull=False)
    first: dict[int, datetime] = {}
    for rows, moment in ((helped, "started_at"), (alone, "filed_at")):
        for home, at in rows.order_by().values_list("household").annotate(Min(moment)):
            first[home] = min(at, first.get(home, at))
    return first.items()


def _asked() -> Iterable[tuple[int, datetime | None]]:
    rows = Question.objects.filter(conversation__household__isnull=False)
    return rows.order_by().values_list("conversation__household").annotate(Min("asked_at"))
