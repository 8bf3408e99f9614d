"""One question to a platform, one answer, now: tokens and connection checks. Rows go by dispatch.

Never inside a transaction. Nothing of a request or an answer is logged.
"""

from collections.abc import Mapping

from django.conf import settings

from nhipcau.channels.lines.engine import ask_line
from nhipcau.channels.lines.faults import Lost, NotSent
from nhipcau.channels.push_services import PushServices
from nhipcau.channels.transport import Line, Outcome, Request, Response, Step
from nhipcau.channels.wire import ANSWER_SECONDS, Wire

# Of each channel the settings that say where it is; `base` of a Request names one of them.
BASES = {
    ("zalo_oa", "api"): "ZALO_API_URL",
    ("zalo_oa", "oauth"): "ZALO_OAUTH_URL",
    ("zalo_template", "api"): "ZALO_API_URL",
    ("zalo_template", "business"): "ZALO_BUSINESS_URL",
    ("zalo_bot", "api"): "ZALO_BOT_URL",
    ("facebook_page", "api"): "FACEBOOK_API_URL",
    ("sms", "api"): "SMS_API_URL",
    ("web_push", "api"): "PUSH_SERVICE_URL",
    ("sms_viettel", "api"): "VIETTEL_API_URL",
}


class NoAnswer(Exception):
    """Nothing came back; `error` is the wire's word for why."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


def base_url(kind: str, base: str) -> str:
    url: str = getattr(settings, BASES[kind, base])
    return url


def bases_of(kind: str) -> Mapping[str, str]:
    """Everywhere an account of this kind may speak to."""
    if kind == "web_push":
        return PushServices(base_url(kind, "api"))
    return {base: base_url(kind, base) for known, base in BASES if known == kind}


def ask(kind: str, request: Request, *, line: Line | None = None) -> Response:
    """`kind` is what the account speaks; `line` where it is no platform's HTTP."""
    if line is not None:
        try:
            return ask_line(line, request, settings.CA_FILE, ANSWER_SECONDS)
        except (NotSent, Lost) as fault:
            raise NoAnswer(fault.error) from None
    answers: list[Response] = []

    def keep(step: Step, response: Response) -> Outcome:
        answers.append(response)
        return Outcome("sent")

    wire = Wire(settings.CA_FILE)
    try:
        wire.begin({request.base: base_url(kind, request.base)}, Step(request), keep, None)
        ended = wire.run(1.0)
        while not ended and wire.busy:
            ended = wire.run(1.0)
    finally:
        wire.close()
    if not answers:
        error = ended[0][1].error if ended and isinstance(ended[0][1], Outcome) else "broken"
        raise NoAnswer(error)
    return answers[0]
