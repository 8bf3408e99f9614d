"""One session with an operator's message centre (SMPP): bound once, many requests at once, and
receipts that come whenever they like. A receipt is acknowledged once it is kept.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from nhipcau.channels import smpp
from nhipcau.channels.lines.faults import Lost, NotSent, TurnedAway, named
from nhipcau.channels.transport import Line, Request, Response

ENQUIRE_SECONDS: Final = 30.0
LAST_SEQUENCE: Final = 0x7FFFFFFF
Keep = Callable[[smpp.Receipt], Awaitable[bool]]


class Centre:
    def __init__(self, line: Line, ca_file: str, answer_seconds: float, keep: Keep) -> None:
        self._line, self._ca_file, self._seconds = line, ca_file, answer_seconds
        self.at_once = max(1, line.limit)
        self._keep = keep
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._asked: dict[int, asyncio.Future[smpp.Pdu]] = {}
        self._sequence = 0
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def is_open(self) -> bool:
        return self._writer is not None

    async def open(self) -> None:
        line = self._line
        tls = ssl.create_default_context(cafile=self._ca_file) if line.security == "tls" else None
        try:
            async with asyncio.timeout(self._seconds):
                self._reader, self._writer = await asyncio.open_connection(
                    line.host, line.port, ssl=tls
                )
                self._begin(self._listen(self._reader))
                system_type = dict(line.options).get("system_type", "")
                bound = await self._exchange(
                    smpp.BIND_TRANSCEIVER, smpp.bind(line.user, line.password, system_type)
                )
        except (OSError, TimeoutError, Lost) as fault:
            self.drop()
            error = fault.error if isinstance(fault, Lost) else named(fault)
            raise NotSent(error) from fault
        if bound.status != smpp.OK:
            self.drop()
            raise TurnedAway(_response(bound, "bind"))
        self.name = smpp.message_id(bound.body)
        self._begin(self._enquire())

    async def ask(self, request: Request) -> Response:
        if request.method == "BIND":
            return Response(smpp.OK, self.name.encode(), (("stage", "bind"),))
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._exchange(smpp.SUBMIT_SM, request.body)
        except TimeoutError as fault:
            raise Lost("timeout") from fault
        return _response(answer, "submit")

    async def close(self) -> None:
        with suppress(Lost, NotSent, OSError, TimeoutError):
            async with asyncio.timeout(2):
                await self._exchange(smpp.UNBIND, b"")
        self.drop()

    def drop(self) -> None:
        """What was asked and not answered is lost."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()
        for waiting in self._asked.values():
            if not waiting.done():
                waiting.set_exception(Lost("broken"))
                waiting.exception()  # looked at: whoever waited may have gone
        self._asked.clear()
        for task in self._tasks:
            if task is not asyncio.current_task():
                task.cancel()

    # --- inside

    async def _exchange(self, command: int, body: bytes) -> smpp.Pdu:
        if self._writer is None:
            raise NotSent("broken")
        self._sequence = self._sequence % LAST_SEQUENCE + 1
        sequence = self._sequence
        waiting = self._asked[sequence] = asyncio.get_running_loop().create_future()
        try:
            self._writer.write(smpp.packed(command, 0, sequence, body))
            await self._writer.drain()
            answer: smpp.Pdu = await waiting
            return answer
        except OSError as fault:  # part of it may have left
            self.drop()
            raise Lost("broken") from fault
        finally:
            self._asked.pop(sequence, None)

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        try:
            while True:
                head = await reader.readexactly(smpp.HEAD.size)
                body = await reader.readexactly(smpp.length_of(head))
                await self._take(smpp.parsed(head, body))
        except (OSError, EOFError, smpp.Malformed):
            self.drop()

    async def _take(self, pdu: smpp.Pdu) -> None:
        if pdu.is_answer:
            waiting = self._asked.get(pdu.sequence)
            if waiting is not None and not waiting.done():
                waiting.set_result(pdu)
        elif pdu.command == smpp.DELIVER_SM:
            self._begin(self._deliver(pdu))
        elif pdu.command == smpp.UNBIND:
            self._answer(pdu)
            raise EOFError
        elif pdu.command == smpp.ENQUIRE_LINK:
            self._answer(pdu)
        else:
            self._write(smpp.packed(smpp.GENERIC_NACK, 0x03, pdu.sequence))  # unknown command

    async def _deliver(self, pdu: smpp.Pdu) -> None:
        """An answer only after the receipt is kept: the centre brings it again otherwise."""
        try:
            receipt = smpp.receipt_of(pdu.body)
        except smpp.Malformed:
            receipt = None
        is_kept = receipt is None or await self._keep(receipt)
        self._answer(pdu, smpp.OK if is_kept else smpp.SYSTEM_ERROR, b"\0")

    async def _enquire(self) -> None:
        while True:
            await asyncio.sleep(ENQUIRE_SECONDS)
            try:
                async with asyncio.timeout(self._seconds):
                    await self._exchange(smpp.ENQUIRE_LINK, b"")
            except (Lost, NotSent, TimeoutError):
                self.drop()
                return

    def _answer(self, pdu: smpp.Pdu, status: int = smpp.OK, body: bytes = b"") -> None:
        self._write(smpp.packed(pdu.command | smpp.ANSWER, status, pdu.sequence, body))

    def _write(self, octets: bytes) -> None:
        if self._writer is not None:
            self._writer.write(octets)

    def _begin(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _response(pdu: smpp.Pdu, stage: str) -> Response:
    return Response(pdu.status, pdu.body, (("stage", stage),))
