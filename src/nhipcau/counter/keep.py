"""What time does to the desk: reminders, days that closed after all, who did not come, the end of
the day, and forgetting whom it was about. Periodic; each is safe to run twice."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.counter.book import cancel_appointment, settle
from nhipcau.counter.leave import close_assists
from nhipcau.counter.models import Appointment, Assist, DeskWindow, Ticket
from nhipcau.counter.paths import appointment_url, say_code
from nhipcau.counter.take import day_of
from nhipcau.counter.tell import tell
from nhipcau.places.each import each_locality
from nhipcau.places.hours import is_quiet
from nhipcau.places.models import Locality
from nhipcau.places.working import office_of
from nhipcau.text.dates import say_exact

State = Ticket.State
REMIND_BEFORE: Final = timedelta(hours=18)  # the evening before a morning
NOT_SO_LATE: Final = timedelta(hours=1)  # who is on the way needs no telling
BOOKED_LONG_AGO: Final = timedelta(hours=20)  # who booked yesterday evening remembers
MISSED_AFTER: Final = timedelta(hours=1)
AT_ONCE: Final = 200


def keep_appointments() -> None:
    """Every five minutes."""
    _everywhere(_keep_appointments)


def close_days() -> None:
    """Hourly: nobody stays in the line of a day that is over, nobody goes on helping overnight."""
    _everywhere(_close_days)


def _everywhere(act: Callable[[Locality, datetime], None]) -> None:
    each_locality(lambda locality: act(locality, civil_now()))


def _keep_appointments(locality: Locality, now: datetime) -> None:
    booked = Appointment.objects.filter(state=Appointment.State.BOOKED)
    for one in booked.filter(at__lt=now - MISSED_AFTER).order_by("at")[:AT_ONCE]:
        _miss(one)
    coming = booked.filter(at__gt=now).select_related("kind", "account", "locality")
    soon = list(coming.order_by("at")[:AT_ONCE])
    if not soon:
        return
    office = office_of(locality)
    for one in soon:
        if not office.is_open(one.at):
            _close(one)
        elif _is_to_remind(one, now) and not is_quiet(locality, now):
            _remind(one, now)


def _miss(appointment: Appointment) -> None:
    try:
        with transaction.atomic():
            settle(appointment, Appointment.State.MISSED)
            audit.record(SYSTEM, "appointment.missed", appointment)
    except WrongState:
        return  # they came at this very moment


def _close(appointment: Appointment) -> None:
    """A holiday was declared, or the hours were changed, after they had booked."""
    try:
        with transaction.atomic():
            cancel_appointment(appointment, by=SYSTEM, why=Appointment.State.CLOSED)
            said = _(
                "%(issuer)s: lịch hẹn %(when)s không thực hiện được vì phường nghỉ. "
                "Xin bác đặt lại: %(url)s"
            )
            tell(appointment, "closed", said % _facts(appointment))
    except WrongState:
        return


def _is_to_remind(one: Appointment, now: datetime) -> bool:
    is_near = now + NOT_SO_LATE <= one.at <= now + REMIND_BEFORE
    return is_near and one.reminded_at is None and one.booked_at <= one.at - BOOKED_LONG_AGO


def _remind(appointment: Appointment, now: datetime) -> None:
    said = _("%(issuer)s nhắc lịch hẹn: %(kind)s, %(when)s, mã %(code)s. Đổi hoặc huỷ: %(url)s")
    with transaction.atomic():
        mine = Appointment.objects.filter(pk=appointment.pk, reminded_at=None)
        if not mine.update(reminded_at=now):
            return
        job = tell(appointment, f"remind:{appointment.at:%Y%m%d%H%M}", said % _facts(appointment))
        if job is not None:
            audit.record(SYSTEM, "appointment.reminded", appointment, after={"job": job.pk})


def _facts(appointment: Appointment) -> dict[str, str]:
    return {
        "issuer": appointment.locality.issuer,
        "kind": appointment.kind.name,
        "when": say_exact(appointment.at),
        "code": say_code(appointment.code),
        "url": appointment_url(appointment),
    }


def _close_days(locality: Locality, now: datetime) -> None:
    today: date = day_of(locality, now)
    former = Ticket.objects.filter(day__lt=today)
    with transaction.atomic():
        uncalled = former.filter(state=State.WAITING).update(state=State.UNCALLED, done_at=now)
        forgotten = list(former.filter(state=State.CALLED)[:AT_ONCE])
        for ticket in forgotten:  # how long they were served nobody knows: none is counted
            Ticket.objects.filter(pk=ticket.pk, state=State.CALLED).update(
                state=State.SERVED, done_at=ticket.called_at
            )
        left_open = DeskWindow.objects.filter(since__lt=_begin_of(locality, today))
        closed = left_open.update(since=None, staff=None)
        running = Assist.objects.filter(started_at__lt=_begin_of(locality, today))
        helps = close_assists(running, now)
        if uncalled or forgotten or closed or helps:
            after = {"uncalled": uncalled, "open": len(forgotten), "windows": closed}
            audit.record(
                SYSTEM, "desk.day_closed", locality, locality=locality.pk,
                after={**after, "assists": helps},
            )  # fmt: skip


def _begin_of(locality: Locality, day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), office_of(locality).zone)
