"""Forgetting whose a dossier was: its statuses and times stay for the figures."""

from django.db import transaction
from django.db.models import Q

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.counter.models import (
    Dossier,
    DossierMessage,
    DossierPaper,
    DossierRating,
    DossierRow,
    DossierStep,
)
from nhipcau.dispatch.forget import forget_jobs
from nhipcau.links.models import Link
from nhipcau.people.known import Known

State = DossierMessage.State


def erase_dossiers_of(known: Known, *, by: Actor) -> int:
    """Part of counter/erase.py: all of this home's or person's, by what joins them to it and by
    their telephones. Returns how many."""
    theirs = known.mine | Q(phone__in=known.phones)
    found = list(Dossier.objects.filter(theirs, erased_at=None))
    for dossier in found:
        erase_dossier(dossier, by=by)
    return len(found)


def erase_dossier(dossier: Dossier, *, by: Actor) -> None:
    """Verb. Irreversible: its page closes, its messages lose their words. A later export does not
    bring the name back (compare.py)."""
    with transaction.atomic():
        told = DossierMessage.objects.filter(dossier=dossier)
        forget_jobs(told.filter(job__isnull=False).values_list("job_id", flat=True))
        told.filter(state=State.TO_CALL).update(state=State.UNREACHED)
        told.filter(state=State.LOST, followed_at=None).update(followed_at=civil_now())
        for message in told:
            DossierMessage.objects.filter(pk=message.pk).update(
                text="", address=f"gone:{message.pk}"
            )
        DossierStep.objects.filter(dossier=dossier).update(reason="", ground="")
        DossierPaper.objects.filter(dossier=dossier).update(note="")
        DossierRating.objects.filter(dossier=dossier).update(text="")
        DossierRow.objects.filter(dossier=dossier).update(cells=[], said={})
        Link.objects.filter(pk=dossier.link_id or 0, closed_at=None).update(closed_at=civil_now())
        Dossier.objects.filter(pk=dossier.pk).update(
            name="",
            phone="",
            receipt="",
            result="",
            fee_for="",
            code=f"gone{dossier.pk}"[:16],
            household=None,
            resident=None,
            erased_at=civil_now(),
        )
        record(by, "dossier.erased", dossier)
    dossier.refresh_from_db()
