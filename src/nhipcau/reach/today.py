"""What needs me now: the first page of the console, from every running notice and channel."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Sum

from nhipcau.channels.models import Account
from nhipcau.channels.words import words_for
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.leaders import Unsure, unsure_leaders
from nhipcau.outreach.models import Claim, Counter, PassedOn, Relay, Task, Visit
from nhipcau.people.models import Role, Staff
from nhipcau.reach.queries import Summary

State = NoticeVersion.State
NOTHING = Summary(0, 0, 0, 0, {}, {})
LATELY = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Running:
    """A notice on its way. Counts are of what waits for people."""

    version: NoticeVersion
    summary: Summary
    silent: int
    doors: int
    tasks: int
    unclear: int

    @property
    def waits(self) -> int:
        return self.silent + self.tasks + self.unclear


@dataclass(frozen=True, slots=True)
class Trouble:
    """A channel that needs somebody: what is wrong and what to do, in words."""

    account: Account
    what: str
    how: str


@dataclass(frozen=True, slots=True)
class Today:
    to_approve: list[NoticeVersion]
    to_review: list[NoticeVersion]
    to_publish: list[NoticeVersion]
    drafts: list[NoticeVersion]
    running: list[Running]
    over: list[Running]
    troubled: list[Account]
    unsure: Unsure

    @property
    def is_calm(self) -> bool:
        waits = self.to_approve or self.to_review or self.to_publish or self.troubled
        return not (waits or self.unsure.mute or self.unsure.untried)


def today(staff: Staff, now: datetime) -> Today:
    """About ten queries, however many notices run."""
    versions = NoticeVersion.objects.select_related("notice", "submitted_by", "written_by")
    may_approve = staff.role == Role.APPROVER
    out = list(
        versions.filter(state=State.PUBLISHED, deadline__gt=now - LATELY).order_by("deadline")
    )
    lines = _lines(out)
    return Today(
        to_approve=_few(
            versions.filter(state=State.SUBMITTED).exclude(submitted_by=staff), may_approve
        ),
        to_review=_few(
            versions.filter(released_urgently=True, reviewed_at__isnull=True).exclude(
                published_at__isnull=True
            ),
            may_approve,
        ),
        to_publish=_few(
            versions.filter(state=State.APPROVED), staff.role in {Role.EDITOR, Role.APPROVER}
        ),
        drafts=_few(versions.filter(state=State.DRAFT, written_by=staff), True),
        running=[line for line in lines if line.version.deadline > now],
        over=[line for line in lines if line.version.deadline <= now],
        troubled=list(Account.objects.filter(state=Account.State.TROUBLED).order_by("kind", "id")),
        unsure=unsure_leaders(staff.locality),
    )


def trouble_of(account: Account) -> Trouble:
    what, how = words_for(account.speaks, account.problem)
    return Trouble(account, what, how)


def _few(found: QuerySet[NoticeVersion], is_mine: bool) -> list[NoticeVersion]:
    return list(found.order_by("deadline", "pk")[:20]) if is_mine else []


def _lines(versions: list[NoticeVersion]) -> list[Running]:
    ids = [version.pk for version in versions]
    sums = {
        row["version_id"]: Summary(
            row["households"], row["covered"], row["informed"], row["accounted"], {}, {}
        )
        for row in Counter.objects.filter(version__in=ids)
        .values("version_id")
        .annotate(
            households=Sum("households"),
            covered=Sum("covered"),
            informed=Sum("informed"),
            accounted=Sum("accounted"),
        )
        .order_by()
    }
    silent = _count(Relay.objects.filter(version__in=ids, state=Relay.State.WAITING))
    doors = _count(Visit.objects.filter(version__in=ids, state=Visit.State.OPEN))
    tasks = _count(
        Task.objects.filter(version__in=ids, done_at__isnull=True, stopped_at__isnull=True)
    )
    claims = _count(Claim.objects.filter(version__in=ids, settled_at__isnull=True))
    said = _count(PassedOn.objects.filter(version__in=ids, household__isnull=True))
    return [
        Running(
            version=version,
            summary=sums.get(version.pk, NOTHING),
            silent=silent.get(version.pk, 0),
            doors=doors.get(version.pk, 0),
            tasks=tasks.get(version.pk, 0),
            unclear=claims.get(version.pk, 0) + said.get(version.pk, 0),
        )
        for version in versions
    ]


def _count(rows: QuerySet[Any]) -> dict[int, int]:
    return dict(rows.order_by().values_list("version_id").annotate(n=Count("pk")))
