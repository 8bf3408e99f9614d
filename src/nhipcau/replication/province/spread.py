"""A pushed procedure becomes a version in each ward's catalogue; the ward's own words stay."""

import structlog
from django.db import IntegrityError, transaction
from django.db.models import F
from django_scopes import scope, scopes_disabled

from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.procedures.content import Content, content_of, from_json
from nhipcau.procedures.models import Procedure
from nhipcau.procedures.queries import whole
from nhipcau.procedures.revise import add_procedure, change_procedure
from nhipcau.replication.models import Push, PushTo
from nhipcau.replication.province.combine import combine

log = structlog.get_logger("nhipcau.province")
State = PushTo.State
MOST_TRIES = 5


def spread_pushes() -> int:
    """Periodic. Oldest first, so that of two pushes of one code the later stands."""
    with scopes_disabled():  # ids; each ward in its own scope below
        queued = list(
            PushTo.objects.filter(
                state=State.QUEUED, ward__closed_at=None, ward__overseen_by=F("locality")
            )
            .select_related("push", "ward")
            .order_by("push_id", "pk")
        )
    return sum(spread(to) for to in queued)


def spread(to: PushTo) -> bool:
    """Verb. One ward. A ward that is faster at that moment is not overwritten: tried again."""
    former = _former(to)
    with scope(locality=to.ward):
        try:
            with transaction.atomic():
                _settle(to, _put(to, former))
        except (DomainError, IntegrityError) as fault:  # or it entered the very same one
            log.warning("pushed procedure not written", to=to.pk, kind=type(fault).__name__)
            _try_again(to)
            return False
    return True


def _put(to: PushTo, former: Content | None) -> PushTo.State:
    given, by = from_json(to.push.content), Actor("system", f"province:{to.locality_id}")
    known = Procedure.objects.filter(locality=to.ward, code=to.push.code).first()
    if known is None or known.current_id is None:
        add_procedure(to.ward, to.push.code, given, by=by)
        return State.ADDED
    if known.retired_at is not None:
        return State.RETIRED
    here = content_of(whole(known.current_id))
    wanted = combine(given, here, former)
    if wanted.digest() == here.digest():
        return State.SAME
    change_procedure(known, wanted, seen=known.current_id, by=by)
    return State.CHANGED if wanted.digest() == given.digest() else State.KEPT


def _former(to: PushTo) -> Content | None:
    """What this ward got of this code before."""
    done = (State.ADDED, State.CHANGED, State.KEPT, State.SAME)
    with scope(locality=to.locality_id):
        before = Push.objects.filter(
            code=to.push.code, pk__lt=to.push_id, wards__ward=to.ward_id, wards__state__in=done
        )
        push = before.order_by("-pk").first()
    return from_json(push.content) if push else None


def _settle(to: PushTo, state: PushTo.State) -> None:
    """In the ward's transaction."""
    with scope(locality=to.locality_id):
        PushTo.objects.filter(pk=to.pk, state=State.QUEUED).update(state=state, done_at=civil_now())


def _try_again(to: PushTo) -> None:
    tries = to.tries + 1
    state = State.FAILED if tries >= MOST_TRIES else State.QUEUED
    with scope(locality=to.locality_id):
        PushTo.objects.filter(pk=to.pk, state=State.QUEUED).update(state=state, tries=tries)
