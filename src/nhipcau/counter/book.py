"""Appointments: booked, moved, cancelled, and turned into a ticket when the person comes."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from nhipcau.channels.models import Account
from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.counter.models import Appointment, HelpKind, Slot, Ticket
from nhipcau.counter.paths import read_code
from nhipcau.counter.rights import require_server
from nhipcau.counter.slots import is_slot, slots_on
from nhipcau.counter.sql import take_slot
from nhipcau.counter.take import LONGEST_KEY, LONGEST_NAME, Wanted, take_ticket
from nhipcau.links.shorten import new_code
from nhipcau.people.models import Staff
from nhipcau.people.tries import may_try
from nhipcau.places.models import Locality
from nhipcau.text.dates import say_exact, say_time
from nhipcau.text.fold import tidy
from nhipcau.text.mask import mask_ids
from nhipcau.text.phones import is_mobile, to_e164

State = Appointment.State
AN_HOUR: Final = 3600
FROM_ONE, FROM_ALL = 6, 300  # bookings an hour: of one visitor, of the whole locality
UNKNOWN_TO_ALL: Final = 2  # one place of so many, on a day, for who leaves nothing to be called by
LIVE_FOR_ONE: Final = 2  # that one telephone, or one person of a chat, holds at a time
TOO_EARLY: Final = timedelta(hours=2)
LATE: Final = timedelta(minutes=20)  # after that it is a ticket like any other


@dataclass(frozen=True, slots=True)
class Booking:
    """`visitor` tells one browser from another, to limit the rate; it is not kept. `account` and
    `person`: who booked in a chat."""

    source: str
    name: str = ""
    phone: str = ""
    key: str = ""
    visitor: str = ""
    account: Account | None = None
    person: str = ""


def book_appointment(kind: HelpKind, at: datetime, booking: Booking, *, by: Actor) -> Appointment:
    """Verb. Inside the scope. The same form sent again is the same appointment."""
    booking = replace(booking, key=tidy(booking.key)[:LONGEST_KEY])
    known = _known(booking.key)
    if known is not None:
        return known
    now, phone = civil_now(), _phone(booking.phone)
    _require_slot(kind, at, now)
    if booking.source == Appointment.Source.PORTAL and not phone:
        _require_room_for_known(kind, at)
    _require_few(kind, booking, phone)
    try:
        with transaction.atomic():
            _take(kind, at)
            appointment = Appointment.objects.create(
                locality_id=kind.locality_id,
                kind=kind,
                at=at,
                code=new_code(),
                key=booking.key,
                source=booking.source,
                name=mask_ids(tidy(booking.name))[:LONGEST_NAME],
                phone=phone,
                account=booking.account,
                person=booking.person,
                booked_at=now,
            )
            audit.record(
                by, "appointment.booked", appointment,
                after={"kind": kind.pk, "at": at.isoformat(), "source": booking.source},
            )  # fmt: skip
    except IntegrityError:  # the other tap of the same finger
        known = _known(booking.key)
        if known is None:
            raise
        return known
    return appointment


def move_appointment(appointment: Appointment, at: datetime, *, by: Actor) -> Appointment:
    """Verb. The new place is taken before the old one is given back."""
    now, before = civil_now(), appointment.at
    if at == before:
        return appointment
    _require_slot(appointment.kind, at, now)
    if appointment.source == Appointment.Source.PORTAL and not appointment.phone:
        _require_room_for_known(appointment.kind, at)
    with transaction.atomic():
        _take(appointment.kind, at)
        live = Appointment.objects.filter(pk=appointment.pk, state=State.BOOKED, at=before)
        if not live.update(at=at, reminded_at=None):
            raise _over()
        _give_back(appointment.kind_id, before)
        audit.record(
            by, "appointment.moved", appointment,
            before={"at": before.isoformat()}, after={"at": at.isoformat()},
        )  # fmt: skip
    appointment.refresh_from_db()
    return appointment


def cancel_appointment(appointment: Appointment, *, by: Actor, why: str = State.CANCELLED) -> None:
    """Verb. `why`: cancelled by them, or closed because the ward is."""
    with transaction.atomic():
        settle(appointment, why)
        _give_back(appointment.kind_id, appointment.at)
        audit.record(by, f"appointment.{why}", appointment)


def arrive(appointment: Appointment, *, by: Staff | None = None) -> Ticket:
    """Verb. They are here: a ticket that goes first from the time of the appointment on. By
    themselves at the tablet, or by a clerk."""
    if by is not None:
        require_server(by, appointment.locality_id)
    now = civil_now()
    if appointment.ticket is not None:
        return appointment.ticket
    if by is None and now < appointment.at - TOO_EARLY:
        said = _("Lịch hẹn là %(when)s. Hãy đến sớm nhất hai giờ trước đó.")
        raise WrongState(said % {"when": say_exact(appointment.at)})
    is_late = now > appointment.at + LATE
    actor = by.actor if by else Actor("resident", "unknown")
    wanted = Wanted(
        source=Ticket.Source.APPOINTMENT,
        priority="" if is_late else Ticket.Priority.APPOINTMENT,
        name=appointment.name,
        key=f"appointment:{appointment.pk}",
        first_from=appointment.at,
    )
    with transaction.atomic():
        ticket = take_ticket(appointment.kind, wanted, by=actor, staff=by)
        settle(appointment, State.ARRIVED, ticket=ticket)
        audit.record(actor, "appointment.arrived", appointment, after={"ticket": ticket.pk})
    return ticket


def find_appointment(locality: Locality, typed: str) -> Appointment | None:
    """By the code that was written down; capitals, spaces and hyphens do not count."""
    code = read_code(typed)
    found = Appointment.objects.filter(locality=locality, code=code)
    return found.select_related("kind", "locality", "ticket__kind").first() if code else None


def settle(appointment: Appointment, state: str, *, ticket: Ticket | None = None) -> None:
    """Ends it once, in the caller's transaction."""
    live = Appointment.objects.filter(pk=appointment.pk, state=State.BOOKED)
    if not live.update(state=state, settled_at=civil_now(), ticket=ticket):
        raise _over()
    appointment.refresh_from_db()


