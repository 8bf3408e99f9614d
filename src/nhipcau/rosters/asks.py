"""Somebody is asked to fill a gap and says yes or no. Who says yes first has it."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality
from nhipcau.rosters.coverage import Gap
from nhipcau.rosters.hold import hold_locality, hold_people, refuse_clash
from nhipcau.rosters.models import Ask, Shift
from nhipcau.rosters.queries import (
    away_between,
    day_of,
    gap_like,
    gaps_between,
    is_there,
)
from nhipcau.rosters.rights import check_post, require_arranger
from nhipcau.rosters.shifts import Planned, hand_shift, refuse_away, write_shift
from nhipcau.rosters.tell import tell_asked

State = Ask.State
PATIENCE = timedelta(hours=2)
SHORT_PATIENCE = timedelta(minutes=20)
SOON = timedelta(hours=3)


def ask_person(locality: Locality, gap: Gap, *, staff: Staff, by: Staff) -> Ask:
    """Verb. An officer asks somebody by name, beside whom the roster asks by itself."""
    require_arranger(by, locality.pk)
    if gap_like(_gaps_now(locality, gap), gap) is None:
        raise WrongState(_("Chỗ trống này vừa có người nhận. Hãy xem lại lịch trực."))
    check_post(staff, gap.post, locality.pk)
    refuse_away(locality, staff, gap.starts_at)
    refuse_clash(staff, gap.starts_at, gap.ends_at)
    ask = write_ask(locality, gap, staff.pk, by=by.actor)
    if ask is None:
        raise BadInput(_("%(who)s đã được hỏi rồi.") % {"who": staff.name}, field="staff")
    return ask


def write_ask(locality: Locality, gap: Gap, staff_id: int, *, by: Actor) -> Ask | None:
    """None: this person was asked for this gap before; nobody is asked twice, but for a gap that
    had closed meanwhile."""
    now = civil_now()
    what = {
        "locality": locality,
        "post": gap.post,
        "starts_at": gap.starts_at,
        "ends_at": gap.ends_at,
        "shift_id": gap.shift,
        "staff_id": staff_id,
    }
    again = {"state": State.WAITING, "asked_at": now, "settled_at": None}
    try:
        with transaction.atomic():
            if Ask.objects.filter(**what, state=State.VOID).update(**again):
                ask = Ask.objects.get(**what)
            else:
                ask = Ask.objects.create(**what, asked_at=now)
            is_told = tell_asked(ask)
            Ask.objects.filter(pk=ask.pk).update(is_told=is_told)
            record(by, "gap.asked", ask, after={"staff": staff_id, "is_told": is_told})
    except IntegrityError:
        return None
    ask.refresh_from_db()
    return ask


def accept_ask(ask: Ask, *, by: Staff) -> Shift:
    """Verb. The shift is theirs, or one is made for the stretch that nobody was planned for."""
    _must_be_asked(ask, by)
    with transaction.atomic():
        hold_locality(ask.locality_id)  # of two who say yes at once the second sees the first
        # Before their asks, both at once: whoever lets one go or swaps takes them in this order.
        planned = Shift.objects.filter(pk=ask.shift_id or 0, staff__isnull=False)
        hold_people(by.pk, *planned.values_list("staff_id", flat=True))
        gap = gap_like(_gaps_now(ask.locality, gap_of(ask)), gap_of(ask))
        if gap is None:
            raise WrongState(_("Ca này vừa có người khác nhận. Cảm ơn bạn."))
        _settle(ask, State.ACCEPTED)
        shift = _take(ask, gap, by)
        record(by.actor, "gap.filled", ask, after={"shift": shift.pk, "staff": by.pk})
        void_stale(ask.locality, gap.starts_at, gap.ends_at)
    ask.refresh_from_db()
    return shift


def refuse_ask(ask: Ask, *, by: Staff) -> None:
    """Verb. The next one is asked."""
    _must_be_asked(ask, by)
    with transaction.atomic():
        _settle(ask, State.REFUSED)
        record(by.actor, "gap.refused", ask, after={"staff": by.pk})
    ask.refresh_from_db()


def void_stale(locality: Locality, start: datetime, end: datetime) -> int:
    """Who waits to be answered for what is no gap any more is asked no longer."""
    waiting = Ask.objects.filter(
        locality=locality, state=State.WAITING, starts_at__lt=end, ends_at__gt=start
    )
    asks = list(waiting)
    if not asks:
        return 0
    first = min(ask.starts_at for ask in asks)
    last = max(ask.ends_at for ask in asks)
    gaps = gaps_between(locality, day_of(locality, first), day_of(locality, last))
    now = civil_now()
    stale = [ask.pk for ask in asks if ask.ends_at <= now or gap_like(gaps, gap_of(ask)) is None]
    return waiting.filter(pk__in=stale).update(state=State.VOID, settled_at=now)


def gap_of(ask: Ask) -> Gap:
    return Gap(ask.post, ask.starts_at, ask.ends_at, 1, ask.shift_id)


def patience(gap: Gap, now: datetime) -> timedelta:
    """How long one person has until the next is asked too."""
    return SHORT_PATIENCE if gap.starts_at - now < SOON else PATIENCE


def _take(ask: Ask, gap: Gap, by: Staff) -> Shift:
    if gap.shift is None:
        planned = Planned(gap.post, gap.starts_at, gap.ends_at, by)
        return write_shift(ask.locality, planned, by=by)
    shift = Shift.objects.select_related("staff", "locality").get(pk=gap.shift)
    day = day_of(ask.locality, shift.starts_at)
    if shift.staff_id is not None and is_there(shift, away_between(ask.locality, day, day)):
        raise WrongState(_("Ca này vừa có người khác nhận. Cảm ơn bạn."))
    hand_shift(shift, to=by)
    return shift


def _gaps_now(locality: Locality, gap: Gap) -> list[Gap]:
    return gaps_between(locality, day_of(locality, gap.starts_at), day_of(locality, gap.ends_at))


def _must_be_asked(ask: Ask, by: Staff) -> None:
    if ask.staff_id != by.pk or not by.is_active:
        raise NotAllowed(_("Lời nhờ này không gửi cho bạn."))


def _settle(ask: Ask, state: str) -> None:
    waiting = Ask.objects.filter(pk=ask.pk, state=State.WAITING)
    if not waiting.update(state=state, settled_at=civil_now()):
        ask.refresh_from_db()
        raise WrongState(
            _("Lời nhờ này đã xong: %(state)s.") % {"state": ask.get_state_display().lower()}
        )
