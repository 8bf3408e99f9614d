"""What people are helped with most: a short list to choose from, also without network."""

from datetime import timedelta
from typing import Final

from django.db.models import Count

from nhipcau.core.clock import civil_now
from nhipcau.counter.models import Assist
from nhipcau.procedures.models import Procedure

LATELY: Final = timedelta(days=90)
MOST: Final = 12
FIRST: Final = ("1.001193", "1.004222", "2.000815", "1.004194")  # until anybody was helped


def usual_procedures() -> list[tuple[int, str]]:
    """(version in force, name), what was most helped with first. Two queries; inside the scope."""
    rows = Assist.objects.filter(started_at__gt=civil_now() - LATELY).exclude(version=None)
    counted = rows.order_by().values_list("version__procedure").annotate(n=Count("pk"))
    often = dict(counted.order_by("-n")[:MOST])
    known = Procedure.objects.filter(current__isnull=False, retired_at=None)
    found = known.filter(pk__in=often) | known.filter(code__in=FIRST)
    ordered = sorted(found, key=lambda one: (-often.get(one.pk, 0), one.name))
    return [(one.current_id, one.name) for one in ordered[:MOST] if one.current_id is not None]
