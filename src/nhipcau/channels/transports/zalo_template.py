"""A template that Zalo has approved, to a telephone (`+84…`) or to a user of the OA (`uid:<id>`).

The job's note says which template and what goes into it; `{link}` there is the household's own
address. `tracking_id` carries the delivery's key and comes back with the receipt, but Zalo does
not promise that the same one twice is sent once: no answer after a send is `unknown`.
"""

import json
import unicodedata
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from nhipcau.channels.answers.zalo import GARBAGE, envelope_of
from nhipcau.channels.transport import Finding, Message, Outcome, Request, Response, State, Step

UID: Final = "uid:"
BY_PHONE, BY_UID = "/message/template", "/v3.0/oa/message/template"
QUOTA, APPROVED = "/message/quota", "/template/all?offset=0&limit=100&status=1"
TEMPLATE, DATA = "template", "data"  # names in the job's note

# Of one row unless it stands here (facts: ZBS error table, 2026-11). Two hosts, two tables: by
# user id the OA host's own codes come as well.
ACCOUNT: dict[str, float | None] = {
    "-32": 60,
    "-115": None,
    "-124": 1,
    "-125": None,
    "-135": None,
    "-1351": None,
    "-136": None,
    "-137": None,
    "-138": None,
    "-144": 3600,
    "-147": 3600,
    "-204": None,
    "-205": None,
    "-209": None,
    "-212": None,
    "-216": 1,
    "-219": None,
    "-220": 1,
    "-223": None,
    "-224": None,
    "-320": None,
    "-321": None,
}
# The OA's own package or rights, as the OA host says by user id: the other host goes on carrying
# templates to telephones, so the account is not to stop; those rows take their SMS.
OF_THE_OA: Final = frozenset({"-204", "-209", "-223", "-224", "-320", "-321"})
LATER: dict[str, float] = {"-133": 1800, "-200": 300}
REFUSED: Final = frozenset(
    f"-{code}"
    for code in (
        *(108, 109, 111, 112, 1121, 1122, 1124, 114, 117, 118, 119, 121, 122, 126, 127, 131),
        *(139, 140, 141, 146, 201, 210, 213, 217, 218, 227, 230, 232, 233, 244, 248, 249),
    )
)


class ZaloTemplate:
    kind: ClassVar[str] = "zalo_template"
    takes_key: ClassVar[bool] = False  # it carries one, which is no promise
    token_errors: ClassVar[frozenset[str]] = frozenset({"-124", "-216", "-220", "http-401"})
    # None: a number without Zalo still rings and takes an SMS (outreach/instead.py).
    gone_errors: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        self.token = secrets.get("access_token", "")

    def start(self, message: Message) -> Step | Outcome:
        template = message.job_note.get(TEMPLATE, "")
        if not template:
            return Outcome("refused", error="no-template")
        data = _filled(message)
        if message.address.startswith(UID):
            user = message.address.removeprefix(UID)
            body = {"user_id": user, "template_id": template, "template_data": data}
            return Step(self._request("POST", BY_UID, body))
        body = {
            "phone": message.address.lstrip("+"),
            "template_id": template,
            "template_data": data,
            "tracking_id": message.key,
        }
        return Step(self._request("POST", BY_PHONE, body, base="business"))

    def next(self, step: Step, response: Response) -> Step | Outcome:
        answer, outcome = _read(response)
        if outcome is not None and outcome.error in OF_THE_OA and step.request.base == "api":
            return Outcome("refused", error=outcome.error)
        if outcome is not None:
            return outcome
        data = answer.get("data")
        data = data if isinstance(data, dict) else {}
        reference = str(data.get("msg_id") or data.get("message_id") or "")[:80]
        return Outcome("sent", reference=reference) if reference else GARBAGE

    # --- does the account work

    def check(self) -> Step:
        return Step(self._request("GET", QUOTA, base="business"), {"at": "quota"})

    def check_next(self, step: Step, response: Response) -> Step | Finding:
        answer, outcome = _read(response)
        if outcome is not None:
            return Finding(is_working=False, error=outcome.error)
        if step.note["at"] == "quota":
            facts = _quota_of(answer)
            return Step(
                self._request("GET", APPROVED, base="business"), {"at": "approved", **facts}
            )
        facts = {name: value for name, value in step.note.items() if name != "at"}
        rows = answer.get("data")
        approved = len(rows) if isinstance(rows, list) else 0
        warnings = () if approved else ("no-approved",)
        return Finding(True, warnings=warnings, facts={**facts, "approved": str(approved)})

    def _request(
        self, method: str, path: str, body: dict[str, Any] | None = None, *, base: str = "api"
    ) -> Request:
        raw = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = (("access_token", self.token), ("Content-Type", "application/json"))
        return Request(method, path, raw, headers, base, is_repeatable=method == "GET")


def _filled(message: Message) -> dict[str, str]:
    given = json.loads(message.job_note.get(DATA) or "{}")
    return {
        str(name): unicodedata.normalize("NFC", str(value).replace("{link}", message.link))
        for name, value in given.items()
    }


def _quota_of(answer: dict[str, Any]) -> dict[str, str]:
    data = answer.get("data")
    named = {"dailyQuota": "daily_quota", "remainingQuota": "remaining_quota"}
    found = data if isinstance(data, dict) else {}
    return {
        ours: str(found[theirs])
        for theirs, ours in named.items()
        if str(found.get(theirs, "")).isdecimal()
    }


def _read(response: Response) -> tuple[dict[str, Any], Outcome | None]:
    """The envelope, or the Outcome when it is no success. Errors come with HTTP 200."""
    if response.status != 200:
        return {}, _http_fault(response)
    envelope, code = envelope_of(response)
    if not code:
        return {}, GARBAGE
    if code == "0":
        return envelope, None
    error = code[:40]
    if code in ACCOUNT:
        return {}, Outcome("unavailable", "", error, ACCOUNT[code], "account")
    state: State = "refused" if code in REFUSED else "unavailable"
    after = None if state == "refused" else LATER.get(code, 300)
    return {}, Outcome(state, error=error, retry_after=after)


def _http_fault(response: Response) -> Outcome:
    error = f"http-{response.status}"
    if response.status in {401, 429}:
        wait = 1.0 if response.status == 401 else 60.0
        return Outcome("unavailable", "", error, wait, "account")
    if response.status == 503:  # says itself that it has not handled this
        return Outcome("unavailable", error=error, retry_after=60)
    return Outcome("refused" if 400 <= response.status < 500 else "unknown", error=error)
