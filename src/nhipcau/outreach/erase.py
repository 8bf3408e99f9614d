"""Forgetting what a household sent and what was noted about it: photos, words at the door, its own
links. Evidence and answers hold the household only, and stay."""

from django.db import transaction
from django.db.models import Q

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.links.models import Link
from nhipcau.outreach.models import (
    CallPhoto,
    Claim,
    DrillHousehold,
    PassedOn,
    Standing,
    VisitTry,
)
from nhipcau.outreach.photos import drop_files
from nhipcau.people.known import Known
from nhipcau.people.models import Household


def erase_known(known: Known, *, by: Actor) -> int:
    """Part of replication/erase.py, in the open scope. Words about the home go with any of its
    people: nobody can tell whom they name."""
    home = known.household
    with transaction.atomic():
        n = VisitTry.objects.filter(visit__household=home).exclude(note="").update(note="")
        n += Claim.objects.filter(household=home).update(house="", digits="", browser="")
        said = PassedOn.objects.filter(Q(household=home) | Q(by_household=home))
        n += said.update(words="")
        if known.is_whole:
            n += erase_household(home, by=by) + _close_links(home)
            DrillHousehold.objects.filter(household=home).delete()
    return n


def _close_links(home: Household) -> int:
    own = Standing.objects.filter(household=home).exclude(code="")
    Link.objects.filter(code__in=own.values("code"), closed_at=None).update(closed_at=civil_now())
    return own.update(code="")


def erase_household(household: Household, *, by: Actor) -> int:
    """Verb. Irreversible: rows and files. Returns how many photos."""
    with transaction.atomic():
        theirs = CallPhoto.objects.filter(household=household)
        names = set(theirs.values_list("file", flat=True))
        gone, _kinds = theirs.delete()
        record(by, "photos.erased", household, after={"photos": gone})
        transaction.on_commit(lambda: drop_files(names))
    return gone
