"""Until when, by Law 91/2025/QH15 and Decree 356/2025/NĐ-CP: no number of days stands elsewhere."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from nhipcau.places.working import Office
from nhipcau.replication.models import DataRequest

ANSWER_WORKING_DAYS: Final = 2
DAYS: Final = {
    DataRequest.Kind.ACCESS: 10,
    DataRequest.Kind.RECTIFY: 10,
    DataRequest.Kind.ERASE: 20,
    DataRequest.Kind.STOP: 15,
}
LONGER_DAYS: Final = 15  # once, with a reason that the person is told
LAST_MOMENT: Final = time(23, 59)
FARTHEST: Final = 60  # days looked ahead: a ward may have entered that it never opens


@dataclass(frozen=True, slots=True)
class Due:
    answer_by: datetime
    due_at: datetime


def due_of(kind: str, received: datetime, office: Office) -> Due:
    return Due(
        _after_working_days(received, office),
        _after_days(received, DAYS[DataRequest.Kind(kind)], office),
    )


def longer(due_at: datetime, office: Office) -> datetime:
    return _after_days(due_at, LONGER_DAYS, office)


def _after_days(at: datetime, days: int, office: Office) -> datetime:
    day = at.astimezone(office.zone).date() + timedelta(days=days)
    return datetime.combine(day, LAST_MOMENT, office.zone).astimezone(at.tzinfo)


def _after_working_days(at: datetime, office: Office) -> datetime:
    """The close of the second day with hours after the day it came."""
    first, left = at.astimezone(office.zone).date(), ANSWER_WORKING_DAYS
    for ahead in range(1, FARTHEST):
        day = first + timedelta(days=ahead)
        spans = office.spans_on(day)
        left -= bool(spans)
        if not left:
            return datetime.combine(day, spans[-1][1], office.zone).astimezone(at.tzinfo)
    return _after_days(at, ANSWER_WORKING_DAYS, office)
