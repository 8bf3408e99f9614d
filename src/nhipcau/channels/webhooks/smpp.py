"""A message centre's receipt: of one part, with one of SMPP's eight words."""

from datetime import datetime

from nhipcau.channels.webhooks.heard import Heard, bounded, parse, word

FAILED = {"EXPIRED", "DELETED", "UNDELIV", "REJECTD"}

RECEIPT = "smpp"  # how a raw event says that it came over a line


def read(raw: bytes, *, received_at: datetime) -> list[Heard]:
    """What is on its way still (ENROUTE, ACCEPTD) or not known (UNKNOWN) is no news."""
    said = parse(raw) or {}
    reference, state = word(said, "id")[:80], word(said, "state")
    if not reference or (state != "DELIVRD" and state not in FAILED):
        return []
    detail = {"state": "delivered"}
    if state in FAILED:
        detail = {"state": "failed", "error": f"smpp-{state.lower()}"}
    key = bounded(f"dlr:{reference}:{state}")
    return [Heard("receipt", key, received_at, "", reference, detail=detail)]
