"""Every hour: notices of series whose time has come are made; approved ones go out by day."""

import structlog
from django.db.models import F

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError, WrongState
from nhipcau.notices.models import NoticeVersion, Recurrence
from nhipcau.notices.series import make_occurrence, next_due, note_problem
from nhipcau.outreach.ask import ask_approvers
from nhipcau.outreach.publish import publish_notice
from nhipcau.places.each import each_locality
from nhipcau.places.hours import is_quiet
from nhipcau.places.models import Locality

log = structlog.get_logger()


def carry_series() -> int:
    """The periodic job; running twice does no harm. Returns how many notices it made."""
    return sum(each_locality(_carry))


def _carry(locality: Locality) -> int:
    made = make_due(locality)
    publish_approved(locality)
    return made


def make_due(locality: Locality) -> int:
    """Inside the scope. A series that cannot be made says so on its page and stops no other."""
    now, made = civil_now(), 0
    live = Recurrence.objects.filter(locality=locality, stopped_at__isnull=True)
    for series in live.select_related("locality", "written_by", "approved_by"):
        day = next_due(series, now)
        if day is None:
            continue
        try:
            version = make_occurrence(series, day, now)
        except WrongState:
            log.info("series was made elsewhere", series=series.pk)
        except DomainError as fault:
            note_problem(series, fault)
        else:
            made += 1
            if version.state == NoticeVersion.State.SUBMITTED:
                ask_approvers(version)
    return made


def publish_approved(locality: Locality) -> int:
    """What the series' approver let go in advance, in their name, outside of quiet hours. A notice
    that somebody took back and that was approved anew is theirs to publish."""
    now = civil_now()
    if is_quiet(locality, now):
        return 0
    rows = NoticeVersion.objects.filter(
        locality=locality,
        state=NoticeVersion.State.APPROVED,
        number=1,
        deadline__gt=now,
        approved_at=F("notice__occurrence__approved_at"),
    ).select_related("notice", "locality", "approved_by")
    published = 0
    for version in rows:
        if version.approved_by is None:
            continue
        try:
            publish_notice(version, by=version.approved_by)
            published += 1
        except DomainError as fault:
            note_problem(version.notice.occurrence.recurrence, fault)
    return published
