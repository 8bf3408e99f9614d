"""The sender: lease → mark intent → send → write back, for all accounts at once, in one thread.

A turn of the loop is: take what may go, choose windows, one transaction (settle.py), hand the
marked rows to the wire, collect answers. Nothing is sent before its intent is committed.
"""

import gc
import os
import socket
from collections import Counter
from threading import Event
from typing import Final

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from nhipcau.channels.attending import keep_receipt, lines_to_attend
from nhipcau.channels.engines import Engines
from nhipcau.channels.transport import Outcome, Step
from nhipcau.core.clock import civil_now, civil_seconds, machine_seconds
from nhipcau.dispatch import sql
from nhipcau.dispatch.answers import Answers
from nhipcau.dispatch.bury import bury_chunks, finish_jobs
from nhipcau.dispatch.content import Content, read_content
from nhipcau.dispatch.divert import move_rest
from nhipcau.dispatch.fill import fill_waiting
from nhipcau.dispatch.lease import LEASE_SECONDS, Found, Held, Row, lease, pick, rows_of
from nhipcau.dispatch.limits import AHEAD
from nhipcau.dispatch.mark import due_windows
from nhipcau.dispatch.prepare import Preparation, Preparing
from nhipcau.dispatch.remotes import Remotes
from nhipcau.dispatch.settle import Touch, settle
from nhipcau.places.row_security import over_localities

log = structlog.get_logger()
IN_HAND: Final = 4000  # rows of one bucket leased and not yet marked
GATHER: Final = 448  # answers worth a transaction of their own
GATHER_SECONDS: Final = 0.05
PICKS: Final = 4  # a turn; each takes one chunk per bucket
POLL_SECONDS: Final = 0.1
CHORES_SECONDS: Final = 0.2
RENEW_SECONDS: Final = 1.0
BUSY_SECONDS: Final = 2
ATTEND_SECONDS: Final = 10.0  # who must stay bound for receipts is looked up again
CHECKPOINT_PAGES: Final = 4000  # references fall all over their index: let them gather
WAITS: Final = Outcome("unknown", error="waits")  # only the prepare stage may wait


