"""One question to a platform, one answer, now: tokens and connection checks. Rows go by wire.py.

Never inside a transaction. Nothing of a request or an answer is logged.
"""

from io import BytesIO

import pycurl
from django.conf import settings

from nhipcau.channels.transport import Request, Response

CONNECT_SECONDS, ANSWER_SECONDS = 5, 15
ANSWER_LIMIT = 1_000_000
BASES = {
    ("zalo_oa", "api"): "ZALO_API_URL",
    ("zalo_oa", "oauth"): "ZALO_OAUTH_URL",
    ("facebook_page", "api"): "FACEBOOK_API_URL",
    ("sms", "api"): "SMS_API_URL",
}


class NoAnswer(Exception):
    """Nothing usable came back. `was_sent`: the platform may have acted on it all the same."""

    def __init__(self, *, was_sent: bool) -> None:
        super().__init__("no answer")
        self.was_sent = was_sent


def base_url(kind: str, base: str) -> str:
    url: str = getattr(settings, BASES[kind, base])
    return url


def ask(kind: str, request: Request) -> Response:
    body = BytesIO()
    headers: list[tuple[str, str]] = []
    call = pycurl.Curl()
    try:
        _set_up(call, base_url(kind, request.base) + request.path, request)
        call.setopt(pycurl.WRITEFUNCTION, _bounded(body))
        call.setopt(pycurl.HEADERFUNCTION, lambda line: _read_header(line, headers))
        call.perform()
        status = int(call.getinfo(pycurl.RESPONSE_CODE))
    except pycurl.error:
        raise NoAnswer(was_sent=call.getinfo(pycurl.REQUEST_SIZE) > 0) from None
    finally:
        call.close()
    return Response(status, body.getvalue(), tuple(headers))


def _set_up(call: pycurl.Curl, url: str, request: Request) -> None:
    call.setopt(pycurl.URL, url)
    call.setopt(pycurl.CAINFO, settings.CA_FILE)
    call.setopt(pycurl.PROTOCOLS_STR, "http,https")
    call.setopt(pycurl.FOLLOWLOCATION, 0)
    call.setopt(pycurl.FRESH_CONNECT, 1)  # a reused dead connection would repeat a POST
    call.setopt(pycurl.NOSIGNAL, 1)
    call.setopt(pycurl.CONNECTTIMEOUT, CONNECT_SECONDS)
    call.setopt(pycurl.TIMEOUT, ANSWER_SECONDS)
    call.setopt(pycurl.HTTPHEADER, [f"{name}: {value}" for name, value in request.headers])
    if request.method == "POST":
        call.setopt(pycurl.POST, 1)
        call.setopt(pycurl.POSTFIELDS, request.body)


def _bounded(body: BytesIO):  # type: ignore[no-untyped-def]
    def write(part: bytes) -> int:
        if body.tell() + len(part) > ANSWER_LIMIT:
            return 0  # curl ends the transfer
        return body.write(part)

    return write


def _read_header(line: bytes, headers: list[tuple[str, str]]) -> None:
    name, colon, value = line.decode("latin-1").partition(":")
    if colon:
        headers.append((name.strip(), value.strip()))
