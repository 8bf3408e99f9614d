"""Forgetting what a household sent: its photos, on its withdrawal or when an officer carries out a
request. Evidence and answers hold the household only, and stay."""

from django.db import transaction

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.outreach.models import CallPhoto
from nhipcau.outreach.photos import drop_files
from nhipcau.people.models import Household


def erase_household(household: Household, *, by: Actor) -> int:
    """Verb. Irreversible: rows and files. Returns how many photos."""
    with transaction.atomic():
        theirs = CallPhoto.objects.filter(household=household)
        names = set(theirs.values_list("file", flat=True))
        gone, _kinds = theirs.delete()
        record(by, "photos.erased", household, after={"photos": gone})
        transaction.on_commit(lambda: drop_files(names))
    return gone
