"""SMS straight to an operator's message centre by SMPP 3.4: a part at a time, each with a receipt.

No key is taken. A part whose answer never came may have gone: the message is `unknown`, and so is
one of which the first part went and a later one was refused.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from nhipcau.channels import smpp
from nhipcau.channels.transport import (
    Finding,
    Line,
    Message,
    Outcome,
    Request,
    Response,
    State,
    Step,
)

THROTTLED: Final = frozenset({0x14, 0x58})  # ESME_RMSGQFUL, ESME_RTHROTTLED
PAUSE: Final = 5.0
MOST_PATIENCE: Final = 6  # waits of a part behind one that went
# command_status → (state, scope), SMPP 3.4 section 5.1.3. What is wrong with us holds the account,
# what is wrong with the number the row.
ERRORS: dict[int, tuple[State, str]] = {
    0x01: ("refused", "row"),  # message length
    0x08: ("unavailable", "row"),  # system error
    0x0A: ("unavailable", "account"),  # source address: the name is not registered
    0x0B: ("refused", "row"),  # destination address
    0x0D: ("unavailable", "account"),  # bind failed
    0x0E: ("unavailable", "account"),  # password
    0x0F: ("unavailable", "account"),  # system id
    0x14: ("unavailable", "account"),
    0x45: ("unavailable", "row"),  # submit_sm failed
    0x48: ("unavailable", "account"),  # type of the source address
    0x53: ("unavailable", "account"),  # system type
    0x58: ("unavailable", "account"),
    0x66: ("refused", "row"),  # permanently undeliverable
}
WITHOUT_A_LIFT: Final = frozenset({0x05})  # already bound: another connection of ours still lives


class SmsSmpp:
    kind: ClassVar[str] = "sms_smpp"
    takes_key: ClassVar[bool] = False
    token_errors: ClassVar[frozenset[str]] = frozenset()
    gone_errors: ClassVar[frozenset[str]] = frozenset({"smpp-0b"})
    not_taken: ClassVar[frozenset[str]] = frozenset(
        f"smpp-{code:02x}" for code, (state, _scope) in ERRORS.items() if state == "unavailable"
    )

    def __init__(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        self.sender = str(settings.get("brandname", ""))
        self.line = Line(
            "smpp",
            str(settings.get("host", "")),
            int(settings.get("port") or 2775),
            "tls" if settings.get("security") == "tls" else "none",
            str(settings.get("system_id", "")),
            secrets.get("password", ""),
            limit=int(settings.get("window") or 10),
            options=(("system_type", str(settings.get("system_type", ""))),),
        )

    def start(self, message: Message) -> Step | Outcome:
        parts = smpp.submissions(self.sender, message.address, message.text, message.key)
        if len(parts) > 255:
            return Outcome("refused", error="too-long")
        return self._step(parts, [], 0)

    def next(self, step: Step, response: Response) -> Step | Outcome:
        went = step.note["went"].split()
        parts = [bytes.fromhex(part) for part in step.note["parts"].split()]
        if response.status != smpp.OK:
            return self._refused(step, response.status, went, parts)
        went = [*went, smpp.message_id(response.body) or "?"]
        if len(went) < len(parts):
            return self._step(parts, went, 0)
        if len(went) == 1:
            return Outcome("sent", went[0])
        # No single part's own name: that must not be taken for the whole message's.
        return Outcome("sent", f"{went[0]}+{len(went) - 1}", parts=tuple(went))

    def _step(self, parts: list[bytes], went: list[str], waits: int) -> Step:
        note = {
            "went": " ".join(went),
            "parts": " ".join(part.hex() for part in parts),
            "waits": str(waits),
        }
        return Step(
            Request("SUBMIT", "/", parts[len(went)], base="line", needs_token=False),
            note,
            wait_seconds=PAUSE if waits else 0.0,
        )

    def _refused(
        self, step: Step, status: int, went: list[str], parts: list[bytes]
    ) -> Step | Outcome:
        error = f"smpp-{status:02x}"[:40]
        waits = int(step.note["waits"])
        if went and status in THROTTLED and waits < MOST_PATIENCE:
            return self._step(parts, went, waits + 1)
        if went:
            return Outcome("unknown", error="smpp-parts")
        if status in THROTTLED or status in WITHOUT_A_LIFT:
            return Outcome("unavailable", "", error, PAUSE, "account")
        state, scope = ERRORS.get(status, ("refused", "row"))
        return Outcome(state, error=error, scope="account" if scope == "account" else "row")

    # --- does the account work

    def check(self) -> Step:
        return Step(Request("BIND", "/", base="line", is_repeatable=True))

    def check_next(self, step: Step, response: Response) -> Step | Finding:
        if response.status in WITHOUT_A_LIFT:  # what sends is bound at this moment: it works
            return Finding(is_working=True, warnings=("smpp-05",))
        if response.status != smpp.OK:
            return Finding(is_working=False, error=f"smpp-{response.status:02x}"[:40])
        return Finding(is_working=True, facts={"name": response.body.decode("ascii", "replace")})
