"""A job is stopped by a person, or because what it says was corrected or withdrawn."""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.errors import WrongState
from nhipcau.dispatch.models import Job

OPEN = (Job.State.FILLING, Job.State.PREPARING, Job.State.READY)


def stop_job(job: Job, *, by: Actor) -> Job:
    """Verb. Rows that have not gone are `stopped` by the sender within moments; those in flight get
    their answer. What went stays as it is."""
    with transaction.atomic():
        stopped = Job.objects.filter(pk=job.pk, state__in=OPEN, done_at=None)
        if not stopped.update(state=Job.State.STOPPED):
            raise WrongState(_("Đợt gửi này đã xong hoặc đã dừng trước đó."))
        audit.record(by, "job.stopped", job, before={"state": job.state})
    job.refresh_from_db()
    return job