def _known(key: str) -> Appointment | None:
    return Appointment.objects.filter(key=key).first() if key else None


def _require_slot(kind: HelpKind, at: datetime, now: datetime) -> None:
    if not is_slot(kind, at, now=now):
        raise BadInput(_("Giờ này không đặt được. Hãy chọn một giờ trong danh sách."), field="at")


def _require_few(kind: HelpKind, booking: Booking, phone: str) -> None:
    """Places are few: nobody shall take them all."""
    live = Appointment.objects.filter(state=State.BOOKED)
    held = 0
    if phone:
        held = live.filter(phone=phone).count()
    if booking.account is not None:
        held = max(held, live.filter(account=booking.account, person=booking.person).count())
    if held >= LIVE_FOR_ONE and booking.source != Appointment.Source.DESK:
        raise NotAllowed(
            _("Bác đang giữ %(n)d lịch hẹn. Hãy đổi hoặc huỷ bớt rồi đặt lại.") % {"n": held}
        )
    if booking.source == Appointment.Source.DESK:
        return
    who = booking.visitor or booking.person or phone
    if not may_try(f"book:{kind.locality_id}:{who}", FROM_ONE, AN_HOUR) or not may_try(
        f"book:{kind.locality_id}", FROM_ALL, AN_HOUR
    ):
        raise NotAllowed(_("Đã đặt nhiều lần. Xin chờ một giờ rồi đặt tiếp, hoặc gọi phường."))


def _require_room_for_known(kind: HelpKind, at: datetime) -> None:
    """A carrier's address is a whole village, and a script calls itself anything: so it is not who
    asks that is counted, but how much of a day may go to people whom nobody can call."""
    times = slots_on(kind, at)
    unknown = Appointment.objects.filter(
        kind=kind,
        state=State.BOOKED,
        source=Appointment.Source.PORTAL,
        phone="",
        at__gte=times[0],
        at__lte=times[-1],
    )
    if unknown.count() >= max(1, len(times) * kind.per_slot // UNKNOWN_TO_ALL):
        said = _(
            "Ngày này chỉ còn chỗ cho người để lại số di động. Xin ghi số để phường báo được khi "
            "có thay đổi, hoặc chọn ngày khác, hoặc gọi phường."
        )
        raise NotAllowed(said, field="phone")


def _take(kind: HelpKind, at: datetime) -> None:
    if not take_slot(kind.locality_id, kind.pk, at, kind.per_slot):
        said = _("Giờ %(time)s vừa hết chỗ. Hãy chọn giờ khác.") % {"time": say_time(at)}
        raise WrongState(said)


def _give_back(kind: int, at: datetime) -> None:
    Slot.objects.filter(kind=kind, at=at, taken__gt=0).update(taken=F("taken") - 1)


def _phone(given: str) -> str:
    """Empty, or a number that takes SMS: a wrong one is told, for the reminder would be lost."""
    if not tidy(given):
        return ""
    number = to_e164(given)
    if number is None or not is_mobile(number):
        raise BadInput(
            _("Số điện thoại chưa đúng. Hãy ghi số di động mười chữ số, hoặc để trống."),
            field="phone",
        )
    return number


def _over() -> WrongState:
    return WrongState(_("Lịch hẹn này đã đổi, đã huỷ hoặc đã dùng. Hãy xem lại."))
