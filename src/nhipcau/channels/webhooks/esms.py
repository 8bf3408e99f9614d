"""The SMS gateway's delivery report: a GET with the message's id and whether it arrived."""

from datetime import datetime
from urllib.parse import parse_qs

from nhipcau.channels.webhooks.heard import Heard, bounded, storable


def read(query: bytes, *, received_at: datetime) -> list[Heard]:
    """The telephone number in the report is not kept: our own row has it."""
    asked = parse_qs(query.decode("utf-8", "replace"), max_num_fields=100)
    given = {name: storable(values[-1]) for name, values in asked.items()}
    reference = given.get("SMSID", "")
    if not reference:
        return []
    arrived = given.get("SendSuccess") == "1" and given.get("SendFailed", "0") == "0"
    detail = {
        "state": "delivered" if arrived else "failed",
        "key": given.get("RequestId", "")[:80],
        "error": given.get("error_info", "")[:40],
    }
    key = bounded(f"dlr:{reference}:{detail['state']}")
    return [Heard("receipt", key, received_at, "", reference[:80], detail=detail)]
