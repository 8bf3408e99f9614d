"""A holiday that was declared after a receipt was printed moves the date of return, and its owner
is told. Never earlier: what was promised stays when a holiday is taken back."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django_scopes import scope

from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.counter.dossiers.due import Term, closes, first_due
from nhipcau.counter.dossiers.move import Why, move
from nhipcau.counter.dossiers.tell import tell
from nhipcau.counter.models import Dossier, DossierStep
from nhipcau.places.models import Locality
from nhipcau.places.working import Office, office_of

S, Kind = Dossier.Status, DossierStep.Kind
Due = dict[str, datetime | None]
DATES: Final = ("due_at", "promised_at")
# After one of these the date is no longer receipt plus term.
MOVED = (Kind.PAPERS_BROUGHT, Kind.FEE_PAID, Kind.RESUMED, Kind.POSTPONED, Kind.CORRECTED)


def recount_due() -> int:
    """Periodic. Where the date still is receipt plus term, the term is counted again; where the
    clock stood or an officer moved it, only a date that has become a holiday moves on. Returns how
    many moved."""
    moved = 0
    for locality in Locality.objects.filter(closed_at=None):
        with scope(locality=locality):
            office = office_of(locality)
            for dossier, due in _overtaken(locality, office):
                moved += _recount(dossier, due)
    return moved


def _overtaken(locality: Locality, office: Office) -> Iterator[tuple[Dossier, Due]]:
    running = Dossier.objects.filter(
        locality=locality,
        status__in=[S.RECEIVED, S.IN_WORK],
        term_amount__isnull=False,
        due_at__gt=civil_now(),
    )
    changed = set(running.filter(steps__kind__in=MOVED).values_list("pk", flat=True))
    # What the province's file says comes again with the next file: it would go to and fro.
    told = set(running.filter(steps__source__gt="").values_list("pk", flat=True))
    for dossier in running.select_related("locality"):
        if dossier.pk not in changed:
            due = _counted_again(dossier, office)
        elif dossier.pk not in told:
            due = {name: _off_holiday(getattr(dossier, name), office) for name in DATES}
        else:
            continue
        if due["due_at"] and dossier.due_at and due["due_at"] > dossier.due_at:
            yield dossier, due


def _counted_again(dossier: Dossier, office: Office) -> Due:
    if dossier.term_amount is None or dossier.received_at is None:
        return dict.fromkeys(DATES)
    term = Term(dossier.term_amount, dossier.term_unit)
    return dict.fromkeys(DATES, first_due(office, dossier.received_at, term))


def _off_holiday(due: datetime | None, office: Office) -> datetime | None:
    if due is None or (day := due.astimezone(office.zone).date()) not in office.holidays:
        return due
    return closes(office, day, due)


def _recount(dossier: Dossier, due: Due) -> bool:
    try:
        with transaction.atomic():
            why = Why(Kind.RECOUNTED)
            step = move(dossier, dossier.status, why, by=SYSTEM, is_told=False, **due)
            tell(step, by=SYSTEM)
    except WrongState:
        return False  # somebody is at it
    return True
