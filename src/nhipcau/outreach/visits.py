"""Doors: households that a person tells at the door or by telephone.

A visit is closed by the outcomes of its tries only, never in bulk and never by itself: told,
called, moved away, a new tenant, a sheet left, or not at home twice half an hour apart.
Tries come from phones without network: their ids are made there, so a replay is the same try.
"""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.channels.models import ChannelKind
from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.core.language import house_language
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.counters import follow, lock_counters
from nhipcau.outreach.evidence import Observation, record_evidence, retract_all
from nhipcau.outreach.hand_tasks import make_task
from nhipcau.outreach.models import Evidence, Level, Standing, Visit, VisitTry
from nhipcau.outreach.rights import must_serve
from nhipcau.people.models import Staff

BETWEEN_TRIES = timedelta(minutes=30)
ON_THE_WAY = timedelta(minutes=10)
R = VisitTry.Result
WORTH: dict[str, tuple[Level, str]] = {
    R.TOLD: (Level.TOLD, ChannelKind.VISIT),
    R.CALLED: (Level.TOLD, ChannelKind.VISIT),
    R.SHEET: (Level.DELIVERED, ChannelKind.SHEET),
}
FOR_THE_BOOK = {
    R.MOVED: gettext_lazy("đã chuyển đi"),
    R.NEW_TENANT: gettext_lazy("có người mới đến ở"),
}
CLOSES_AT_ONCE = (R.TOLD, R.CALLED, R.NEW_TENANT, R.MOVED, R.SHEET)


def open_visits(version: NoticeVersion, households: Collection[int], *, why: str, by: Actor) -> int:
    """Hand these households to people, unless they know already or are on the list. Idempotent."""
    now = civil_now()
    with transaction.atomic():
        left = Standing.objects.filter(
            version=version, household__in=households, accounted_at__isnull=True
        ).exclude(household__in=Visit.objects.filter(version=version).values("household"))
        rows = [
            Visit(
                locality_id=version.locality_id,
                version=version,
                household_id=household,
                neighbourhood_id=neighbourhood,
                why=why,
                position=walk_order,
                opened_at=now,
            )
            for household, neighbourhood, walk_order in left.values_list(
                "household_id", "neighbourhood_id", "household__walk_order"
            )
        ]
        Visit.objects.bulk_create(rows, ignore_conflicts=True)
        if rows:
            audit.record(by, "visits.opened", version, after={"doors": len(rows), "why": why})
    return len(rows)


def take_door(visit: Visit, *, by: Staff) -> None:
    """ "Tôi đang đến nhà này": for ten minutes nobody else is sent there."""
    must_serve(by, visit.locality_id, visit.neighbourhood_id)
    now = civil_now()
    mine_or_free = Visit.objects.filter(
        Q(taken_until__isnull=True) | Q(taken_until__lte=now) | Q(taken_by=by),
        pk=visit.pk,
        state=Visit.State.OPEN,
    )
    with transaction.atomic():
        if not mine_or_free.update(taken_by=by, taken_until=now + ON_THE_WAY):
            raise WrongState(_("Nhà này đã có người đang đến hoặc đã báo xong."))
        audit.record(by.actor, "door.taken", visit)


def leave_door(visit: Visit, *, by: Staff) -> None:
    """Changed one's mind: the door is free again at once."""
    must_serve(by, visit.locality_id, visit.neighbourhood_id)
    Visit.objects.filter(pk=visit.pk, taken_by=by).update(taken_by=None, taken_until=None)


def record_try(
    visit: Visit, *, try_id: uuid.UUID, result: str, at: datetime, by: Staff, note: str = ""
) -> VisitTry:
    """What happened at the door. Never refused because somebody was faster: it did happen.

    `at` is the phone's time, held between the opening of the visit and now.
    """
    must_serve(by, visit.locality_id, visit.neighbourhood_id)
    if result not in VisitTry.Result.values:
        raise BadInput(_("Không rõ kết quả của lượt báo này."), field="result")
    now = civil_now()
    held = min(max(at, visit.opened_at), now)
    with transaction.atomic():
        lock_counters(visit.version, [visit.neighbourhood_id])
        before = VisitTry.objects.filter(pk=try_id).first()
        if before is not None:
            return _same(before, visit)
        made = VisitTry.objects.create(
            id=try_id,
            locality_id=visit.locality_id,
            visit=visit,
            result=result,
            at=held,
            received_at=now,
            by=by,
            note=note[:200],
        )
        _decide(visit)
        if result in WORTH:
            level, channel = WORTH[result]
            told = Observation(visit.household_id, level, channel, held, _key(made))
            record_evidence(visit.version, [told], by=by.actor)
        else:
            follow(visit.version, [visit.household_id])
        if result in FOR_THE_BOOK:
            _tell_the_book(visit, result, by)
        audit.record(by.actor, "door.tried", visit, after={"result": result})
    return made


