"""Carries callbacks to their endpoints: lease, send outside any transaction, record. What fails is
tried again, ever more rarely; an address that fails for days is stopped, and the ward is told."""

import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction
from django.db.models import Q
from django_scopes import scope, scopes_disabled

from nhipcau.api.alarm import tell_admins
from nhipcau.api.endpoints import secrets_of
from nhipcau.api.models import Callback, Endpoint
from nhipcau.api.signing import headers
from nhipcau.channels.fetch import NotFetched
from nhipcau.channels.post import post
from nhipcau.core import audit
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now, machine_now, machine_seconds

log = structlog.get_logger("nhipcau.api")
AT_ONCE: Final = 50
SLOW_AFTER: Final = 20  # seconds: other periodic jobs wait for this one
HELD: Final = timedelta(seconds=60)
# After the first try; together three and a half days, as Standard Webhooks suggests.
WAITS: Final = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
)
STOPPED_AFTER: Final = timedelta(days=5)
GONE: Final = 410
Post = Callable[[str, bytes, Mapping[str, str]], int]


def deliver_callbacks(send: Post = post) -> int:
    """Periodic. Returns how many were taken by their endpoints."""
    began, done, slow = machine_seconds(), 0, set[int]()
    with scopes_disabled():  # each in the scope of its own locality below
        due = list(
            Callback.objects.filter(_is_free(), state=Callback.State.WAITING)
            .filter(next_at__lte=civil_now())
            .select_related("happened", "endpoint__key", "locality")
            .order_by("next_at", "pk")[:AT_ONCE]
        )
    for callback in due:
        if callback.endpoint_id in slow or machine_seconds() - began > SLOW_AFTER:
            continue  # who did not answer just now would not do so a moment later either
        with scope(locality=callback.locality):
            if not _lease(callback):
                continue
            taken = _deliver(callback, send)
        done += taken
        if not taken:
            slow.add(callback.endpoint_id)
    return done


def _is_free() -> Q:
    return Q(leased_until=None) | Q(leased_until__lte=machine_now())


def _lease(callback: Callback) -> bool:
    """Counts the try before it is made: a process that dies in it has made it."""
    waiting = Callback.objects.filter(
        _is_free(), pk=callback.pk, state=Callback.State.WAITING, attempts=callback.attempts
    )
    callback.attempts += 1
    return bool(waiting.update(leased_until=machine_now() + HELD, attempts=callback.attempts))


def _deliver(callback: Callback, send: Post) -> bool:
    endpoint = callback.endpoint
    if endpoint.key.revoked_at or endpoint.state != Endpoint.State.ACTIVE or endpoint.removed_at:
        _end(callback, Callback.State.FAILED, None, "stopped")
        return False
    body = callback.happened.body.encode()
    at = int(machine_seconds())
    try:
        said = headers(secrets_of(endpoint), callback.happened.uid, at, body)
        status, error = send(endpoint.url, body, said), ""
    except NotFetched as fault:
        status, error = None, fault.code
    if status is not None and 200 <= status < 300:
        with transaction.atomic():
            _end(callback, Callback.State.DONE, status, "")
            Endpoint.objects.filter(pk=endpoint.pk).exclude(failing_since=None).update(
                failing_since=None
            )
        return True
    _fail(callback, status, error or "answer")
    return False


def _fail(callback: Callback, status: int | None, error: str) -> None:
    now, endpoint = civil_now(), callback.endpoint
    with transaction.atomic():
        if callback.attempts > len(WAITS):
            _end(callback, Callback.State.FAILED, status, error)
        else:
            wait = WAITS[callback.attempts - 1]
            Callback.objects.filter(pk=callback.pk).update(
                next_at=now + wait * random.uniform(1, 1.2),  # noqa: S311  only spreads the load
                leased_until=None, last_status=status, last_error=error,
            )  # fmt: skip
        since = endpoint.failing_since or now
        Endpoint.objects.filter(pk=endpoint.pk, failing_since=None).update(failing_since=now)
        if status == GONE or now - since > STOPPED_AFTER:
            _stop(endpoint, now)
    log.info("callback not taken", endpoint=endpoint.pk, status=status, error=error)


def _stop(endpoint: Endpoint, now: datetime) -> None:
    active = Endpoint.objects.filter(pk=endpoint.pk, state=Endpoint.State.ACTIVE)
    if not active.update(state=Endpoint.State.DISABLED, disabled_at=now):
        return
    waiting = Callback.objects.filter(endpoint=endpoint, state=Callback.State.WAITING)
    waiting.update(state=Callback.State.FAILED, last_error="stopped", done_at=now)
    audit.record(SYSTEM, "api.endpoint_stopped", endpoint)
    tell_admins(endpoint)


def _end(callback: Callback, state: str, status: int | None, error: str) -> None:
    Callback.objects.filter(pk=callback.pk).update(
        state=state, last_status=status, last_error=error, leased_until=None, done_at=civil_now()
    )
