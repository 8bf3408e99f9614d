"""The sandbox as the driver sees it: what people do there and what their phones show."""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit


class Platforms:
    def __init__(self, base: str) -> None:
        self.base = base
        self._connection: http.client.HTTPConnection | None = None
        self._seen = 0

    def ask(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        raw = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        for is_last in (False, True):
            if self._connection is None:
                parts = urlsplit(self.base)
                self._connection = http.client.HTTPConnection(
                    parts.hostname or "", parts.port, timeout=60
                )
            try:
                self._connection.request(method, path, raw or None)
                answer = self._connection.getresponse()
                found: dict[str, Any] = json.loads(answer.read())
            except (http.client.HTTPException, ConnectionError):
                self._connection.close()
                self._connection = None
                if is_last:
                    raise
                continue
            if answer.status >= 400:
                raise RuntimeError(f"{path}: {found}")
            return found
        raise AssertionError

    def act(self, what: str, **more: Any) -> dict[str, Any]:
        return self.ask("POST", "/sandbox/act", {"what": what, **more})

    def news(self) -> list[dict[str, Any]]:
        """What phones have shown since the last question."""
        found = self.ask("GET", f"/sandbox/shown?after={self._seen}&limit=20000")
        self._seen = found["last"]
        return list(found["shown"])

    def idle(self) -> tuple[bool, float | None]:
        found = self.ask("GET", "/sandbox/idle")
        return bool(found["idle"]), found["next"]

    def accepted(self) -> list[dict[str, Any]]:
        return list(self.ask("GET", "/sandbox/accepted")["accepted"])
