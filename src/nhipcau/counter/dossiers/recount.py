"""A holiday that was declared after a receipt was printed moves the date of return, and its owner
is told. Never earlier: what was promised stays when a holiday is taken back."""

from datetime import datetime

from django.db import transaction
from django_scopes import scope

from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.counter.dossiers.due import Term, first_due
from nhipcau.counter.dossiers.move import Why, move
from nhipcau.counter.dossiers.tell import tell
from nhipcau.counter.models import Dossier, DossierStep
from nhipcau.places.models import Locality
from nhipcau.places.working import Office, office_of

S, Kind = Dossier.Status, DossierStep.Kind
# After one of these the date is no longer receipt plus term.
MOVED = (Kind.PAPERS_BROUGHT, Kind.FEE_PAID, Kind.RESUMED, Kind.POSTPONED, Kind.CORRECTED)


def recount_due() -> int:
    """Periodic. Those whose date still is receipt plus term. Returns how many moved."""
    moved = 0
    for locality in Locality.objects.filter(closed_at=None):
        with scope(locality=locality):
            office = office_of(locality)
            for dossier in _running(locality):
                moved += _recount(dossier, office)
    return moved


def _running(locality: Locality) -> list[Dossier]:
    now = civil_now()
    running = Dossier.objects.filter(
        locality=locality,
        status__in=[S.RECEIVED, S.IN_WORK],
        term_amount__isnull=False,
        due_at__gt=now,
    ).select_related("locality")
    return list(running.exclude(steps__kind__in=MOVED))


def _recount(dossier: Dossier, office: Office) -> bool:
    if dossier.term_amount is None or dossier.received_at is None or dossier.due_at is None:
        return False
    due = first_due(office, dossier.received_at, Term(dossier.term_amount, dossier.term_unit))
    if due <= dossier.due_at:
        return False
    try:
        with transaction.atomic():
            step = _move(dossier, due)
            tell(step, by=SYSTEM)
    except WrongState:
        return False  # somebody is at it
    return True


def _move(dossier: Dossier, due: datetime) -> DossierStep:
    why = Why(Kind.RECOUNTED)
    fields = {"due_at": due, "promised_at": due}
    return move(dossier, dossier.status, why, by=SYSTEM, is_told=False, **fields)
