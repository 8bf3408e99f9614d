"""What nobody needs any more: answers kept for a repeated call, rehearsals, events a month old."""

from datetime import timedelta

from django_scopes import scope, scopes_disabled

from nhipcau.api.idempotency import forget_calls
from nhipcau.api.models import ApiKey, Callback, Happened, Rehearsal
from nhipcau.core.clock import civil_now
from nhipcau.places.models import Locality

KEPT = timedelta(days=30)


def forget_old() -> None:
    """Periodic. What still waits to be sent stays."""
    with scopes_disabled():  # whose keys there are; each locality in its own scope below
        localities = list(Locality.objects.filter(pk__in=ApiKey.objects.values("locality")))
    before = civil_now() - KEPT
    for locality in localities:
        with scope(locality=locality):
            forget_calls()
            Rehearsal.objects.filter(made_at__lt=before).delete()
            waiting = Callback.objects.filter(state=Callback.State.WAITING)
            old = Happened.objects.filter(at__lt=before)
            old.exclude(pk__in=waiting.values("happened")).delete()
