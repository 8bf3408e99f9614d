"""Taking a number: at the tablet, by one's own telephone, by a clerk for somebody."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.counter.models import HelpKind, Ticket
from nhipcau.counter.sql import take_number
from nhipcau.links.shorten import new_code
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality
from nhipcau.places.working import office_of
from nhipcau.text.dates import say_when
from nhipcau.text.fold import tidy
from nhipcau.text.mask import mask_ids

EARLY: Final = timedelta(hours=1)  # before the doors open
LONGEST_NAME: Final = 40
LONGEST_KEY: Final = 64
Priority, Source = Ticket.Priority, Ticket.Source
CHOSEN: Final = (Priority.ELDER, Priority.DISABLED, Priority.PREGNANT)  # by themselves


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page asks for. `key` is made by the page once: two taps are one ticket."""

    source: str
    priority: str = ""
    name: str = ""
    key: str = ""
    first_from: datetime | None = None


def take_ticket(kind: HelpKind, wanted: Wanted, *, by: Actor, staff: Staff | None = None) -> Ticket:
    """Verb. Inside the scope. `staff`: the clerk who takes it for somebody, at any hour."""
    wanted = replace(wanted, key=tidy(wanted.key)[:LONGEST_KEY])
    known = _known(wanted.key)
    if known is not None:
        return known
    now = civil_now()
    if kind.ended_at is not None:
        raise WrongState(_("Việc này quầy không còn nhận. Hãy chọn việc khác."))
    if wanted.priority not in Priority.values:
        raise BadInput(_("Hãy chọn lại diện ưu tiên."), field="priority")
    if staff is None and wanted.source != Source.APPOINTMENT:
        _require_open(kind.locality, now)
    try:
        return _take(kind, wanted, by, staff, now)
    except IntegrityError:  # the other tap of the same finger was faster
        known = _known(wanted.key)
        if known is None:
            raise
        return known


def day_of(locality: Locality, now: datetime) -> date:
    """The desk's day, on the locality's own clock."""
    return local(now, locality.zone).date()


def _known(key: str) -> Ticket | None:
    return Ticket.objects.filter(key=key).select_related("kind").first() if key else None


def _require_open(locality: Locality, now: datetime) -> None:
    office = office_of(locality)
    opens = office.next_open(now)
    if opens - now > EARLY:
        said = _("Ngoài giờ làm việc: quầy lấy số lại từ %(when)s.")
        raise WrongState(said % {"when": say_when(max(opens - EARLY, now), now)})


def _take(kind: HelpKind, wanted: Wanted, by: Actor, staff: Staff | None, now: datetime) -> Ticket:
    day = day_of(kind.locality, now)
    with transaction.atomic():
        ticket = Ticket.objects.create(
            locality_id=kind.locality_id,
            kind=kind,
            day=day,
            number=take_number(kind.locality_id, kind.pk, day),
            code=new_code(),
            key=wanted.key,
            source=wanted.source,
            priority=wanted.priority,
            name=mask_ids(tidy(wanted.name))[:LONGEST_NAME],
            taken_at=now,
            queue_at=now,
            first_from=wanted.first_from,
            taken_by=staff,
        )
        audit.record(
            by, "ticket.taken", ticket,
            after={"kind": kind.pk, "number": ticket.number, "priority": wanted.priority},
        )  # fmt: skip
    return ticket
