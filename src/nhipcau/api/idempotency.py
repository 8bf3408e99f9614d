"""A call that is made again does nothing again (draft-ietf-httpapi-idempotency-key-header).

The effect and the kept answer are one transaction: a process that dies in between leaves neither,
and its lease runs out. What was refused used nothing up, so the same key may try again.
"""

import hashlib
import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from nhipcau.api.models import ApiKey, KeptCall
from nhipcau.api.problems import Refused
from nhipcau.api.routes import Route
from nhipcau.channels.seal import seal, unseal
from nhipcau.core.clock import machine_now

BODY: Final = "body"
HEADER: Final = "Idempotency-Key"
PATTERN: Final = r"[A-Za-z0-9._:\-]{1,255}"
SHAPE: Final = re.compile(rf'"?({PATTERN})"?')
KEPT_FOR: Final = timedelta(hours=24)
RUNS_FOR: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Asked:
    """The name the caller gave this call, and what it says."""

    name: str
    digest: str

    @classmethod
    def of(cls, request: HttpRequest, route: Route, raw: bytes) -> "Asked | None":
        given = request.headers.get(HEADER)
        if given is None or not route.takes_idempotency_key:
            return None
        shape = SHAPE.fullmatch(given.strip())
        if shape is None:
            said = _("Idempotency-Key gồm 1 đến 255 chữ không dấu, số, dấu . _ : -")
            raise Refused(400, "bad-idempotency-key", said, pointer=HEADER)
        whole = f"{request.method} {request.path}\n".encode() + raw
        return cls(shape.group(1), hashlib.sha256(whole).hexdigest())


def once(
    key: ApiKey, asked: Asked, run: Callable[[], HttpResponse], *, is_whole: bool = True
) -> HttpResponse:
    """`is_whole`: what runs and the kept answer are one transaction."""
    kept = _claim(key, asked)
    if kept.status is not None:
        return _again(kept)
    try:
        with transaction.atomic() if is_whole else nullcontext():
            response = run()
            _keep(kept, response)
    except BaseException:
        KeptCall.objects.filter(pk=kept.pk, status=None).delete()
        raise
    return response


def forget_calls() -> None:
    """Of the open scope: what is older than a day is as if it had never been called."""
    KeptCall.objects.filter(began_at__lte=machine_now() - KEPT_FOR).delete()


def _claim(key: ApiKey, asked: Asked) -> KeptCall:
    """Ours to run (no status), or done before (with its answer). Else Refused."""
    now = machine_now()
    old = KeptCall.objects.filter(key=key, name=asked.name, began_at__lte=now - KEPT_FOR)
    old.delete()
    try:
        with transaction.atomic():
            return KeptCall.objects.create(
                locality_id=key.locality_id,
                key=key,
                name=asked.name,
                digest=asked.digest,
                began_at=now,
                leased_until=now + RUNS_FOR,
            )
    except IntegrityError:
        found = KeptCall.objects.filter(key=key, name=asked.name).first()
    if found is None:  # refused or forgotten this very moment
        raise _running()
    if found.digest != asked.digest:
        said = _("Idempotency-Key này đã dùng cho một nội dung khác. Hãy dùng khoá mới.")
        raise Refused(422, "other-body", said, pointer=HEADER)
    if found.status is not None:
        return found
    abandoned = KeptCall.objects.filter(pk=found.pk, status=None, leased_until__lte=now)
    if not abandoned.update(leased_until=now + RUNS_FOR):
        raise _running()
    return found


def _keep(kept: KeptCall, response: HttpResponse) -> None:
    done = KeptCall.objects.filter(pk=kept.pk, status=None).update(
        status=response.status_code,
        body=seal({BODY: response.content.decode()}),  # it may hold a secret that is told once
        location=response.headers.get("Location", ""),
    )
    if not done:  # whoever took it over was faster: of two effects one is rolled back
        raise _running()


def _again(kept: KeptCall) -> HttpResponse:
    body = unseal(kept.body)[BODY]
    response = HttpResponse(body, status=kept.status, content_type="application/json")
    if kept.location:
        response.headers["Location"] = kept.location
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _running() -> Refused:
    said = _("Một lời gọi cùng Idempotency-Key đang chạy. Thử lại sau vài giây.")
    return Refused(409, "still-running", said, headers={"Retry-After": "2"})
