"""What goes wrong on a line, and what it means for the request that was on it."""

import asyncio
import socket
import ssl

from nhipcau.channels.transport import Response

# OpenSSL's numbers: not yet valid, expired, another name, another address.
BY_CODE = {
    9: "certificate-time",
    10: "certificate-time",
    62: "certificate-name",
    64: "certificate-name",
}


class NotSent(Exception):
    """Nothing of the request has left: it may go again."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class Lost(Exception):
    """It left, and no answer came: it may have arrived."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class TurnedAway(Exception):
    """The server let us not in. The transport says what its number means."""

    def __init__(self, response: Response) -> None:
        super().__init__(str(response.status))
        self.response = response


def named(fault: BaseException) -> str:
    """A word of ours for a fault, without anything that the other side said."""
    for cause in _causes(fault):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return BY_CODE.get(cause.verify_code, "certificate")
        if isinstance(cause, socket.gaierror):
            return "no-such-host"
        if isinstance(cause, ssl.SSLError):
            return "tls"
        if isinstance(cause, ConnectionRefusedError):
            return "connect"
    if isinstance(fault, TimeoutError | asyncio.TimeoutError):
        return "timeout"
    return "broken" if isinstance(fault, ConnectionResetError | EOFError) else "connect"


def _causes(fault: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    at: BaseException | None = fault
    while at is not None and at not in found:
        found.append(at)
        at = at.__cause__ or at.__context__
    return found