def undo_try(made: VisitTry, *, by: Staff) -> None:
    """A slip of the finger: the try counts no more and the door is open again if nothing else."""
    visit = made.visit
    must_serve(by, visit.locality_id, visit.neighbourhood_id)
    with transaction.atomic():
        lock_counters(visit.version, [visit.neighbourhood_id])
        live = VisitTry.objects.filter(pk=made.pk, undone_at__isnull=True)
        if not live.update(undone_at=civil_now()):
            raise WrongState(_("Lượt này đã được sửa trước đó."))
        rows = Evidence.objects.filter(
            version=visit.version_id, household=visit.household_id, key=_key(made)
        )
        retract_all(visit.version, rows, by=by.actor)
        _decide(visit)
        follow(visit.version, [visit.household_id])
        audit.record(by.actor, "door.undone", visit, before={"result": made.result})


def _tell_the_book(visit: Visit, result: str, by: Staff) -> None:
    """The ward's register is not up to date there: somebody has to write it down."""
    home = visit.household
    with house_language():
        text = _("Cập nhật sổ hộ: %(who)s, %(where)s – %(what)s.") % {
            "who": home.head_name,
            "where": f"{home.house} {home.alley}".strip(),
            "what": FOR_THE_BOOK[R(result)],
        }
    make_task(
        visit.version,
        kind="register",
        neighbourhood=visit.neighbourhood,
        text=text,
        by=by.actor,
    )


def stop_visits(version: NoticeVersion, *, by: Actor) -> int:
    """Withdrawn or replaced: nobody is to be told this version any more."""
    with transaction.atomic():
        stopped = Visit.objects.filter(version=version, state=Visit.State.OPEN).update(
            state=Visit.State.STOPPED, closed_at=civil_now(), taken_by=None, taken_until=None
        )
        audit.record(by, "visits.stopped", version, after={"doors": stopped})
    return stopped


def outcome_of(tries: Sequence[VisitTry]) -> tuple[str, VisitTry] | None:
    """What the tries that hold amount to, and which of them decided; None leaves the door open."""
    for result in CLOSES_AT_ONCE:
        found = [t for t in tries if t.result == result]
        if found:
            return str(result), min(found, key=lambda t: t.at)
    absent = sorted((t for t in tries if t.result == R.ABSENT), key=lambda t: t.at)
    for second in absent[1:]:
        if second.at - absent[0].at >= BETWEEN_TRIES:
            return str(R.ABSENT), second
    return None


def _decide(visit: Visit) -> None:
    """Set the state that the tries amount to. Visits stopped by withdrawal stay stopped."""
    tries = list(VisitTry.objects.filter(visit=visit, undone_at__isnull=True))
    decided = outcome_of(tries)
    rows = Visit.objects.filter(pk=visit.pk).exclude(state=Visit.State.STOPPED, outcome="")
    if decided is None:
        knows = Standing.objects.filter(
            version=visit.version_id, household=visit.household_id, informed_at__isnull=False
        ).exists()
        rows.filter(state=Visit.State.CLOSED).update(
            state=Visit.State.STOPPED if knows else Visit.State.OPEN,
            outcome=Visit.Outcome.INFORMED if knows else "",
            closed_at=civil_now() if knows else None,
            closed_by=None,
        )
        rows.update(taken_by=None, taken_until=None)
        return
    outcome, last = decided
    rows.update(
        state=Visit.State.CLOSED,
        outcome=outcome,
        closed_at=last.at,
        closed_by=last.by_id,
        taken_by=None,
        taken_until=None,
    )


def _same(before: VisitTry, visit: Visit) -> VisitTry:
    if before.visit_id != visit.pk:
        raise BadInput(_("Lượt báo này đã ghi cho nhà khác."), field="id")
    return before


def _key(made: VisitTry) -> str:
    return f"try:{made.pk}"
