"""What the OA's host answers: each code's meaning for the row, or for the whole account."""

from typing import Any, Literal

from nhipcau.channels.answers.zalo import GARBAGE, envelope_of
from nhipcau.channels.transport import Outcome, Response, State

# Envelope code → what it means for the row or the account (facts: docs of the OA API, 2026-11).
# account: nothing goes until time has passed (with seconds) or somebody has acted (without).
Reach = Literal["row", "account"]
ROW: Reach = "row"
ACCOUNT: Reach = "account"
ERRORS: dict[str, tuple[State, Reach, float | None]] = {
    "-32": ("unavailable", ACCOUNT, 60),
    "-100": ("refused", ROW, None),
    "-200": ("unavailable", ROW, 300),
    "-201": ("refused", ROW, None),
    "-204": ("unavailable", ACCOUNT, None),
    "-205": ("unavailable", ACCOUNT, None),
    "-209": ("unavailable", ACCOUNT, None),
    "-210": ("refused", ROW, None),
    "-211": ("unavailable", ACCOUNT, 3600),
    "-212": ("unavailable", ACCOUNT, None),
    "-213": ("refused", ROW, None),
    "-214": ("unavailable", ROW, 60),
    "-216": ("unavailable", ACCOUNT, 1),
    "-217": ("refused", ROW, None),
    "-218": ("refused", ROW, None),
    "-219": ("unavailable", ACCOUNT, None),
    "-220": ("unavailable", ACCOUNT, 1),
    "-221": ("unavailable", ACCOUNT, None),
    "-223": ("unavailable", ACCOUNT, None),
    "-224": ("unavailable", ACCOUNT, None),
    "-227": ("refused", ROW, None),
    "-230": ("refused", ROW, None),
    "-232": ("refused", ROW, None),
    "-233": ("refused", ROW, None),
    "-234": ("unavailable", ROW, 1800),
    "-235": ("unavailable", ACCOUNT, None),
    "-237": ("refused", ROW, None),
    "-238": ("refused", ROW, None),
    "-240": ("unavailable", ACCOUNT, None),
    "-241": ("refused", ROW, None),
    "-242": ("unavailable", ACCOUNT, None),
    "-244": ("refused", ROW, None),
    "-248": ("refused", ROW, None),
    "-249": ("refused", ROW, None),
    "-320": ("unavailable", ACCOUNT, None),
    "-321": ("unavailable", ACCOUNT, None),
    "-403": ("refused", ROW, None),
}
IN_PROGRESS = "-214"
# Of articles and broadcasts these say nothing about messages to one person: only the broadcast is
# refused, and the account goes on.
BROADCAST_ONLY = frozenset({"-211", "-212", "-221", "-223", "-235", "-240"})
# The same of a group, and that the package has none: what else the account does goes on.
GROUP_ONLY = BROADCAST_ONLY | {"-209", "-224"}


def read(response: Response) -> tuple[dict[str, Any], Outcome | None]:
    """The envelope's data, or the Outcome when it is not a success. Errors come with HTTP 200."""
    if response.status != 200:
        return {}, _http_fault(response)
    envelope, code = envelope_of(response)
    if not code:
        return {}, GARBAGE
    if code == "0":
        data = envelope.get("data")
        return (data if isinstance(data, dict) else {}), None
    state, scope, retry_after = ERRORS.get(code, ("unavailable", ROW, 300))
    return {}, Outcome(state, error=code[:40], retry_after=retry_after, scope=scope)


def _http_fault(response: Response) -> Outcome:
    error = f"http-{response.status}"
    if response.status == 429:
        return Outcome("unavailable", error=error, retry_after=_wait(response), scope="account")
    if response.status == 401:
        return Outcome("unavailable", error=error, retry_after=1, scope="account")
    if response.status == 503:  # says itself that it has not handled this
        return Outcome("unavailable", error=error, retry_after=_wait(response))
    if 400 <= response.status < 500:
        return Outcome("refused", error=error)
    return Outcome("unknown", error=error)


def of_one_kind(outcome: Outcome, only: frozenset[str]) -> Outcome:
    """A code of `only` says nothing about the account: this row alone is refused."""
    if outcome.error in only:
        return Outcome("refused", error=outcome.error)
    return outcome


def _wait(response: Response) -> float:
    named = {name.lower(): value for name, value in response.headers}
    given = named.get("retry-after", "")
    return float(given) if given.isdecimal() else 60.0
