"""What an answer means for its row and for its account; kept until it is written back.

Sent, refused and unknown are final. Unavailable goes again: later and later for the row's own
fault, as soon as the account may for the account's. With a key, `unknown` goes again as well.
"""

import random
from collections import Counter
from typing import Final

from nhipcau.channels.accounts import pause_account, trouble_account
from nhipcau.channels.tokens import token_refused
from nhipcau.channels.transport import Outcome
from nhipcau.core.clock import civil_now, civil_seconds
from nhipcau.dispatch import sql
from nhipcau.dispatch.lease import Held, Row
from nhipcau.dispatch.limits import backoff
from nhipcau.dispatch.models import Bucket, Delivery
from nhipcau.dispatch.remotes import Remotes
from nhipcau.dispatch.settle import Again, Settlement, Written

ATTEMPTS: Final = 8
LONGEST_PAUSE: Final = 60.0  # of a host that cannot be reached, doubled from two seconds
SHOWN_FROM: Final = 5.0  # shorter pauses are not worth a line on the account's page


class Answers:
    def __init__(self, remotes: Remotes, held: dict[int, Held]) -> None:
        self._remotes, self._held = remotes, held
        self._written: list[Written] = []
        self._again: list[Again] = []
        self._paused: dict[int, float] = {}
        self._failures = Counter[int]()
        self._news: list[tuple[Held, Outcome]] = []
        self._answering: set[int] = set()
        self._recovered: set[int] = set()

    def __len__(self) -> int:
        return len(self._written) + len(self._again)

    def add(self, held: Held, row: Row, outcome: Outcome) -> None:
        if held.is_lost:
            return
        until = self._account(held, outcome) if outcome.scope == "account" else 0.0
        state = outcome.state
        if state == "unknown" and held.remote.transport.takes_key:
            state = "unavailable"
        if state != "unavailable":
            self._failures.pop(held.found.bucket, None)
            if state == "sent" and held.found.bucket not in self._answering:
                self._answering.add(held.found.bucket)
                self._recovered.add(held.found.bucket)
            reference = outcome.reference or None
            self._written.append(Written(held, row, state, reference, outcome.error, outcome.parts))
        elif outcome.scope == "account":
            self._again.append(Again(held, row, until, row.attempts, outcome.error))
        else:
            self._later(held, row, outcome)

    def _later(self, held: Held, row: Row, outcome: Outcome) -> None:
        attempts = row.attempts + 1
        if attempts >= ATTEMPTS:
            given_up = Delivery.State.EXPIRED.value
            self._written.append(Written(held, row, given_up, None, outcome.error))
            return
        luck = random.random()  # noqa: S311  spreads retries, guards nothing
        wait = max(outcome.retry_after or 0.0, backoff(row.attempts, luck))
        self._again.append(Again(held, row, civil_seconds() + wait, attempts, outcome.error))

    def work(self) -> Settlement:
        """Everything that waits to be written; it stays here until `written`."""
        return Settlement([], list(self._written), list(self._again))

    def written(self, work: Settlement) -> None:
        del self._written[: len(work.written)]
        del self._again[: len(work.again)]

    # --- the account

    def _account(self, held: Held, outcome: Outcome) -> float:
        """Until when (civil) the account rests. Its other chunks in hand are given back."""
        now, bucket = civil_seconds(), held.found.bucket
        until = self._paused.get(bucket, 0.0)
        if until > now:
            return until
        until = now
        if outcome.retry_after is not None:
            wait = outcome.retry_after
            if outcome.state == "unavailable":
                wait = max(wait, min(LONGEST_PAUSE, wait * 2.0 ** self._failures[bucket]))
            self._failures[bucket] = min(self._failures[bucket] + 1, 10)
            until = now + wait
            self._paused[bucket] = until
        for other in self._held.values():
            if other.found.bucket == bucket:
                other.is_leaving, other.leave_until = True, until
        self._news.append((held, outcome))
        return until

    def react(self) -> None:
        """Tell the account. Apart from `add`, which must not fail: no answer may be lost."""
        while self._news:
            self._react(*self._news[0])
            self._news.pop(0)
        if self._recovered:
            failing = Bucket.objects.filter(pk__in=self._recovered, failing_since__gt=0)
            failing.update(failing_since=0)
            self._recovered.clear()

    def _react(self, held: Held, outcome: Outcome) -> None:
        account = self._remotes.account(held.found.account, held.found.locality)
        until = self._paused.get(held.found.bucket, 0.0)
        if outcome.retry_after is not None:
            failing = civil_seconds() if outcome.state == "unavailable" else 0.0
            if failing:
                self._answering.discard(held.found.bucket)
            sql.count(sql.PAUSE, bucket=held.found.bucket, until=until, failing=failing)
            if until - civil_seconds() > SHOWN_FROM:
                pause_account(account, civil_now().fromtimestamp(until, civil_now().tzinfo))
        if outcome.error in held.remote.transport.token_errors:
            token_refused(account, getattr(held.remote.transport, "token", ""))
        elif outcome.retry_after is None:
            trouble_account(account, outcome.error)
        self._remotes.forget(account.pk)
