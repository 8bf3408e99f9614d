"""The command: `main(["--port", "8800", "--journal", "data/sandbox"])` serves until TERM."""

import argparse
import asyncio
import json
import logging
import signal
import ssl
import sys
from pathlib import Path

import uvloop

from nhipcau_sandbox import admin, make, phones, sms
from nhipcau_sandbox.bot import routes as bot_routes
from nhipcau_sandbox.box import Box
from nhipcau_sandbox.facebook import routes as facebook_routes
from nhipcau_sandbox.push import service as push_service
from nhipcau_sandbox.replay import replay
from nhipcau_sandbox.viettel import gateway as viettel_gateway
from nhipcau_sandbox.wire import Connection
from nhipcau_sandbox.zalo import routes as zalo_routes
from nhipcau_sandbox.zbs import routes as zbs_routes

log = logging.getLogger("nhipcau_sandbox")


def build(box: Box) -> Box:
    """The busiest paths first: routes are tried in order."""
    sms.add_routes(box)
    viettel_gateway.add_routes(box)
    zbs_routes.add_routes(box)
    zalo_routes.add_routes(box)
    bot_routes.add_routes(box)
    facebook_routes.add_routes(box)
    push_service.add_routes(box)
    admin.add_routes(box)
    phones.add_routes(box)
    return box


def main(argv: list[str] | None = None) -> int:
    asked = _arguments(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s mô phỏng %(message)s")
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(serve(asked))
    except KeyboardInterrupt:
        return 0
    return 0


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("nhipcau sandbox run", description="Các nền tảng mô phỏng")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8800, help="0: một cổng trống bất kỳ")
    parser.add_argument("--journal", type=Path, help="thư mục giữ nhật ký; không có thì quên hết")
    parser.add_argument("--seed", type=Path, help="tệp JSON: những gì có sẵn khi bắt đầu")
    parser.add_argument("--tls-cert", type=Path)
    parser.add_argument("--tls-key", type=Path)
    parser.add_argument("--port-file", type=Path, help="ghi cổng đang nghe vào tệp này")
    return parser.parse_args(argv)


async def serve(asked: argparse.Namespace) -> None:
    box = build(Box(asked.journal))
    known = replay(box)
    if asked.seed and not known:
        seed = json.loads(asked.seed.read_text(encoding="utf-8"))
        make.make(box, seed)
        box.journal.write("change", {"name": "make", "asked": seed, "at": box.now()})
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, stopped.set)
    context = None
    if asked.tls_cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(asked.tls_cert, asked.tls_key)
    server = await loop.create_server(
        lambda: Connection(box.answer), asked.host, asked.port, ssl=context, backlog=1024
    )
    port = server.sockets[0].getsockname()[1]
    box.address = f"{'https' if context else 'http'}://{asked.host}:{port}"
    if asked.port_file:
        asked.port_file.write_text(str(port), encoding="ascii")
    log.info("nghe tại %s, đã có %d dòng nhật ký", box.address, known)
    sending = asyncio.create_task(box.outbox.run())
    await stopped.wait()
    sending.cancel()
    server.close()
    box.journal.close()


if __name__ == "__main__":
    sys.exit(main())
