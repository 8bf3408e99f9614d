"""Sends webhooks and delivery callbacks: 2 seconds to answer, a ladder of retries, then silence.

Due times are civil, the timeout is real. Whatever waits sits in one heap that a timer looks at.
"""

import asyncio
import heapq
import itertools
import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from nhipcau_sandbox.clock import Clock

TIMEOUT = 2.0
TICK = 0.02
PARALLEL = 8
log = logging.getLogger("nhipcau_sandbox")

Pool = list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]


@dataclass(slots=True)
class Hook:
    """One request to the product. `headers_for(n)` gives the headers of try n (0 is the first)."""

    url: str
    body: bytes
    headers_for: Callable[[int], dict[str, str]]
    ladder: tuple[float, ...]
    method: str = "POST"
    tries: int = 0
    gave_up: Callable[[], None] | None = None
    wanted: Callable[[], bool] = field(default=lambda: True)


class Outbox:
    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.muted = False
        self.flying = 0
        self._order = itertools.count()
        self._later: list[tuple[float, int, Callable[[], None]]] = []
        self._ready: asyncio.Queue[Hook] | None = None
        self._pools: dict[tuple[str, int, bool], Pool] = {}
        self._context = ssl.create_default_context()
        self._context.check_hostname = False  # the product's certificate is self-made here
        self._context.verify_mode = ssl.CERT_NONE

    def at(self, when: float, act: Callable[[], None]) -> None:
        if not self.muted:
            heapq.heappush(self._later, (when, next(self._order), act))

    def post(self, hook: Hook, *, when: float | None = None) -> None:
        if self.muted:
            return
        if when is None:
            self._fly(hook)
        else:
            self.at(when, lambda: self._fly(hook))

    def next_due(self) -> float | None:
        return self._later[0][0] if self._later else None

    def is_idle(self) -> bool:
        due = self.next_due()
        return self.flying == 0 and (due is None or due > self.clock.now())

    def run_due(self) -> None:
        now = self.clock.now()
        while self._later and self._later[0][0] <= now:
            heapq.heappop(self._later)[2]()

    async def run(self) -> None:
        self._ready = asyncio.Queue()
        workers = [asyncio.create_task(self._send_for_ever()) for _ in range(PARALLEL)]
        try:
            while True:
                self.run_due()
                await asyncio.sleep(TICK)
        finally:
            for worker in workers:
                worker.cancel()

    def _fly(self, hook: Hook) -> None:
        if not hook.wanted() or self._ready is None:
            return
        self.flying += 1
        self._ready.put_nowait(hook)

    async def _send_for_ever(self) -> None:
        assert self._ready is not None  # noqa: S101  run() made it
        while True:
            hook = await self._ready.get()
            try:
                status = await self.request(
                    hook.method, hook.url, hook.body, hook.headers_for(hook.tries)
                )
                self._settle(hook, status)
            finally:
                self.flying -= 1

    def _settle(self, hook: Hook, status: int) -> None:
        if status == 200:
            return
        log.info("mô phỏng: không giao được, lần %d, mã %d", hook.tries, status)
        if hook.tries < len(hook.ladder):
            wait = hook.ladder[hook.tries]
            hook.tries += 1
            self.post(hook, when=self.clock.now() + wait)
        elif hook.gave_up is not None:
            hook.gave_up()

    async def request(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> int:
        """The status, or 0 when nothing came within the time allowed."""
        try:
            return (await asyncio.wait_for(self._talk(method, url, body, headers), TIMEOUT))[0]
        except (OSError, ValueError, TimeoutError, asyncio.IncompleteReadError):
            return 0

    async def challenge(self, url: str) -> tuple[int, bytes]:
        try:
            return await asyncio.wait_for(self._talk("GET", url, b"", {}), TIMEOUT)
        except (OSError, ValueError, TimeoutError, asyncio.IncompleteReadError):
            return 0, b""

    async def _talk(
        self, method: str, url: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        pool = self._pools.setdefault((parts.hostname or "", port, secure), [])
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        lines = [f"{method} {target} HTTP/1.1", f"Host: {parts.netloc}", "Accept: */*"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if method != "GET":
            lines.append(f"Content-Length: {len(body)}")
        raw = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
        kept = bool(pool)
        try:
            return await self._exchange(pool, raw, parts.hostname or "", port, secure)
        except (OSError, asyncio.IncompleteReadError):
            if not kept:
                raise
            pool.clear()  # a kept connection had died: once more on a new one
            return await self._exchange(pool, raw, parts.hostname or "", port, secure)

    async def _exchange(
        self, pool: Pool, raw: bytes, host: str, port: int, secure: bool
    ) -> tuple[int, bytes]:
        if pool:
            reader, writer = pool.pop()
        else:
            context = self._context if secure else None
            reader, writer = await asyncio.open_connection(host, port, ssl=context)
        try:
            writer.write(raw)
            status, headers = await _head(reader)
            body = await _body(reader, headers)
        except BaseException:
            writer.close()
            raise
        if headers.get("connection", "").lower() == "close":
            writer.close()
        else:
            pool.append((reader, writer))
        return status, body


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in head[1:] if line)
    return int(head[0].split(" ")[1]), {name.lower(): value.strip() for name, _, value in pairs}


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() != "chunked":
        return await reader.readexactly(int(headers.get("content-length", 0)))
    body = b""
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readuntil(b"\r\n")
    return body
