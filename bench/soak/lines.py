"""A message centre (smpp34) and a mail server (aiosmtpd) that others wrote, behind a relay that can
refuse, cut, stop answering, be slow, or say a bind failed. What they took goes into a journal."""

import asyncio
import email
import json
import os
import random
import socket
import struct
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import smpp34
from aiosmtpd.controller import Controller

from nhipcau_sandbox.clock import Clock
from nhipcau_sandbox.world import text_hash

LOOPBACK = "127.0.0.1"
THROTTLED, BIND_FAILED = 0x58, 0x0D
BIND_TRANSCEIVER, ANSWER = 0x00000009, 0x80000000
SLOW_SECONDS = 0.4


def free_port() -> int:
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        return int(free.getsockname()[1])


class Journal:
    """Lines like the simulators' own: written before the answer leaves."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.clock = clock
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def accept(self, channel: str, account: str, address: str, **line: Any) -> None:
        whole = {"what": "accepted", "channel": channel, "account": account, "address": address}
        whole |= {"at": self.clock.now(), "key": "", "kind": "", **line}
        os.write(self._file, json.dumps(whole).encode() + b"\n")


class Relay:
    """A port that leads to another one. `mode` holds for connections old and new."""

    def __init__(self, to: int) -> None:
        self.to, self.mode, self.share = to, "", 1.0
        self._door = socket.create_server((LOOPBACK, 0))
        self.port = int(self._door.getsockname()[1])
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def set(self, mode: str) -> None:
        before, self.mode = self.mode, mode
        if mode in {"refuse", "cut", "bind"} or before == "deaf":
            self.cut()

    def cut(self) -> None:
        ends, self._ends = self._ends, []
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _serve(self) -> None:
        while True:
            near, _address = self._door.accept()
            if self.mode == "refuse":
                near.close()
                continue
            if self.mode == "bind":
                threading.Thread(target=_refuse_bind, args=(near,), daemon=True).start()
                continue
            far = socket.create_connection((LOOPBACK, self.to))
            self._ends += [near, far]
            for pair, is_answer in (((near, far), False), ((far, near), True)):
                args = (*pair, is_answer)
                threading.Thread(target=self._pump, args=args, daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, is_answer: bool) -> None:
        with suppress(OSError):
            while octets := source.recv(65536):
                if is_answer and self.mode == "deaf":
                    continue
                if is_answer and self.mode == "slow":
                    time.sleep(SLOW_SECONDS)
                target.sendall(octets)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def _refuse_bind(near: socket.socket) -> None:
    with near, suppress(OSError, struct.error):
        _length, command, _status, number = struct.unpack(">IIII", near.recv(65536)[:16])
        if command == BIND_TRANSCEIVER:
            near.sendall(struct.pack(">IIII", 16, command | ANSWER, BIND_FAILED, number))


class Centre:
    """Takes messages, reports on them late and not in their order."""

    def __init__(self, journal: Journal, seed: int) -> None:
        self.journal, self.dice = journal, random.Random(seed)
        self.is_throttling = False
        self.port, self.taken = free_port(), 0
        self._bound: list[Any] = []
        self._ready = threading.Event()
        self._waiting: set[asyncio.Task[None]] = set()
        threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True).start()
        self._ready.wait(5)

    async def _serve(self) -> None:
        server = smpp34.Server(LOOPBACK, self.port, system_id="SOAK-SMSC")
        await server.start()
        self._ready.set()
        while True:
            event = await server.next()
            if isinstance(event, smpp34.Esme):
                self._bound.append(event)
            elif isinstance(event, smpp34.SubmitSmEvent):
                self._submit(event)

    def _submit(self, event: Any) -> None:
        if self.is_throttling and self.dice.random() < 0.5:
            event.reject(THROTTLED)
            return
        self.taken += 1
        name = f"c{self.taken}"
        said = text_hash(bytes(event.short_message).hex())
        sender, to = str(event.source_addr), str(event.destination_addr)
        self.journal.accept("sms", sender, to, id=name, hash=said)
        event.accept(name)
        task = asyncio.get_running_loop().create_task(self._report(name, sender, to))
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    async def _report(self, name: str, sender: str, to: str) -> None:
        await asyncio.sleep(self.dice.uniform(0.2, 6.0))
        text = (
            f"id:{name} sub:001 dlvrd:001 submit date:2305261635 done date:2305261636 "
            "stat:DELIVRD err:000 text:"
        )
        with suppress(Exception):  # whoever was bound may be gone: a receipt lost is a receipt lost
            await self._bound[-1].deliver_sm(sender, text.encode(), source_addr=to, esm_class=4)


class Post:
    def __init__(self, journal: Journal) -> None:
        self.journal, self.port = journal, free_port()
        self._server = Controller(self, hostname=LOOPBACK, port=self.port)
        self._server.start()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        letter = email.message_from_bytes(envelope.content)
        key = str(letter["Message-ID"]).strip("<>").partition("@")[0]
        sender, to = str(envelope.mail_from), str(envelope.rcpt_tos[0])
        self.journal.accept("email", sender, to, id=key, key=key, hash=text_hash(key))
        return "250 2.0.0 taken"


class Lines:
    """Both servers and their relays."""

    def __init__(self, journal: Path, clock: Clock, seed: int) -> None:
        kept = Journal(journal, clock)
        self.centre, self.post = Centre(kept, seed), Post(kept)
        self.relays = {"smpp": Relay(self.centre.port), "smtp": Relay(self.post.port)}

    def set(self, target: str, mode: str) -> None:
        self.centre.is_throttling = target == "smpp" and mode == "throttle"
        self.relays[target].set("" if mode == "throttle" else mode)
