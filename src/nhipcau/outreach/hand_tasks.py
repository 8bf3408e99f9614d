"""What the ward's people do with their hands, ticked off with time and person."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.models import Task
from nhipcau.outreach.rights import must_serve
from nhipcau.people.models import Staff
from nhipcau.places.models import Neighbourhood


def make_task(
    version: NoticeVersion,
    *,
    kind: str,
    text: str,
    by: Actor,
    neighbourhood: Neighbourhood | None = None,
    due_at: datetime | None = None,
) -> Task:
    """The same task asked for twice while it is open is one task."""
    with transaction.atomic():
        task, is_new = Task.objects.get_or_create(
            version=version,
            kind=kind,
            neighbourhood=neighbourhood,
            text=text,
            done_at=None,
            stopped_at=None,
            defaults={"locality_id": version.locality_id, "due_at": due_at},
        )
        if is_new:
            audit.record(by, "task.made", task, after={"kind": kind})
    return task


def tick_task(task: Task, *, by: Staff) -> None:
    must_serve(by, task.locality_id, task.neighbourhood_id)
    with transaction.atomic():
        waiting = Task.objects.filter(pk=task.pk, done_at__isnull=True, stopped_at__isnull=True)
        if not waiting.update(done_at=civil_now(), done_by=by):
            raise WrongState(_("Việc này đã xong hoặc đã dừng."))
        audit.record(by.actor, "task.done", task, after={"kind": task.kind})


def untick_task(task: Task, *, by: Staff) -> None:
    must_serve(by, task.locality_id, task.neighbourhood_id)
    with transaction.atomic():
        done = Task.objects.filter(pk=task.pk, done_at__isnull=False)
        if not done.update(done_at=None, done_by=None, done_note=""):
            raise WrongState(_("Việc này chưa được đánh dấu là xong."))
        audit.record(by.actor, "task.reopened", task, after={"kind": task.kind})


def stop_tasks(version: NoticeVersion, *, by: Actor, kind: str = "") -> int:
    """What is not done yet (of one kind) need not be done any more."""
    waiting = Task.objects.filter(version=version, done_at__isnull=True, stopped_at__isnull=True)
    with transaction.atomic():
        stopped = (waiting.filter(kind=kind) if kind else waiting).update(stopped_at=civil_now())
        audit.record(by, "tasks.stopped", version, after={"tasks": stopped})
    return stopped
