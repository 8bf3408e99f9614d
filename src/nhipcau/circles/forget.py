"""After a week nobody needs to know any more to which telephones a message went."""

from datetime import timedelta

from nhipcau.circles.models import CircleWord
from nhipcau.core.clock import civil_now
from nhipcau.dispatch.forget import forget_jobs
from nhipcau.places.each import each_locality
from nhipcau.places.models import Locality

KEPT = timedelta(days=7)
AT_ONCE = 200


def forget_words() -> int:
    """Periodic. Addresses and texts of jobs of circles go; that something was sent stays."""
    return sum(each_locality(_forget, closed=True))


def _forget(_locality: Locality) -> int:
    old = CircleWord.objects.unguarded("forgetting").filter(
        at__lt=civil_now() - KEPT, job__isnull=False
    )
    jobs = sorted(set(old.values_list("job_id", flat=True)[:AT_ONCE]))
    forget_jobs(pk for pk in jobs if pk is not None)
    return old.filter(job__in=jobs).update(job=None)
