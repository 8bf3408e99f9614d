"""A file that an admin told us to look at, from the open internet and from nowhere else.

Only https, only addresses that are public, the one that was checked is the one that is asked, no
redirect, no more bytes than allowed. An address inside the house is never asked, whatever name it
was given.
"""

import socket
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import pycurl
from django.conf import settings

CONNECT_SECONDS: Final = 5
ANSWER_SECONDS: Final = 20
PORTS: Final = frozenset({None, 443, 8443})
ACCEPT: Final = "Accept: application/cap+xml, application/atom+xml, text/xml, */*"


class NotFetched(Exception):
    """`code`: address, inside, name, too_big, answer, broken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_address(url: str) -> tuple[str, int]:
    """Host and port of an address that may be asked; nothing is asked here."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise NotFetched("address") from None
    if parts.scheme != "https" or not host or parts.username or port not in PORTS:
        raise NotFetched("address")
    return host, port or 443


def fetch(url: str, *, limit: int, seconds: int = ANSWER_SECONDS) -> bytes:
    """Never inside a transaction."""
    host, port = check_address(url)
    got = bytearray()

    def keep(part: bytes) -> int:
        got.extend(part)
        return len(part) if len(got) <= limit else 0  # 0 ends the transfer

    curl = pycurl.Curl()
    try:
        for option, value in guarded(url, host, port):
            curl.setopt(option, value)
        curl.setopt(pycurl.HTTPHEADER, [ACCEPT])
        curl.setopt(pycurl.TIMEOUT, seconds)
        curl.setopt(pycurl.WRITEFUNCTION, keep)
        curl.perform()
        status = int(curl.getinfo(pycurl.RESPONSE_CODE))
    except pycurl.error:
        raise NotFetched("too_big" if len(got) > limit else "broken") from None
    finally:
        curl.close()
    if status != 200:
        raise NotFetched("answer")
    return bytes(got)


def public_address(host: str, port: int) -> str:
    """The first address of the name; every one of them must be public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # a label that is too long is no error of the resolver
        raise NotFetched("name") from None
    addresses = [str(info[4][0]) for info in found]
    if not addresses or not all(_is_public(address) for address in addresses):
        raise NotFetched("inside")
    return addresses[0]


def _is_public(address: str) -> bool:
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(known, "ipv4_mapped", None) or getattr(known, "sixtofour", None)
    return known.is_global and not known.is_multicast and (inner is None or inner.is_global)


def guarded(url: str, host: str, port: int) -> list[tuple[int, object]]:
    """What holds every request to a stranger's address, whatever it carries."""
    address = public_address(host, port)
    shown = f"[{address}]" if ":" in address else address
    return [
        (pycurl.URL, url),
        (pycurl.RESOLVE, [f"{host}:{port}:{shown}"]),  # no second look-up that says otherwise
        (pycurl.PROTOCOLS, pycurl.PROTO_HTTPS),
        (pycurl.FOLLOWLOCATION, False),
        (pycurl.CAINFO, settings.CA_FILE),
        (pycurl.PROXY, ""),
        (pycurl.CONNECTTIMEOUT, CONNECT_SECONDS),
        (pycurl.NOSIGNAL, True),
        (pycurl.USERAGENT, "NhipCau/1"),
    ]
