"""The simulation behind one address: which platform a path belongs to, faults, the journal."""

import logging
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from nhipcau_sandbox.clock import Clock
from nhipcau_sandbox.faults import Faults
from nhipcau_sandbox.hooks import Outbox
from nhipcau_sandbox.journal import Journal
from nhipcau_sandbox.wire import BadRequest, Request, Response, as_json
from nhipcau_sandbox.world import Shown, World, text_hash

log = logging.getLogger("nhipcau_sandbox")
Handler = Callable[["Box", Request], Response]


class Box:
    """What every handler gets: the world, the clock, the journal and the outbox."""

    def __init__(self, folder: Path | None = None, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.world = World()
        self.journal = Journal(folder)
        self.outbox = Outbox(self.clock)
        self.faults = Faults()
        self.routes: list[tuple[str, re.Pattern[str], Handler]] = []
        self.address = "http://127.0.0.1"

    def now(self) -> float:
        return self.clock.now()

    def route(self, platform: str, pattern: str, handler: Handler) -> None:
        self.routes.append((platform, re.compile(pattern), handler))

    def answer(self, request: Request) -> Response:
        """Never raises: a fault of the simulation itself is a 500 with the word in the log."""
        try:
            return self._answer(request)
        except BadRequest as error:
            return as_json({"error": -201, "message": f"{error} (mô phỏng)"}, 400)
        except Exception:
            log.exception("mô phỏng: lỗi khi trả lời %s", request.path)
            return as_json({"error": "sandbox fault (mô phỏng)"}, 500)

    def _answer(self, request: Request) -> Response:
        for platform, pattern, handler in self.routes:
            if pattern.match(request.path):
                return self.faults.through(platform, partial(handler, self, request))
        return _nothing_here(request)

    def accept(self, channel: str, account: str, address: str, **line: Any) -> Shown:
        """Writes down, before any answer, that the platform took a message."""
        world, at = self.world, self.now()
        text = str(line.pop("text", ""))
        entry = {"n": world.number(), "channel": channel, "account": account, "at": at}
        entry |= {"address": address, "text": text, "hash": text_hash(text), **line}
        self.journal.write("accepted", entry)
        world.accepted += 1
        return shown_from(entry)


def shown_from(entry: dict[str, Any]) -> Shown:
    return Shown(
        n=0,
        person=entry.get("person", ""),
        phone=entry["address"] if entry["channel"] == "sms" else "",
        channel=entry["channel"],
        sender=entry.get("sender", ""),
        text=entry["text"],
        at=entry["at"],
        link=entry.get("link", ""),
        reference=entry.get("id", ""),
        account=entry["account"],
    )


def _nothing_here(request: Request) -> Response:
    if re.match(r"/v[23]\.0/(oa|article)", request.path):
        empty = {"error": 404, "message": "You are accessing an empty or invalid API"}
        return as_json(empty, 404)
    return as_json({"error": {"message": "Unknown path (mô phỏng)", "code": 2500}}, 404)
