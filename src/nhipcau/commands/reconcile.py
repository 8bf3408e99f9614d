"""Holds what a platform says to have accepted against the ledger's rows.

Lost: a row says `sent` and nothing was accepted, or (at the end) an addressee has no terminal row.
Doubled: the same job and address accepted twice; another route is none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Sum

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.transports.facebook_page import HIDE, PRIVATE, PSID, SHOW
from nhipcau.dispatch.models import Delivery, Job

State = Delivery.State
REMOTE = (
    ChannelKind.WEB_PUSH,
    ChannelKind.SMS,
    ChannelKind.ZALO_OA,
    ChannelKind.ZALO_TEMPLATE,
    ChannelKind.ZALO_BOT,
    ChannelKind.FACEBOOK_PAGE,
)
ARRIVED = {State.SENT, State.DELIVERED, State.SEEN}
EVERYBODY = "*"
SHOWN = 20

Place = tuple[str, str, str]
Accepted = dict[str, Any]


@dataclass(slots=True)
class Row:
    """A row of the ledger, as a platform could know it."""

    id: int
    job: int
    account: int
    place: Place
    state: str
    reference: str
    key: str
    due: float
    accepted: int = 0

    @property
    def is_lost(self) -> bool:
        """Said to have gone, and nobody took it."""
        return self.state in ARRIVED and not self.accepted


@dataclass(slots=True)
class Findings:
    accepted: int = 0
    rows: int = 0
    states: dict[str, int] = field(default_factory=dict)
    without_row: list[str] = field(default_factory=list)
    never_accepted: list[int] = field(default_factory=list)
    unfinished: int = 0
    doubled: list[str] = field(default_factory=list)
    cost_vnd: int = 0
    waits: list[float] = field(default_factory=list)
    ledger: list[Row] = field(default_factory=list)

    @property
    def accepted_after_p95_s(self) -> float:
        """Civil seconds from when a job might begin until the platform took the message."""
        ordered = sorted(self.waits)
        return round(ordered[int(0.95 * (len(ordered) - 1))], 1) if ordered else 0.0

    def as_json(self, *, is_final: bool) -> dict[str, Any]:
        lost = len(self.never_accepted) + (self.unfinished if is_final else 0)
        return {
            "accepted": self.accepted,
            "rows": self.rows,
            "deliveries": self.states,
            "lost": lost,
            "doubled": len(self.doubled),
            "without_row": len(self.without_row),
            "unknown": self.states.get(State.UNKNOWN, 0),
            "unfinished": self.unfinished,
            "cost_vnd": self.cost_vnd,
            "accepted_after_p95_s": self.accepted_after_p95_s,
            "examples": {
                "without_row": self.without_row[:SHOWN],
                "never_accepted": self.never_accepted[:SHOWN],
                "doubled": self.doubled[:SHOWN],
            },
        }

    def is_clean(self, *, is_final: bool) -> bool:
        wrong = self.doubled or self.never_accepted or self.without_row
        return not (wrong or (is_final and self.unfinished))


def reconcile(accepted: Iterable[Accepted], *, kinds: Sequence[str] = REMOTE) -> Findings:
    """Call it without a scope: the platforms know nothing of localities. `kinds`: the accounts
    whose platform wrote down what it accepted."""
    rows = _rows(kinds)
    findings = Findings(rows=len(rows), ledger=rows)
    findings.states = dict(Counter(row.state for row in rows))
    findings.unfinished = findings.states.get(State.QUEUED, 0)
    findings.cost_vnd = Job.objects.aggregate(all=Sum("cost_vnd"))["all"] or 0
    _match(rows, list(accepted), findings)
    for row in rows:
        if row.is_lost:
            findings.never_accepted.append(row.id)
        if row.accepted > 1:
            findings.doubled.append(f"job {row.job}, delivery {row.id}")
    return findings


def _match(rows: list[Row], accepted: list[Accepted], findings: Findings) -> None:
    """By our key where the platform keeps it, else by its reference; what is left, by the job that
    says this text, else by who has no answer."""
    by_key = {row.key: row for row in rows}
    by_reference = {(row.place[:2], row.reference): row for row in rows if row.reference}
    texts, late = Texts(), []
    for one in accepted:
        findings.accepted += 1
        place = _place_of(one)
        found = by_key.get(one["key"]) if one["key"] else by_reference.get((place[:2], one["id"]))
        if found is None or found.place != place:
            late.append(one)
            continue
        _note(found, one, findings)
        texts.learn(one, found)
    unanswered: dict[Place, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=_how_open):
        if row.reference in {"", row.key}:  # a gateway that names no message leaves us our key
            unanswered[row.place].append(row)
    by_job = {(row.job, row.place): row for row in rows}
    for one in late:
        place = _place_of(one)
        job = texts.job_of(one)
        found = (by_job.get((job, place)) if job is not None else None) or texts.row_of(one)
        if found is None and unanswered[place]:
            found = unanswered[place].pop(0)
            texts.guess(one, found)
        if found is None:
            findings.without_row.append(f"{one['channel']} {one['id']}")
            continue
        _note(found, one, findings)


class Texts:
    """Whose text it is. One that several jobs say tells nothing."""

    def __init__(self) -> None:
        self._jobs: dict[tuple[str, str, str], set[int]] = defaultdict(set)
        self._rows: dict[tuple[Place, str], Row] = {}

    def learn(self, one: Accepted, row: Row) -> None:
        self._jobs[(*row.place[:2], one["hash"])].add(row.job)
        self.guess(one, row)

    def guess(self, one: Accepted, row: Row) -> None:
        """Only here: of what is guessed nothing follows for other addresses."""
        self._rows[row.place, one["hash"]] = row

    def job_of(self, one: Accepted) -> int | None:
        jobs = self._jobs_of(one)
        return next(iter(jobs)) if len(jobs) == 1 else None

    def row_of(self, one: Accepted) -> Row | None:
        if len(self._jobs_of(one)) > 1:
            return None
        return self._rows.get((_place_of(one), one["hash"]))

    def _jobs_of(self, one: Accepted) -> set[int]:
        return self._jobs.get((*_place_of(one)[:2], one["hash"]), set())


def _how_open(row: Row) -> tuple[int, int]:
    """Who may be meant by an answer that never came: said to have gone, else in doubt, else any."""
    rank = 0 if row.state in ARRIVED else 1 if row.state == State.UNKNOWN else 2
    return rank, row.id


def _note(row: Row, one: Accepted, findings: Findings) -> None:
    row.accepted += 1
    findings.waits.append(max(0.0, float(one["at"]) - row.due))


def _rows(kinds: Sequence[str]) -> list[Row]:
    places = {account.pk: _account(account) for account in Account.objects.filter(kind__in=kinds)}
    found = Delivery.objects.filter(account__in=list(places)).values_list(
        "id", "job_id", "account", "address", "state", "reference", "key"
    )
    due = {
        pk: max(created, not_before or created).timestamp()
        for pk, created, not_before in Job.objects.values_list("id", "created_at", "not_before")
    }
    return [
        Row(
            id=pk,
            job=job,
            account=account,
            place=(*places[account], _address(places[account][0], address)),
            state=state,
            reference=reference or "",
            key=key,
            due=due[job],
        )
        for pk, job, account, address, state, reference, key in found.iterator(chunk_size=5000)
        if not address.startswith((HIDE, SHOW))  # nothing is said to anybody
    ]


def _account(account: Account) -> tuple[str, str]:
    """(channel, what the platform calls the account)."""
    if account.kind == ChannelKind.SMS:
        return str(account.kind), str(account.settings.get("brandname", ""))
    if account.kind == ChannelKind.EMAIL:
        return str(account.kind), str(account.settings.get("from_address", ""))
    if account.kind == ChannelKind.WEB_PUSH:
        return str(account.kind), str(account.settings.get("public_key", ""))[:40]
    known = account.external_id or account.settings.get("was") or account.settings.get("page_id")
    return str(account.kind), str(known or "")


def _address(kind: str, address: str) -> str:
    if kind in {ChannelKind.SMS, ChannelKind.ZALO_TEMPLATE}:
        return address.lstrip("+").removeprefix("uid:")
    if address in {"followers", "feed"}:
        return EVERYBODY
    if kind == ChannelKind.WEB_PUSH:
        return address.partition("#")[0]
    return address.removeprefix("comment:").removeprefix(PSID).removeprefix(PRIVATE)


def _place_of(one: Accepted) -> Place:
    is_page = one["channel"] == "messenger"
    channel = str(ChannelKind.FACEBOOK_PAGE) if is_page else one["channel"]
    return channel, one["account"], one["address"]
