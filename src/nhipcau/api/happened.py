"""Something happened that callbacks tell of: written once, with a row for each who listens."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from nhipcau.api.models import Callback, Endpoint, Happened
from nhipcau.core.clock import civil_now
from nhipcau.places.models import Locality


def tell(
    locality: Locality,
    mode: str,
    kind: str,
    subject: str,
    data: Mapping[str, Any],
    *,
    name: str = "",
    at: datetime | None = None,
) -> bool:
    """Inside the scope. `name` says what once: told again it is no news, and False comes back."""
    at = at or civil_now()
    listening = [
        endpoint
        for endpoint in Endpoint.objects.filter(
            mode=mode, state=Endpoint.State.ACTIVE, removed_at=None, key__revoked_at=None
        )
        if kind in endpoint.events and endpoint.made_at <= at
    ]
    if not listening:
        return False
    body = {"type": kind, "timestamp": at.isoformat(), "data": {"mode": mode, **data}}
    name = name or f"{kind}:{subject}"
    with transaction.atomic():
        happened, is_new = Happened.objects.get_or_create(
            locality=locality,
            mode=mode,
            name=name,
            defaults={
                "kind": kind,
                "subject": subject,
                "uid": f"evt_{secrets.token_urlsafe(18)}",
                "body": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
                "at": at,
            },
        )
        Callback.objects.bulk_create(
            [
                Callback(
                    locality=locality, happened=happened, endpoint=endpoint, next_at=civil_now()
                )
                for endpoint in listening
            ],
            ignore_conflicts=True,
        )
    return is_new
