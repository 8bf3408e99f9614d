"""What our own worker in a resident's browser reports: the notification stands on the screen."""

import hmac
from datetime import datetime
from urllib.parse import parse_qs

from nhipcau.channels.transports.web_push import seal
from nhipcau.channels.webhooks.heard import Heard, bounded, storable


def is_sealed(query: bytes, *, receipt_key: str) -> bool:
    """Only who got the notification knows the seal of its name."""
    name, mac = _given(query)
    return bool(name and receipt_key) and hmac.compare_digest(
        seal(receipt_key, name).encode(), mac.encode()
    )


def read(query: bytes, *, received_at: datetime) -> list[Heard]:
    name, _mac = _given(query)
    if not name:
        return []
    detail = {"state": "delivered", "key": name}
    return [Heard("receipt", bounded(f"shown:{name}"), received_at, "", name, detail=detail)]


def _given(query: bytes) -> tuple[str, str]:
    asked = parse_qs(query.decode("utf-8", "replace"), max_num_fields=4)
    return storable(asked.get("k", [""])[-1])[:40], asked.get("m", [""])[-1][:40]