class Sender:
    """Any number of them on PostgreSQL, one on SQLite. Not for two threads."""

    def __init__(self, *, worker: str = "", wire: Engines | None = None) -> None:
        self.worker = (worker or f"{socket.gethostname()}:{os.getpid()}")[:40]
        self.wire = wire or Engines(settings.CA_FILE, hear=keep_receipt)
        self.remotes = Remotes()
        self.held: dict[int, Held] = {}
        self.answers = Answers(self.remotes, self.held)
        self.preparing = Preparing(self.wire, self.remotes)
        self.contents: dict[int, Content] = {}
        self._next_pick = 0.0
        self._next_chores = 0.0
        self._next_attend = 0.0

        self._tune()

    def run_until(self, stop: Event) -> None:
        """Send until told to stop; then finish what is in flight and give chunks back."""
        gc.freeze()  # all of Django need not be walked through again and again
        gc.set_threshold(50_000, 20, 20)
        try:
            while not stop.is_set():
                if not self.turn():
                    stop.wait(POLL_SECONDS)
            self.leave()
        finally:
            self.remotes.close()
            self.wire.close()

    @over_localities()
    def turn(self) -> bool:
        """One turn; False when there is nothing to do."""
        now = civil_seconds()
        try:
            did = self._chores(now)
            self._take(now)
            did = self._settle(now) or did
        except (OperationalError, InterfaceError) as fault:
            # Locked or lost: nothing was written, all of it is still here. Say so and try again.
            log.warning("the ledger is busy", why=type(fault).__name__, text=str(fault)[:80])
            if not connection.is_usable():
                connection.close()
                self._tune()
            return False
        self._collect()
        return did or bool(self.wire.busy or self.answers or self.preparing.has_news)

    def hurry(self) -> None:
        """Look for work at the next turn, whenever the last look was."""
        self._next_pick = self._next_chores = 0.0
        self.preparing.hurry()

    @over_localities()
    def leave(self) -> None:
        """Mark nothing more; write back what is in flight; free every chunk in hand."""
        until = machine_seconds() + LEASE_SECONDS * 5
        for held in self.held.values():
            held.is_leaving, held.leave_until = True, 0.0
        while self.held and machine_seconds() < until:
            try:
                self._settle(civil_seconds())
            except (OperationalError, InterfaceError):
                continue
            self._collect()

    def _tune(self) -> None:
        """This connection only finds rows by their keys. PostgreSQL guesses from a table that it
        has not counted yet that reading all of it is cheaper: seen, 800 ms for 128 rows."""
        if connection.vendor == "sqlite":
            sql.run(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
            sql.run(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        else:
            sql.run("SET enable_seqscan = off")
            sql.run("SET jit = off")  # the dear price put on a scan would have it compile each time

    # --- a turn, step by step

    def _chores(self, now: float) -> bool:
        """Lists to make, jobs to prepare, what must not be sent, what is over."""
        machine = machine_seconds()
        did = self.preparing.turn(now)
        if machine < self._next_chores:
            return did
        self._attend(machine)
        did = bool(move_rest()) or did
        did = bool(fill_waiting() + bury_chunks() + finish_jobs()) or did
        self._next_chores = 0.0 if did else machine + CHORES_SECONDS
        if did:
            self._next_pick = 0.0
        return did

    def _attend(self, machine: float) -> None:
        if machine >= self._next_attend:
            self._next_attend = machine + ATTEND_SECONDS
            self.wire.attend(lines_to_attend())

    def _take(self, now: float) -> None:
        if machine_seconds() < self._next_pick:
            return
        in_hand = Counter[int]()
        for held in self.held.values():
            in_hand[held.found.bucket] += len(held.rows)
        for _ in range(PICKS):
            took = False
            for found in pick(now, civil_now()):
                # What somebody left half done comes first: its rows have waited for the lease.
                has_room = found.started or in_hand[found.bucket] < IN_HAND
                if has_room and found.chunk not in self.held and self._lease(found, now):
                    in_hand[found.bucket] += len(self.held[found.chunk].rows)
                    took = True
            if not took:
                self._next_pick = machine_seconds() + POLL_SECONDS
                return

    def _lease(self, found: Found, now: float) -> bool:
        remote = self.remotes.get(found.account, found.locality)
        if remote is None:
            return False
        takes_key = remote.transport.takes_key
        taken = lease(found, now=now, worker=self.worker, takes_key=takes_key)
        if taken is None:
            return False
        fence, started, starts, gap = taken
        rows = rows_of(found)
        held = Held(
            found,
            fence,
            started,
            starts,
            gap,
            remote,
            self._content(found),
            machine_seconds(),
        )
        self.held[found.chunk] = held
        for row in rows:
            if row.pos < started and not remote.transport.takes_key:
                held.pending += 1
                self.answers.add(held, row, Outcome("unknown", error="takeover"))
            else:
                held.rows.append(row)
        return True

    def _settle(self, now: float) -> bool:
        """The turn's transaction; then memory follows what was written."""
        machine = machine_seconds()
        self.answers.react()
        work = self.answers.work()
        ended = Counter(each.held.found.chunk for each in work.written)
        ended.update(each.held.found.chunk for each in work.again)
        marks = due_windows(self.held.values(), ended, now)
        marked = {held.found.chunk: rows for held, rows in marks}
        for held in self.held.values():
            touch = self._touch(held, marked.get(held.found.chunk), ended, now, machine)
            if touch:
                work.touches.append(touch)
        if not work:
            return False
        kept = settle(work)
        self.answers.written(work)
        for touch in work.touches:
            self._follow(touch, touch.held.found.chunk in kept, ended, machine)
        for held, rows in marks:
            if held.found.chunk in kept:
                self._send(held, rows)
        return True

    def _touch(
        self,
        held: Held,
        marked: list[Row] | None,
        ended: Counter[int],
        now: float,
        machine: float,
    ) -> Touch | None:
        until = machine + LEASE_SECONDS
        if marked:
            return Touch(held, max(held.started, marked[-1].pos + 1), now, until)
        left = held.pending - ended[held.found.chunk]
        if left == 0 and not held.rows:
            return Touch(held, held.started, None, 0.0)
        if left == 0 and held.is_leaving:
            return Touch(held, held.started, max(held.leave_until, now), 0.0)
        if machine - held.renewed_at > RENEW_SECONDS or ended[held.found.chunk]:
            waits_for_clock = left == 0 and held.next_due > now + AHEAD
            return Touch(held, held.started, held.next_due if waits_for_clock else now, until)
        return None

    def _follow(self, touch: Touch, is_kept: bool, ended: Counter[int], machine: float) -> None:
        held = touch.held
        held.pending -= ended[held.found.chunk]
        if not is_kept:
            self._lost(touch)
            return
        held.started, held.renewed_at = touch.started, machine
        if touch.leased_until == 0.0:
            del self.held[held.found.chunk]

    def _lost(self, touch: Touch) -> None:
        """A refused intent: the job is stopped or past, or the chunk was taken over. Leave it; a
        chunk that refuses even to be left is somebody else's now."""
        held = touch.held
        if touch.started > held.started and not held.is_leaving:
            held.is_leaving, held.leave_until = True, 0.0
            return
        held.is_lost = True
        self.held.pop(held.found.chunk, None)
        log.warning("chunk taken over", chunk=held.found.chunk, in_flight=held.pending)

    def _send(self, held: Held, rows: list[Row]) -> None:
        for row in rows:
            held.rows.popleft()
            self.wire.send(held.remote, held.content.message(row), (held, row))
        held.pending += len(rows)
        held.gone += len(rows)

    def _collect(self) -> None:
        """Answers, until there are enough for a transaction or a moment has passed."""
        until = machine_seconds() + GATHER_SECONDS
        while self.wire.busy and len(self.answers) < GATHER:
            left = until - machine_seconds()
            if left <= 0:
                return
            for token, ended in self.wire.run(left):
                if isinstance(token, Preparation):
                    self.preparing.ended(token, ended)
                else:
                    held, row = token
                    self.answers.add(held, row, WAITS if isinstance(ended, Step) else ended)

    def _content(self, found: Found) -> Content:
        kept = self.contents.get(found.job)
        if kept is None:
            if len(self.contents) > 200:
                self.contents.clear()
            kept = self.contents[found.job] = read_content(found.job, found.locality)
        return kept
