"""The Zalo Bot: a text to a chat that has written to it first, a person's or a group's.

The token is a part of the path, so it travels as `hidden`. `ok` in the body decides, whatever the
HTTP status says; there is no key, so no answer after a send is `unknown`.
"""

import json
import unicodedata
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from nhipcau.channels.transport import Finding, Message, Outcome, Request, Response, State, Step

TEXT_LIMIT: Final = 2000
GARBAGE: Final = Outcome("unknown", error="garbage")
OVER_QUOTA_SECONDS: Final = 3600.0


class ZaloBot:
    kind: ClassVar[str] = "zalo_bot"
    takes_key: ClassVar[bool] = False
    token_errors: ClassVar[frozenset[str]] = frozenset()
    gone_errors: ClassVar[frozenset[str]] = frozenset({"400", "403", "404"})

    def __init__(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        self.token = secrets.get("bot_token", "")

    def start(self, message: Message) -> Step | Outcome:
        text = unicodedata.normalize("NFC", message.text)
        if message.link and message.link not in text:
            text = f"{text}\n{message.link}"
        if len(text) > TEXT_LIMIT:
            return Outcome("refused", error="too-long")
        return Step(self.request("sendMessage", {"chat_id": message.address, "text": text}))

    def next(self, step: Step, response: Response) -> Step | Outcome:
        result, outcome = read(response)
        if outcome is not None:
            return outcome
        return Outcome("sent", reference=str(result.get("message_id") or "accepted")[:80])

    # --- does the account work

    def check(self) -> Step:
        return Step(self.request("getMe", {}, is_repeatable=True), {"at": "me"})

    def check_next(self, step: Step, response: Response) -> Step | Finding:
        result, outcome = read(response)
        if outcome is not None:
            return Finding(is_working=False, error=outcome.error)
        if step.note["at"] == "me":
            kept = {"name": str(result.get("account_name", ""))[:120]}
            kept["plan"] = str(result.get("account_type", ""))[:40]
            kept["groups"] = "1" if result.get("can_join_groups") else ""
            request = self.request("getWebhookInfo", {}, is_repeatable=True)
            return Step(request, {"at": "webhook", **kept})
        facts = {name: value for name, value in step.note.items() if name not in {"at", "groups"}}
        facts["listens_at"] = str(result.get("url", ""))[:200]
        warnings = () if step.note["groups"] else ("no-groups",)
        return Finding(True, warnings=warnings, facts=facts)

    def request(self, method: str, body: dict[str, Any], *, is_repeatable: bool = False) -> Request:
        return Request(
            "POST",
            f"/bot{{hidden}}/{method}",
            json.dumps(body, ensure_ascii=False).encode(),
            (("Content-Type", "application/json"),),
            needs_token=False,
            is_repeatable=is_repeatable,
            hidden=self.token,
        )


def read(response: Response) -> tuple[dict[str, Any], Outcome | None]:
    """The result, or the Outcome when the body does not say ok."""
    if response.status >= 500:
        state: State = "unavailable" if response.status == 503 else "unknown"
        return {}, Outcome(state, error=f"http-{response.status}", retry_after=60)
    try:
        envelope = json.loads(response.body)
        if envelope["ok"] is True:
            result = envelope.get("result")
            return (result if isinstance(result, dict) else {}), None
        code = str(int(envelope["error_code"]))  # a number, and never an answer's text
    except (ValueError, KeyError, TypeError, OverflowError):
        return {}, _http_fault(response.status)
    return {}, _fault(code[:40])


def _http_fault(status: int) -> Outcome:
    return GARBAGE if status == 200 else _fault(str(status))


def _fault(code: str) -> Outcome:
    if code == "429":
        return Outcome("unavailable", "", code, OVER_QUOTA_SECONDS, "account")
    if code == "401":
        return Outcome("unavailable", "", code, None, "account")
    if code.startswith("5") or code == "408":
        return Outcome("unavailable", error=code, retry_after=60)
    return Outcome("refused", error=code)
