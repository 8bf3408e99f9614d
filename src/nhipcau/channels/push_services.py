"""Which hosts we hand notifications to. A subscription is an address that a browser names: without
this list anybody could have our server call any address inside the ward's network.

Push services are few and known; each browser has its maker's (docs/decisions/0017).
"""

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

HOSTS: Final = frozenset(
    {
        "fcm.googleapis.com",  # Chrome, Edge on Android, Samsung Internet, Cốc Cốc, Opera
        "updates.push.services.mozilla.com",  # Firefox
        "web.push.apple.com",  # Safari
    }
)
SUFFIXES: Final = (
    ".push.services.mozilla.com",
    ".notify.windows.com",  # Edge on Windows: a host for each region
    ".push.apple.com",
)


def origin_of(endpoint: str) -> str:
    """`https://host`, or nothing when the address is no plain one."""
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"https", "http"} or not parts.hostname or "@" in parts.netloc:
        return ""
    return f"{parts.scheme}://{parts.hostname}{f':{port}' if port else ''}"


class PushServices(Mapping[str, str]):
    """The wire's bases of `web_push`: every origin that may be spoken to, by itself.

    `own` is the service asked whether the way out is open; in a demo it is the simulator, the
    only address beside the known ones. Also named "api".
    """

    def __init__(self, own: str) -> None:
        self._own = own.rstrip("/")

    def __getitem__(self, name: str) -> str:
        if name == "api":
            return self._own
        if name == origin_of(self._own) or _is_known(name):
            return name
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(("api",))

    def __len__(self) -> int:
        return 1


def _is_known(origin: str) -> bool:
    host = origin.removeprefix("https://")
    if origin == host or host != host.strip(".") or not host.isascii():
        return False
    return host in HOSTS or (host.endswith(SUFFIXES) and ":" not in host and "/" not in host)
