"""One shift: planned, given to somebody else, left empty, dropped."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality
from nhipcau.rosters.hold import hold_people, hold_to_stand, refuse_clash
from nhipcau.rosters.models import Post, Shift, Swap, Team
from nhipcau.rosters.queries import away_between, day_of
from nhipcau.rosters.rights import check_post, require_arranger

LONGEST = timedelta(hours=16)


@dataclass(frozen=True, slots=True)
class Planned:
    """What a shift is; `staff` empty: somebody is looked for."""

    post: str
    starts_at: datetime
    ends_at: datetime
    staff: Staff | None = None
    team: Team | None = None


def plan_shift(locality: Locality, planned: Planned, *, by: Staff) -> Shift:
    """Verb."""
    require_arranger(by, locality.pk)
    return write_shift(locality, planned, by=by)


def write_shift(locality: Locality, planned: Planned, *, by: Staff) -> Shift:
    """For verbs that have their own right to: whoever takes a gap makes a shift of it."""
    _check(locality, planned)
    staff = planned.staff
    with transaction.atomic():
        if staff is not None:
            hold_to_stand(staff, planned.post, locality.pk)
            refuse_clash(staff, planned.starts_at, planned.ends_at)
        shift = Shift.objects.create(
            locality=locality,
            post=planned.post,
            starts_at=planned.starts_at,
            ends_at=planned.ends_at,
            staff=staff,
            team=planned.team,
            on=day_of(locality, planned.starts_at),
            made_at=civil_now(),
        )
        after = {"post": planned.post, "staff": staff.pk if staff else None}
        record(by.actor, "shift.planned", shift, after=after)
    return shift


def give_shift(shift: Shift, *, to: Staff | None, by: Staff) -> None:
    """Verb. Another person stands there, or nobody for now: then it is a gap that is asked for."""
    require_arranger(by, shift.locality_id)
    with transaction.atomic():
        hand_shift(shift, to=to, why="" if to else Shift.Why.OPENED)
        record(
            by.actor,
            "shift.given",
            shift,
            before={"staff": shift.was_id},
            after={"staff": shift.staff_id},
        )


def drop_shift(shift: Shift, *, by: Staff) -> None:
    """Verb. Nobody need stand there; what the opening hours need is a gap all the same."""
    require_arranger(by, shift.locality_id)
    with transaction.atomic():
        free(shift, Shift.Why.DROPPED)
        record(by.actor, "shift.dropped", shift, before={"staff": shift.staff_id})


def hand_shift(shift: Shift, *, to: Staff | None, why: str = "") -> None:
    """From whoever has it as the caller saw it; a swap that was waiting for it ends. Inside a
    verb's transaction."""
    if shift.ends_at <= civil_now():
        raise WrongState(_("Ca này đã qua."))
    if to is not None:
        if to.pk == shift.staff_id:
            raise BadInput(_("%(who)s đang giữ ca này rồi.") % {"who": to.name}, field="staff")
        check_post(to, shift.post, shift.locality_id)
        refuse_away(shift.locality, to, shift.starts_at)
    hold_people(*(one for one in (shift.staff_id, to.pk if to else None) if one))
    if to is not None:
        hold_to_stand(to, shift.post, shift.locality_id)
        refuse_clash(to, shift.starts_at, shift.ends_at)
    _move(shift, staff=to, was_id=shift.staff_id or shift.was_id, why=why)
    void_swaps([shift.pk])


def free(shift: Shift, why: str) -> None:
    """Inside a verb's transaction; whose it was stays written."""
    if shift.ends_at <= civil_now():
        raise WrongState(_("Ca này đã qua."))
    if shift.staff_id:
        hold_people(shift.staff_id)
    _move(shift, state=Shift.State.FREED, why=why)
    void_swaps([shift.pk])


def end_now(shift: Shift, **rest: Any) -> Shift | None:
    """Of a running shift: what was stood stays in the book, the time ahead becomes a shift of its
    own as `rest` says. None: it is not as the caller saw it. Inside a verb's transaction."""
    now = civil_now()
    if not rewrite(_as_seen(shift), ends_at=now):
        return None
    void_swaps([shift.pk])
    same = {
        name: getattr(shift, name)
        for name in ("locality_id", "post", "ends_at", "staff_id", "team_id", "on")
    }
    after: dict[str, Any] = {"starts_at": now, "made_at": now, "was_id": shift.staff_id}
    return Shift.objects.create(**{**same, **after, **rest})


def rewrite(shifts: QuerySet[Shift], **fields: Any) -> int:
    """Whatever changes in a planned shift is counted: calendars take a change by its number."""
    return shifts.update(**fields, turn=F("turn") + 1, changed_at=civil_now())


def void_swaps(shifts: list[int]) -> int:
    """What was asked about shifts that are not as they were."""
    waiting = Swap.objects.filter(state=Swap.State.WAITING)
    fields: dict[str, Any] = {"state": Swap.State.VOID, "settled_at": civil_now()}
    ended = waiting.filter(shift__in=shifts).update(**fields)
    return ended + waiting.filter(in_return__in=shifts).update(**fields)


def refuse_away(locality: Locality, staff: Staff, at: datetime) -> None:
    day = day_of(locality, at)
    if away_between(locality, day, day).is_away_on(staff.pk, day):
        raise WrongState(_("%(who)s báo vắng hôm đó.") % {"who": staff.name})


def _move(shift: Shift, **fields: Any) -> None:
    if not rewrite(_as_seen(shift), **fields):
        raise WrongState(_("Ca này vừa có thay đổi. Hãy xem lại lịch trực."))
    shift.refresh_from_db()


def _as_seen(shift: Shift) -> QuerySet[Shift]:
    return Shift.objects.filter(
        pk=shift.pk, state=Shift.State.STANDING, staff=shift.staff_id, ends_at=shift.ends_at
    )


def _check(locality: Locality, planned: Planned) -> None:
    if planned.post not in Post.values:
        raise BadInput(_("Hãy chọn nơi trực."), field="post")
    if planned.ends_at <= planned.starts_at:
        raise BadInput(_("Giờ hết ca phải sau giờ vào ca."), field="closes")
    if planned.ends_at - planned.starts_at > LONGEST:
        raise BadInput(_("Một ca dài nhất 16 giờ. Hãy chia thành nhiều ca."), field="closes")
    if planned.ends_at <= civil_now():
        raise BadInput(_("Giờ này đã qua."), field="on")
    if planned.team is not None and planned.team.locality_id != locality.pk:
        raise NotAllowed(_("Tổ này thuộc địa bàn khác."))
    if planned.staff is not None:
        check_post(planned.staff, planned.post, locality.pk)
        refuse_away(locality, planned.staff, planned.starts_at)
