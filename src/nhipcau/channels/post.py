"""A message to an address that another system named: under the same guard as what is fetched."""

from collections.abc import Mapping
from typing import Final

import pycurl

from nhipcau.channels.fetch import NotFetched, check_address, guarded

ANSWER_SECONDS: Final = 10
MOST_READ: Final = 64 * 1024  # of an answer nobody looks at


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """The status of the answer. Raises NotFetched when there was none. Never inside a transaction:
    it may take ten seconds."""
    host, port = check_address(url)
    read = 0

    def pass_over(part: bytes) -> int:
        nonlocal read
        read += len(part)
        return len(part) if read <= MOST_READ else 0

    curl = pycurl.Curl()
    try:
        for option, value in guarded(url, host, port):
            curl.setopt(option, value)
        lines = [f"{name}: {value}" for name, value in headers.items()]
        curl.setopt(pycurl.HTTPHEADER, [*lines, "Expect:"])
        curl.setopt(pycurl.POSTFIELDS, body)
        curl.setopt(pycurl.TIMEOUT, ANSWER_SECONDS)
        curl.setopt(pycurl.WRITEFUNCTION, pass_over)
        curl.perform()
        return int(curl.getinfo(pycurl.RESPONSE_CODE))
    except pycurl.error:
        status = int(curl.getinfo(pycurl.RESPONSE_CODE))
        if status < 200:
            raise NotFetched("broken") from None
        return status  # it had answered; what of its words came no more is not wanted
    finally:
        curl.close()
