"""The append-only trail: one event per verb, written in the verb's own transaction."""

from contextvars import ContextVar
from typing import Any

from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.models import AuditEvent

request_id: ContextVar[str] = ContextVar("request_id", default="")


def record(
    by: Actor,
    verb: str,
    subject: Any,
    *,
    locality: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEvent:
    """Write one event. `before` and `after` hold ids, states and counts, never personal text.

    `locality` defaults to the subject's own `locality_id`.
    """
    if locality is None:
        locality = getattr(subject, "locality_id", None)
    return AuditEvent.objects.create(
        at=civil_now(),
        actor_kind=by.kind,
        actor_id=by.id,
        verb=verb,
        subject_kind=subject._meta.label_lower,
        subject_id=str(subject.pk),
        locality_id_plain=locality,
        before=before or {},
        after=after or {},
        request=request_id.get(),
    )
