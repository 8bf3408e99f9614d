"""The wire: one engine of many connections (pycurl multi). How many requests go at once, whose turn
it is, and what has ended; each request and its answer is an exchange (exchange.py).
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pycurl

from nhipcau.channels.exchange import Advance, Exchange, Order, understand
from nhipcau.channels.transport import Line, Message, Outcome, Step, Transport

WINDOW: Final = 64  # requests in flight to one host
IN_FLIGHT: Final = 192  # to all hosts together; select() wants few descriptors
ANSWER_SECONDS: Final = 15


@dataclass(frozen=True, slots=True)
class Remote:
    """Where an account lives and how one speaks to it: over HTTP at `bases`, or over its line."""

    transport: Transport
    bases: Mapping[str, str]
    line: Line | None = None
    account: int = 0


class Wire:
    """Not for two threads. `begin` queues, `run` moves everything and hands back what ended.

    An exchange ends with an Outcome, or with a Step that asks to wait: the caller begins it again
    when its time has come.
    """

    def __init__(self, ca_file: str, *, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._ca_file = ca_file
        self._answer_ms = int(answer_seconds * 1000)
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, IN_FLIGHT)
        self._idle: dict[bool, list[Exchange]] = {True: [], False: []}
        self._flying: dict[Any, Exchange] = {}
        self._waiting: dict[str, deque[Order]] = {}
        self._to: dict[str, int] = {}
        self._ended: list[tuple[Any, Outcome | Step]] = []
        self.queued = 0

    @property
    def busy(self) -> int:
        """How many have begun and not ended."""
        return self.queued + len(self._flying) + len(self._ended)

    def send(self, remote: Remote, message: Message, token: Any) -> None:
        first = remote.transport.start(message)
        self.begin(remote.bases, first, remote.transport.next, token)

    def begin(
        self, bases: Mapping[str, str], first: Step | Outcome, advance: Advance, token: Any
    ) -> None:
        if isinstance(first, Outcome):
            self._ended.append((token, first))
            return
        base = bases.get(first.request.base)
        if base is None:  # an address that somebody gave us leads where we do not go
            self._ended.append((token, Outcome("refused", error="no-such-service")))
            return
        order = Order(bases, first, advance, token)
        self._waiting.setdefault(base, deque()).append(order)
        self.queued += 1

    def run(self, seconds: float) -> list[tuple[Any, Outcome | Step]]:
        """Move everything; wait at most so long when nothing has ended yet."""
        self._start()
        self._perform()
        if not self._ended and self._flying:
            self._multi.select(seconds)
            self._perform()
        ended, self._ended = self._ended, []
        return ended

    def close(self) -> None:
        for handle in self._flying:
            self._multi.remove_handle(handle)
        self._flying.clear()
        self._multi.close()

    # --- inside

    def _start(self) -> None:
        for base, waiting in self._waiting.items():
            room = min(WINDOW - self._to.get(base, 0), IN_FLIGHT - len(self._flying))
            for _ in range(min(room, len(waiting))):
                self._launch(base, waiting.popleft())
                self.queued -= 1

    def _launch(self, base: str, order: Order) -> None:
        is_repeatable = order.step.request.is_repeatable
        idle = self._idle[is_repeatable]
        if idle:
            exchange = idle.pop()
        else:
            exchange = Exchange(self._ca_file, self._answer_ms, is_repeatable=is_repeatable)
        exchange.load(base, order)
        self._flying[exchange.handle] = exchange
        self._to[base] = self._to.get(base, 0) + 1
        self._multi.add_handle(exchange.handle)

    def _perform(self) -> None:
        self._multi.perform()
        left = 1
        while left:
            left, fine, failed = self._multi.info_read()
            for handle in fine:
                self._finish(handle, 0)
            for handle, code, _words in failed:
                self._finish(handle, code)
        self._start()

    def _finish(self, handle: Any, code: int) -> None:
        self._multi.remove_handle(handle)
        exchange = self._flying.pop(handle)
        self._to[exchange.base] -= 1
        order = exchange.order
        result: Step | Outcome
        result = exchange.failure(code) if code else understand(order, exchange.answer())
        self._idle[exchange.is_repeatable].append(exchange)
        if isinstance(result, Step) and result.wait_seconds <= 0:
            self.begin(order.bases, result, order.advance, order.token)
        else:
            self._ended.append((order.token, result))
