"""Forgetting whom it was about: on request, and by schedule. Counts, times and outcomes stay."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django_scopes import scope, scopes_disabled

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.counter.dossiers.erase import erase_dossiers_of
from nhipcau.counter.models import Appointment, Assist, ChatOffer, SkillVisit, Ticket
from nhipcau.counter.tell import job_key
from nhipcau.dispatch.forget import forget_jobs
from nhipcau.dispatch.models import Job
from nhipcau.people.known import Known, known_of
from nhipcau.people.models import Household
from nhipcau.places.models import Locality

TICKETS_KEPT: Final = timedelta(days=30)
APPOINTMENTS_KEPT: Final = timedelta(days=30)
ASSISTS_KEPT: Final = timedelta(days=365)  # who was helped last year needs no telling
OFFERS_KEPT: Final = timedelta(days=1)


def forget_visitors() -> None:
    """Daily. Names of tickets and appointments after a month; whose house an assist was in, its
    number and note after a year."""
    with scopes_disabled():  # each locality in its own scope below
        localities = list(Locality.objects.all())
    for locality in localities:
        with scope(locality=locality):
            _forget(locality)


def erase_household(household: Household, *, by: Actor) -> int:
    """Verb. What we know at the desk of this household's people. Returns how many rows."""
    return erase_known(known_of(household), by=by)


def erase_known(known: Known, *, by: Actor) -> int:
    """Part of replication/erase.py, in the open scope."""
    with transaction.atomic():
        theirs = appointments_of(known)
        came = theirs.exclude(ticket=None).values("ticket")
        n = Ticket.objects.filter(pk__in=came).update(name="")
        n += _forget_assists(known) + _blank_appointments(theirs)
        if known.is_whole:
            taught = SkillVisit.objects.filter(household=known.household)
            n += taught.update(household=None)
        ChatOffer.objects.filter(known.at()).delete()
        n += erase_dossiers_of(known, by=by)
        audit.record(by, "desk.household_erased", known.household, after={"rows": n})
    return n


def appointments_of(known: Known) -> QuerySet[Appointment]:
    return Appointment.objects.filter(known.at() | Q(phone__in=known.phones))


def _forget(locality: Locality) -> None:
    now = civil_now()
    Ticket.objects.filter(taken_at__lt=now - TICKETS_KEPT).exclude(name="").update(name="")
    old = Appointment.objects.filter(at__lt=now - APPOINTMENTS_KEPT)
    _blank_appointments(old.exclude(name="", phone="", person=""))
    helped = Assist.objects.filter(started_at__lt=now - ASSISTS_KEPT, ended_at__isnull=False)
    _blank_assists(helped.exclude(household=None, receipt="", note=""))
    taught = SkillVisit.objects.filter(at__lt=now - ASSISTS_KEPT)
    taught.exclude(household=None).update(household=None)
    ChatOffer.objects.filter(locality=locality, at__lt=now - OFFERS_KEPT).delete()


def _blank_appointments(rows: QuerySet[Appointment]) -> int:
    ids = list(rows.values_list("pk", flat=True))
    theirs = Appointment.objects.filter(pk__in=ids)
    for pk in ids:
        jobs = Job.objects.filter(key__startswith=job_key(pk))
        forget_jobs(jobs.values_list("pk", flat=True))
    came = theirs.exclude(ticket=None).values("ticket")
    Ticket.objects.filter(pk__in=came).update(name="")  # it took the name along
    return theirs.update(name="", phone="", person="", account=None)


def _forget_assists(known: Known) -> int:
    """Which of a home's people it was nobody wrote down: of one, numbers and notes go, the home
    stays."""
    of_home = Assist.objects.filter(household=known.household)
    return _blank_assists(of_home) if known.is_whole else of_home.update(receipt="", note="")


def _blank_assists(rows: QuerySet[Assist]) -> int:
    return rows.update(household=None, receipt="", note="")
