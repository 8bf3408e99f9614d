"""What is done once per job before its first row goes: an upload, an article. One worker at a time,
by a lease on the job; it reaches nobody, so after a crash it is simply begun again.
"""

import random
from dataclasses import dataclass
from typing import Final

import structlog

from nhipcau.channels.accounts import trouble_account
from nhipcau.channels.engines import Engines
from nhipcau.channels.tokens import token_refused
from nhipcau.channels.transport import Message, Outcome, Prepares, Step
from nhipcau.channels.wire import Remote
from nhipcau.core.clock import civil_now, civil_seconds, machine_seconds
from nhipcau.dispatch import sql
from nhipcau.dispatch.content import read_content, read_images
from nhipcau.dispatch.lease import LEASE_SECONDS, sql_time
from nhipcau.dispatch.limits import backoff
from nhipcau.dispatch.models import Job
from nhipcau.dispatch.remotes import Remotes

log = structlog.get_logger()
ATTEMPTS: Final = 12
LOOK_SECONDS: Final = 0.2
RENEW_SECONDS: Final = 1.0


@dataclass(slots=True, eq=False)
class Preparation:
    """`step` waits for the civil moment `due`; None while the wire has it."""

    job: int
    locality: int
    account: int
    remote: Remote
    until: float
    step: Step | None = None
    due: float = 0.0


class Preparing:
    def __init__(self, wire: Engines, remotes: Remotes) -> None:
        self._wire, self._remotes = wire, remotes
        self._in_hand: dict[int, Preparation] = {}
        self._ended: list[tuple[Preparation, Outcome]] = []
        self._next_look = 0.0

    @property
    def has_news(self) -> bool:
        return bool(self._ended)

    def hurry(self) -> None:
        self._next_look = 0.0

    def turn(self, now: float) -> bool:
        """True when something was done."""
        machine, did = machine_seconds(), self.has_news
        while self._ended:
            self._end(*self._ended[0])
            self._ended.pop(0)
        for each in list(self._in_hand.values()):
            self._renew(each, machine)
            if each.step is not None and each.due <= now:
                self._begin(each, each.step)
        if machine < self._next_look:
            return did
        self._next_look = machine + LOOK_SECONDS
        found = sql.run(sql.TO_PREPARE, now=now, machine=machine, time=sql_time(civil_now()))
        return sum(self._take(*row) for row in found) > 0 or did

    def ended(self, each: Preparation, ended: Outcome | Step) -> None:
        """Called with what the wire hands back."""
        if isinstance(ended, Outcome):
            self._ended.append((each, ended))
            return
        each.step, each.due = ended, civil_seconds() + ended.wait_seconds
        self._write(each, ready_at=each.due)

    # --- inside

    def _take(self, job: int, locality: int, account: int) -> bool:
        remote = self._remotes.get(account, locality)
        if remote is None or job in self._in_hand:
            return False
        until = machine_seconds() + LEASE_SECONDS
        taken = sql.count(
            sql.TAKE_JOB, job=job, locality=locality, until=until, machine=machine_seconds()
        )
        if not taken:
            return False
        each = Preparation(job, locality, account, remote, until)
        self._in_hand[job] = each
        transport = remote.transport
        if not isinstance(transport, Prepares):
            self.ended(each, Outcome("sent"))
            return True
        first = transport.prepare(self._content(each))
        if isinstance(first, Step) and first.wait_seconds <= 0:
            self._begin(each, first)
        else:
            self.ended(each, first)
        return True

    def _content(self, each: Preparation) -> Message:
        content = read_content(each.job, each.locality)
        first = sql.run(sql.FIRST_ROW, chunk=sql.chunk_id(each.job, 0), locality=each.locality)
        address, key = first[0] if first else ("", str(each.job))
        return Message(
            key,
            address,
            content.text,
            content.title,
            content.link,
            image=content.image,
            job_note=content.note,
            images=read_images(content),
        )

    def _begin(self, each: Preparation, step: Step) -> None:
        each.step = None
        transport = each.remote.transport
        if isinstance(transport, Prepares):
            self._wire.begin(each.remote.bases, step, transport.prepare_next, each)

    def _renew(self, each: Preparation, machine: float) -> None:
        if each.until - machine < LEASE_SECONDS - RENEW_SECONDS:
            self._write(each)

    def _write(self, each: Preparation, *, ready_at: float | None = None) -> None:
        until = machine_seconds() + LEASE_SECONDS
        kept = sql.count(
            sql.KEEP_JOB,
            job=each.job,
            locality=each.locality,
            former=each.until,
            until=until,
            ready_at=ready_at,
        )
        if kept:
            each.until = until
        else:  # stopped, or taken over after a long stall
            self._in_hand.pop(each.job, None)
            each.step = None

    def _end(self, each: Preparation, outcome: Outcome) -> None:
        if self._in_hand.pop(each.job, None) is None:
            return
        state, ready_at, problem = self._verdict(each, outcome)
        note = self._note(each, outcome.reference)
        sql.count(
            sql.END_JOB,
            job=each.job,
            locality=each.locality,
            former=each.until,
            state=state,
            ready_at=ready_at,
            problem=problem[:40],
            note=sql.to_json(note),
            tried=0 if outcome.scope == "account" else 1,
        )
        log.info("job prepared", job=each.job, state=state, error=outcome.error)

    def _note(self, each: Preparation, made: str) -> dict[str, str]:
        """What whoever asked for the job wrote there stays."""
        asked: dict[str, str] = read_content(each.job, each.locality).note
        return {**asked, "prepared": made} if made else asked

    def _verdict(self, each: Preparation, outcome: Outcome) -> tuple[str, float, str]:
        now = civil_seconds()
        if outcome.state == "sent":
            return Job.State.READY.value, now, ""
        if outcome.state == "refused":
            return Job.State.FAILED.value, now, outcome.error
        if outcome.scope == "account":
            return Job.State.PREPARING.value, now + self._account(each, outcome), ""
        tries = sql.run(sql.JOB_ATTEMPTS, job=each.job, locality=each.locality)[0][0]
        if tries + 1 >= ATTEMPTS:
            return Job.State.FAILED.value, now, outcome.error
        luck = random.random()  # noqa: S311  spreads retries, guards nothing
        wait = max(outcome.retry_after or 0.0, backoff(tries, luck))
        return Job.State.PREPARING.value, now + wait, ""

    def _account(self, each: Preparation, outcome: Outcome) -> float:
        account = self._remotes.account(each.account, each.locality)
        self._remotes.forget(each.account)
        if outcome.error in each.remote.transport.token_errors:
            token_refused(account, getattr(each.remote.transport, "token", ""))
        elif outcome.retry_after is None:
            trouble_account(account, outcome.error)
        return outcome.retry_after or 1.0
