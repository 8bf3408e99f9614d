"""What the Graph API answers: each code's meaning for the row, or for the whole account, and how
full its usage headers say we are.
"""

import json
from typing import Any, Literal

from nhipcau.channels.transport import Outcome, Response, State

BUSY_PERCENT = 95.0  # of what Facebook allows: pause before it refuses

# Graph code → what it means for the row or the account (Graph API error handling, 2026).
# account: nothing goes until time has passed (with seconds) or somebody has acted (without).
Reach = Literal["row", "account"]
ROW: Reach = "row"
ACCOUNT: Reach = "account"
ERRORS: dict[int, tuple[State, Reach, float | None]] = {
    1: ("unavailable", ROW, 60),
    2: ("unavailable", ROW, 60),
    4: ("unavailable", ACCOUNT, 600),
    10: ("unavailable", ACCOUNT, None),
    17: ("unavailable", ACCOUNT, 600),
    32: ("unavailable", ACCOUNT, 600),
    100: ("refused", ROW, None),
    102: ("unavailable", ACCOUNT, None),
    190: ("unavailable", ACCOUNT, None),
    341: ("unavailable", ACCOUNT, 3600),
    368: ("unavailable", ACCOUNT, None),
    506: ("refused", ROW, None),
    551: ("refused", ROW, None),
    613: ("unavailable", ACCOUNT, 600),
    80001: ("unavailable", ACCOUNT, 600),
    1609005: ("refused", ROW, None),
}
PERMISSIONS = range(200, 300)
OUTSIDE_WINDOW = (10, 2018278)


def read_answer(response: Response, page: str) -> tuple[dict[str, Any], Outcome | None]:
    """What the page was answered, or what is wrong with it."""
    try:
        answer = json.loads(response.body)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        return {}, _http_fault(response)
    fault = answer.get("error")
    if isinstance(fault, dict):
        return {}, _graph_fault(fault, response, page)
    if response.status != 200:
        return {}, _http_fault(response)
    return answer, None


def _graph_fault(fault: dict[str, Any], response: Response, page: str) -> Outcome:
    code, subcode = _whole(fault.get("code")), _whole(fault.get("error_subcode"))
    error = f"{code}/{subcode}" if subcode else str(code)
    if (code, subcode) == OUTSIDE_WINDOW:
        return Outcome("refused", error=error)
    if code in PERMISSIONS:
        return Outcome("unavailable", error=error, scope="account")
    unnamed: tuple[State, Reach, float | None] = ("refused", ROW, None)
    if response.status >= 500:
        unnamed = ("unknown", ROW, None)
    state, scope, retry_after = ERRORS.get(code, unnamed)
    if retry_after and scope == ACCOUNT:
        retry_after = pause_of(response, page) or retry_after
    return Outcome(state, error=error, retry_after=retry_after, scope=scope)


def _http_fault(response: Response) -> Outcome:
    error = f"http-{response.status}"
    if response.status == 429:
        return Outcome("unavailable", error=error, retry_after=600, scope="account")
    if response.status == 503:  # says itself that it has not handled this
        return Outcome("unavailable", error=error, retry_after=60)
    if 400 <= response.status < 500:
        return Outcome("refused", error=error)
    return Outcome("unknown", error="garbage" if response.status == 200 else error)


def pause_of(response: Response, page: str) -> float | None:
    """Seconds to hold still, read from the usage headers; None when there is room."""
    named = {name.lower(): value for name, value in response.headers}
    app = _usage(named.get("x-app-usage", ""))
    pages = _usage(named.get("x-business-use-case-usage", "")).get(page, [])
    business = pages if isinstance(pages, list) else []
    waits = [600.0] if _percent(app) >= BUSY_PERCENT else []
    for use in business:
        if isinstance(use, dict) and _percent(use) >= BUSY_PERCENT:
            waits.append(60.0 * _whole(use.get("estimated_time_to_regain_access")) or 600.0)
    return max(waits, default=None)


def _usage(header: str) -> dict[str, Any]:
    try:
        found = json.loads(header) if header else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _percent(use: dict[str, Any]) -> float:
    return float(max(_whole(use.get(n)) for n in ("call_count", "total_time", "total_cputime")))


def _whole(value: object) -> int:
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.isdecimal() else 0
