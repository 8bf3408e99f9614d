"""The second engine: SMTP and SMPP, in one thread with one asyncio loop, beside the wire.

The sending process stays one writer (docs/decisions/0016): this thread knows no row of the ledger.
Orders go in, ends come out, by queues; `run` hands them back in the sender's own thread. What a
connection's death means is decided here: nothing left, or it may have arrived.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any, Final

from nhipcau.channels import smpp
from nhipcau.channels.lines.centre import Centre
from nhipcau.channels.lines.faults import Lost, NotSent, TurnedAway
from nhipcau.channels.lines.smtp import Mailer
from nhipcau.channels.transport import Line, Outcome, Request, Response, Step
from nhipcau.core.clock import machine_seconds

log = logging.getLogger(__name__)
ANSWER_SECONDS: Final = 30.0
IDLE_SECONDS: Final = 30.0
AFTER_A_FAULT: Final = 1.0  # orders that follow a failed sign-in share its fault
RETRY_AFTER: Final = 2.0  # a host that cannot be reached; dispatch lengthens it
ATTEND_SECONDS: Final = 15.0  # between tries to stay bound
Advance = Callable[[Step, Response], Step | Outcome]
Hear = Callable[[int, smpp.Receipt], None]
Key = tuple[int, Line]


@dataclass(slots=True)
class Order:
    step: Step
    advance: Advance
    token: Any


@dataclass(slots=True, eq=False)
class Pool:
    """The connections of one account to its server, and who waits for one."""

    account: int
    line: Line
    orders: "asyncio.Queue[Order]" = field(default_factory=asyncio.Queue)
    workers: "set[asyncio.Task[None]]" = field(default_factory=set)
    staying: "asyncio.Task[None] | None" = None
    centre: Centre | None = None
    opening: asyncio.Lock = field(default_factory=asyncio.Lock)
    fault: Exception | None = None
    fault_at: float = 0.0
    is_attended: bool = False


class Lines:
    """`begin`, `run` and `close` are the sender's; everything else happens in the thread.

    `hear` keeps a receipt on disk before it returns; it runs in a thread of its own.
    """

    def __init__(
        self, ca_file: str, *, hear: Hear | None = None, answer_seconds: float = ANSWER_SECONDS
    ) -> None:
        self._ca_file, self._hear, self._seconds = ca_file, hear, answer_seconds
        self._ended: SimpleQueue[tuple[Any, Outcome | Step]] = SimpleQueue()
        self._pools: dict[Key, Pool] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self.busy = 0

    def begin(
        self, account: int, line: Line, first: Step | Outcome, advance: Advance, token: Any
    ) -> None:
        self.busy += 1
        if isinstance(first, Outcome):
            self._ended.put((token, first))
            return
        order = Order(first, advance, token)
        self._call(lambda: self._put((account, line), order))

    def run(self, seconds: float) -> list[tuple[Any, Outcome | Step]]:
        """What has ended; waits at most so long for the first."""
        found: list[tuple[Any, Outcome | Step]] = []
        try:
            if self.busy and seconds > 0:
                found.append(self._ended.get(timeout=seconds))
            while True:
                found.append(self._ended.get_nowait())
        except Empty:
            pass
        self.busy -= len(found)
        return found

    def attend(self, lines: Mapping[int, Line]) -> None:
        """Stay bound for these accounts: receipts come on the session, hours after the send."""
        if lines or self._loop is not None:
            wanted = set(lines.items())
            self._call(lambda: self._attend(wanted))

    def close(self) -> None:
        """As a killed process leaves it: nothing more goes out. For a clean end see `leave`."""
        loop, self._loop = self._loop, None
        if loop is None or self._thread is None:
            return
        asyncio.run_coroutine_threadsafe(self._close_all(), loop)
        self._thread.join(5)
        self.busy = 0

    # --- the thread

    def _call(self, work: Callable[[], None]) -> None:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._live, name="lines", daemon=True)
            self._thread.start()
        self._loop.call_soon_threadsafe(work)

    def _live(self) -> None:
        loop = self._loop
        if loop is None:
            return
        asyncio.set_event_loop(loop)
        loop.run_forever()
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.close()

    async def _close_all(self) -> None:
        try:
            for pool in list(self._pools.values()):  # workers that end take theirs out meanwhile
                for task in (*pool.workers, *([pool.staying] if pool.staying else [])):
                    task.cancel()
                if pool.centre is not None:
                    await pool.centre.close()
        finally:
            asyncio.get_running_loop().stop()

    def _put(self, key: Key, order: Order) -> None:
        pool = self._pool(key)
        pool.orders.put_nowait(order)
        if len(pool.workers) < min(pool.line.limit, pool.orders.qsize()) or not pool.workers:
            task = asyncio.get_running_loop().create_task(self._work(pool))
            pool.workers.add(task)
            task.add_done_callback(pool.workers.discard)

    def _pool(self, key: Key) -> Pool:
        if key not in self._pools:
            self._pools[key] = Pool(*key)
        return self._pools[key]

    async def _work(self, pool: Pool) -> None:
        """One of several that take orders; goes when there has been none for a while."""
        mailer: Mailer | None = None
        try:
            while True:
                try:
                    order = await asyncio.wait_for(pool.orders.get(), IDLE_SECONDS)
                except TimeoutError:
                    return
                ended, mailer = await self._carry(pool, order, mailer)
                self._ended.put((order.token, ended))
        finally:
            if mailer is not None and mailer.is_open:
                await mailer.close()
            self._retire(pool)

    def _retire(self, pool: Pool) -> None:
        me = asyncio.current_task()
        if not pool.orders.empty() or pool.is_attended or pool.workers - {me}:
            return
        self._pools.pop((pool.account, pool.line), None)
        if pool.centre is not None:
            pool.centre.drop()

    async def _carry(
        self, pool: Pool, order: Order, mailer: Mailer | None
    ) -> tuple[Outcome, Mailer | None]:
        """An order to its end. A message of which something went is never begun again."""
        step, went = order.step, False
        while True:
            if step.wait_seconds:
                await asyncio.sleep(step.wait_seconds)
            try:
                speaker: Mailer | Centre
                if pool.line.protocol == "smtp":
                    speaker = mailer = await self._mailer(pool, mailer)
                else:
                    speaker = await self._centre(pool)
                response = await speaker.ask(step.request)
                went = True
            except TurnedAway as fault:
                response = fault.response
            except NotSent as fault:
                log.warning("no line to %s: %s", pool.line.host, fault.error)
                return _not_sent(fault, went=went), mailer
            except Lost as fault:
                log.warning("no answer from %s: %s", pool.line.host, fault.error)
                return _lost(order, step, fault), mailer
            ended = _advance(order, step, response)
            if isinstance(ended, Outcome):
                return ended, mailer
            step = ended

    async def _mailer(self, pool: Pool, mailer: Mailer | None) -> Mailer:
        if mailer is not None and mailer.is_open:
            return mailer
        self._recall(pool)
        made = Mailer(pool.line, self._ca_file, self._seconds)
        await self._open(pool, made)
        return made

    async def _centre(self, pool: Pool) -> Centre:
        async with pool.opening:
            if pool.centre is None or not pool.centre.is_open:
                self._recall(pool)
                made = Centre(pool.line, self._ca_file, self._seconds, self._keeper(pool))
                await self._open(pool, made)
                pool.centre = made
            return pool.centre

    def _recall(self, pool: Pool) -> None:
        """Nobody knocks twice within a second at a door that was shut."""
        if pool.fault is not None and machine_seconds() - pool.fault_at < AFTER_A_FAULT:
            raise pool.fault

    async def _open(self, pool: Pool, speaker: Mailer | Centre) -> None:
        try:
            await speaker.open()
        except (NotSent, TurnedAway) as fault:
            pool.fault, pool.fault_at = fault, machine_seconds()
            raise
        pool.fault = None

    def _keeper(self, pool: Pool) -> Callable[[smpp.Receipt], Any]:
        async def keep(receipt: smpp.Receipt) -> bool:
            if self._hear is None:
                return True
            try:
                await asyncio.to_thread(self._hear, pool.account, receipt)
            except Exception as fault:  # not kept: the centre is told so and brings it again
                log.error("receipt not kept: %s", type(fault).__name__)
                return False
            return True

        return keep

    def _attend(self, wanted: set[tuple[int, Line]]) -> None:
        for key, pool in self._pools.items():
            pool.is_attended = key in wanted
        for key in wanted:
            pool = self._pool(key)
            pool.is_attended = True
            if pool.staying is None or pool.staying.done():
                pool.staying = asyncio.get_running_loop().create_task(self._stay(pool))

    async def _stay(self, pool: Pool) -> None:
        while pool.is_attended:
            with suppress(NotSent, TurnedAway):  # whoever sends says what is wrong
                await self._centre(pool)
            await asyncio.sleep(ATTEND_SECONDS)
        self._retire(pool)


def _not_sent(fault: NotSent, *, went: bool) -> Outcome:
    if went:
        return Outcome("unknown", error=fault.error)
    error = "connect" if fault.error in {"timeout", "broken"} else fault.error
    return Outcome("unavailable", "", error, RETRY_AFTER, "account")


def _lost(order: Order, step: Step, fault: Lost) -> Outcome:
    return Outcome("unknown", step.note.get("key", ""), fault.error)


def _advance(order: Order, step: Step, response: Response) -> Step | Outcome:
    """A transport that stumbles over an answer must not stop the others."""
    try:
        return order.advance(step, response)
    except Exception as fault:  # its words may hold the answer's text: only its kind is said
        log.error("answer not understood: %s (status %s)", type(fault).__name__, response.status)
        return Outcome("unknown", error="unreadable")


def ask_line(line: Line, request: Request, ca_file: str, seconds: float) -> Response:
    """One question, now, on a connection of its own. Raises NotSent or Lost."""

    async def once() -> Response:
        speaker: Mailer | Centre
        if line.protocol == "smtp":
            speaker = Mailer(line, ca_file, seconds)
        else:
            speaker = Centre(line, ca_file, seconds, _forget)
        try:
            await speaker.open()
            answer = await speaker.ask(request)
        except TurnedAway as fault:
            return fault.response
        await speaker.close()
        return answer

    return asyncio.run(once())


async def _forget(_receipt: smpp.Receipt) -> bool:
    """A receipt that comes while we only look: refused, so that it comes again."""
    return False
