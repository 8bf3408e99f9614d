"""Whose gateway has failed long enough, and which one is next in the locality's own order."""

from contextlib import suppress
from typing import Final

from django.db.models import Exists, OuterRef
from django_scopes import scope, scopes_disabled

from nhipcau.channels.models import Account
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_seconds
from nhipcau.core.errors import DomainError
from nhipcau.dispatch.divert import OPEN, divert
from nhipcau.dispatch.enqueue import URGENT
from nhipcau.dispatch.models import Bucket, Chunk, Diversion, Job

PATIENCE: Final = 300.0  # civil seconds without an answer, before another gateway takes over
PATIENCE_URGENT: Final = 60.0


def divert_failing() -> int:
    """Periodic. Jobs that wait at an account in trouble, or at one that has not answered for long,
    go to the next account of the same kind. Never back to one they have left."""
    with scopes_disabled():  # jobs of every locality; each is diverted in its own scope
        waits = Chunk.objects.filter(job=OuterRef("pk"), ready_at__isnull=False)
        jobs = list(
            Job.objects.filter(Exists(waits), state__in=OPEN, done_at__isnull=True)
            .select_related("account")
            .order_by("lane", "id")
        )
    diverted = 0
    for job in jobs:
        with scope(locality=job.locality_id):
            to = next_account(job) if has_failed(job) else None
            if to is not None:
                with suppress(DomainError):  # somebody else was faster, or it is done
                    divert(job, to, by=SYSTEM)
                    diverted += 1
    return diverted


def has_failed(job: Job) -> bool:
    if job.account.state in {Account.State.TROUBLED, Account.State.CLOSED}:
        return True
    since = _failing_since(job.account)
    patience = PATIENCE_URGENT if job.lane == URGENT else PATIENCE
    return since > 0 and civil_seconds() - since > patience


def next_account(job: Job) -> Account | None:
    """By rank, then the older one."""
    left = Diversion.objects.filter(job=job).values_list("former", flat=True)
    others = Account.objects.filter(
        locality=job.locality_id, kind=job.account.kind, state=Account.State.WORKING
    ).exclude(pk__in=[job.account_id, *left])
    return next((one for one in others.order_by("rank", "id") if not _failing_since(one)), None)


def _failing_since(account: Account) -> float:
    found = Bucket.objects.filter(account=account).values_list("failing_since", flat=True).first()
    return found or 0.0
