"""When a result is due, and how a standing clock moves it. Values in, values out.

The day of receipt does not count; a term in working days ends when the desk closes on the last of
them. A term in calendar days that ends while the desk is closed ends with the next day it opens.
"""

import math
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from nhipcau.places.working import FARTHEST, Office
from nhipcau.procedures.models import Way
from nhipcau.procedures.say import say_term

Unit = Way.Unit
HOURS_A_DAY = Decimal(8)  # of "half a working day", by the labour code
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Term:
    amount: Decimal
    unit: str

    def say(self) -> str:
        """7 ngày làm việc"""
        return say_term(self.amount, self.unit)


def first_due(office: Office, received_at: datetime, term: Term) -> datetime:
    amount = term.amount
    if term.unit == Unit.MINUTE:
        return office.after(received_at, float(amount / 60))
    if term.unit in {Unit.HOUR, Unit.WORKING_HOUR}:
        return office.after(received_at, float(amount))
    received_on = received_at.astimezone(office.zone).date()
    if term.unit == Unit.WORKING_DAY:
        return _working_days(office, received_at, received_on, amount)
    return closes(office, _calendar(received_on, amount, term.unit), received_at)


def left_at(office: Office, at: datetime, due: datetime) -> timedelta:
    """Working time that is still to run when the clock stops; nothing of what is overdue."""
    return office.between(at, due) if at < due else timedelta()


def due_again(office: Office, at: datetime, left: timedelta, due: datetime) -> datetime:
    """The clock runs again at `at`. Never earlier than it was due before it stood."""
    if left <= timedelta():
        return due
    return max(due, office.after(at, left / HOUR))


def _working_days(
    office: Office, received_at: datetime, received_on: date, amount: Decimal
) -> datetime:
    whole, rest = int(amount), amount % 1
    ends, day = received_at, received_on
    for _nth in range(whole):
        ends = closes(office, day + timedelta(days=1), received_at)
        day = ends.astimezone(office.zone).date()
    return office.after(ends, float(rest * HOURS_A_DAY)) if rest else ends


def closes(office: Office, day: date, like: datetime) -> datetime:
    """When the desk closes on that day, or on the next one on which it opens."""
    for days in range(FARTHEST):
        on = day + timedelta(days=days)
        if spans := office.spans_on(on):
            return datetime.combine(on, spans[-1][1], office.zone).astimezone(like.tzinfo)
    return datetime.combine(day, like.timetz())


def _calendar(start: date, amount: Decimal, unit: str) -> date:
    days = {Unit.DAY: 1, Unit.WEEK: 7}.get(Unit(unit))
    if days is not None:
        return start + timedelta(days=math.ceil(amount * days))
    months = math.ceil(amount * (12 if unit == Unit.YEAR else 1))
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
