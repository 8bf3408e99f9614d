"""A gateway of the eSMS kind for the tests: quick, in a thread, with faults on demand."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Answer = tuple[int, dict[str, str], dict]


class Sink:
    """`accepted` holds (ApiKey, phone, RequestId, text) in order. `answer` may be replaced: it gets
    the request and returns status, headers and body, or None to close without an answer."""

    def __init__(self) -> None:
        self.accepted: list[tuple[str, str, str, str]] = []
        self.seen: set[str] = set()
        self.asked = 0
        self.answer: Callable[[dict], Answer | None] = self.accept
        self.delay = 0.0
        self.url = ""

    def accept(self, asked: dict) -> Answer:
        if asked["RequestId"] in self.seen:
            return 200, {}, {"CodeResult": "124"}
        self.seen.add(asked["RequestId"])
        self.accepted.append(
            (asked["ApiKey"], asked["Phone"], asked["RequestId"], asked["Content"])
        )
        return 200, {}, {"CodeResult": "100", "SMSID": f"s-{asked['RequestId']}"}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = next(
                    int(line[15:])
                    for line in head.lower().split(b"\r\n")
                    if line.startswith(b"content-length:")
                )
                asked = json.loads(await reader.readexactly(length))
                self.asked += 1
                if self.delay:
                    await asyncio.sleep(self.delay)
                answer = self.answer(asked)
                if answer is None:
                    break
                status, headers, body = answer
                raw = json.dumps(body).encode() if isinstance(body, dict) else body
                lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
                writer.write(
                    f"HTTP/1.1 {status} X\r\nContent-Length: {len(raw)}\r\n{lines}\r\n".encode()
                    + raw
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


@contextmanager
def sink() -> Iterator[Sink]:
    """Serves while the block runs."""
    gateway, ready = Sink(), threading.Event()
    loop = asyncio.new_event_loop()

    async def begin() -> None:
        server = await asyncio.start_server(gateway.serve, "127.0.0.1", 0)
        gateway.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ready.set()

    def work() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(begin())
        loop.run_forever()
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.close()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    ready.wait(5)
    try:
        yield gateway
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
