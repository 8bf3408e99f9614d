"""What nobody needs any more: answers kept for a repeated call, rehearsals, events a month old."""

from datetime import timedelta

from django_scopes import scopes_disabled

from nhipcau.api.idempotency import forget_calls
from nhipcau.api.models import ApiKey, Callback, Happened, Rehearsal
from nhipcau.core.clock import civil_now
from nhipcau.places.each import each_locality
from nhipcau.places.models import Locality

KEPT = timedelta(days=30)


def forget_old() -> None:
    """Periodic. What still waits to be sent stays."""
    with scopes_disabled():  # whose keys there are
        places = set(ApiKey.objects.values_list("locality_id", flat=True))
    each_locality(_forget, among=places, closed=True)


def _forget(_locality: Locality) -> None:
    before = civil_now() - KEPT
    forget_calls()
    Rehearsal.objects.filter(made_at__lt=before).delete()
    waiting = Callback.objects.filter(state=Callback.State.WAITING)
    old = Happened.objects.filter(at__lt=before)
    old.exclude(pk__in=waiting.values("happened")).delete()
