"""One connection to a mail server: signed in once, then letter after letter."""

import ssl
from email.utils import format_datetime
from typing import Final

from aiosmtplib import SMTP, SMTPException, SMTPNotSupported, SMTPResponseException

from nhipcau.channels.lines.faults import Lost, NotSent, TurnedAway, named
from nhipcau.channels.transport import Line, Request, Response
from nhipcau.core.clock import civil_now, local

NO_TLS: Final = 530  # as a server says that it wants STARTTLS first


class Mailer:
    """Not for two at once: SMTP answers one request after the other."""

    at_once: Final = 1

    def __init__(self, line: Line, ca_file: str, answer_seconds: float) -> None:
        self._line = line
        tls = None if line.security == "none" else ssl.create_default_context(cafile=ca_file)
        self._client = SMTP(
            hostname=line.host,
            port=line.port,
            timeout=answer_seconds,
            use_tls=line.security == "tls",
            start_tls=line.security == "starttls",
            tls_context=tls,
            local_hostname="localhost",
        )

    @property
    def is_open(self) -> bool:
        return self._client.is_connected

    async def open(self) -> None:
        try:
            await self._client.connect()
            if self._line.user:
                await self._client.login(self._line.user, self._line.password)
        except SMTPResponseException as fault:
            self.drop()
            raise TurnedAway(_response(fault.code, fault.message, "login")) from fault
        except (SMTPException, OSError, ValueError, EOFError) as fault:
            self.drop()
            if type(fault) in {SMTPException, SMTPNotSupported}:  # the library's own words
                raise TurnedAway(_response(NO_TLS, _missing(str(fault)), "login")) from fault
            raise NotSent(named(fault)) from fault

    async def ask(self, request: Request) -> Response:
        sender = dict(request.headers)["sender"]
        stage, went = "mail", False
        try:
            answer = await self._client.mail(sender)
            if request.method == "MAIL":
                stage = "rcpt"
                await self._client.rcpt(request.path)
                stage, went = "data", True
                answer = await self._client.data(_dated(request.body))
            else:
                await self._client.rset()
        except SMTPResponseException as fault:
            await self._begin_again()
            return _response(fault.code, fault.message, stage)
        except (SMTPException, OSError, EOFError) as fault:
            self.drop()
            error = "timeout" if isinstance(fault, TimeoutError) else "broken"
            raise (Lost(error) if went else NotSent(error)) from fault
        return _response(answer.code, answer.message, stage)

    async def close(self) -> None:
        try:
            await self._client.quit(timeout=2)
        except (SMTPException, OSError):
            self.drop()

    def drop(self) -> None:
        self._client.close()

    async def _begin_again(self) -> None:
        """After a refusal; a server that hangs up with its refusal is left."""
        try:
            await self._client.rset()
        except (SMTPException, OSError):
            self.drop()


def _missing(said: str) -> bytes:
    """What the server does not offer: STARTTLS, or a way to sign in that we know."""
    return b"5.7.10" if "TLS" in said else b"5.7.4"


def _dated(letter: bytes) -> bytes:
    """The transport has no clock; a letter needs its date."""
    return f"Date: {format_datetime(local(civil_now()))}\r\n".encode() + letter


def _response(status: int, said: str | bytes, stage: str) -> Response:
    body = said if isinstance(said, bytes) else said.encode("utf-8", "replace")
    return Response(status, body, (("stage", stage),))
