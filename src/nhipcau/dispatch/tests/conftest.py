"""A ward with an SMS account, a gateway, the slot filled with a recorder, and a sender."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from django.db.models import F, Value
from django_scopes import scope
from tests.cast import FRIDAY_AFTERNOON, Ward, song_cau

from nhipcau.channels.credentials import keep_secrets
from nhipcau.channels.models import Account
from nhipcau.channels.registry import TRANSPORTS
from nhipcau.channels.transport import Message, Outcome, Response, Step
from nhipcau.channels.transports.sms_esms import SmsEsms
from nhipcau.core.actor import SYSTEM
from nhipcau.dispatch import outcomes
from nhipcau.dispatch.enqueue import enqueue
from nhipcau.dispatch.models import Chunk, Delivery, Job
from nhipcau.dispatch.send import Sender
from nhipcau.dispatch.tests.sink import Sink, sink
from nhipcau.people.models import ContactPoint, Household


@pytest.fixture
def gateway(settings) -> Iterator[Sink]:
    with sink() as found:
        settings.SMS_API_URL = found.url
        yield found


@dataclass
class Recorder:
    heard: list[outcomes.Outcome] = field(default_factory=list)

    def states(self) -> list[str]:
        return sorted(each.state for each in self.heard)


@pytest.fixture
def heard() -> Iterator[Recorder]:
    recorder = Recorder()
    former = outcomes.fill(recorder.heard.extend)
    yield recorder
    outcomes.fill(former)


class Keyless(SmsEsms):
    """The same gateway, spoken to as one that takes no key: no answer is `unknown`."""

    takes_key = False
    token_errors = frozenset({"token-dead"})
    gone_errors = frozenset({"gone"})

    def start(self, message: Message) -> Step | Outcome:
        step = super().start(message)
        return replace(step, request=replace(step.request, is_repeatable=False))

    def next(self, step: Step, response: Response) -> Step | Outcome:
        if response.status >= 500:
            return Outcome("unknown", error=f"http-{response.status}")
        return super().next(step, response)


@pytest.fixture
def keyless(monkeypatch) -> None:
    monkeypatch.setitem(TRANSPORTS, "sms", Keyless)


class Clock:
    """The civil clock, stepped by the test."""

    def __init__(self, folder, monkeypatch) -> None:
        self.file = folder / "clock"
        self.set(FRIDAY_AFTERNOON.timestamp())
        monkeypatch.setenv("NHIPCAU_CLOCK_FILE", str(self.file))

    def set(self, seconds: float) -> None:
        self.now = seconds
        self.file.write_text(str(seconds), encoding="ascii")

    def step(self, seconds: float) -> None:
        self.set(self.now + seconds)


@pytest.fixture
def clock(monkeypatch, tmp_path) -> Clock:
    return Clock(tmp_path, monkeypatch)


@pytest.fixture
def town(db) -> Iterator[Ward]:
    found = song_cau()
    with scope(locality=found.locality.pk):
        yield found


@pytest.fixture
def sms(town) -> Account:
    return make_sms(town)


def make_sms(town: Ward, *, per_minute: int = 0, name: str = "SMS") -> Account:
    account = Account.objects.create(
        locality=town.locality,
        kind="sms",
        name=name,
        state=Account.State.WORKING,
        per_minute=per_minute,
        price_vnd=300,
        settings={"brandname": "UBND SONGCAU"},
    )
    keep_secrets(account, {"api_key": f"key-{account.pk}", "secret_key": "s"}, by=SYSTEM)
    return account


def make_phones(town: Ward, count: int) -> None:
    """Households with one telephone each, numbered."""
    households = Household.objects.bulk_create(
        Household(
            locality=town.locality, neighbourhood=town.to_2, key=f"k{n}", head_name=f"Chủ hộ {n}"
        )
        for n in range(count)
    )
    ContactPoint.objects.bulk_create(
        ContactPoint(
            locality=town.locality, household=household, kind="phone", value=f"+849{n:08d}"
        )
        for n, household in enumerate(households)
    )


def phones(town: Ward):
    """The address query: the numbered telephones of to_2."""
    found = ContactPoint.objects.filter(kind="phone", household__neighbourhood=town.to_2)
    return found.values_list(
        "id", "household_id", "household__neighbourhood_id", "value", Value("")
    )


def with_links(town: Ward):
    found = ContactPoint.objects.filter(kind="phone", household__neighbourhood=town.to_2)
    return found.annotate(own=F("household__key")).values_list(
        "id", "household_id", "household__neighbourhood_id", "value", Value(""), "own"
    )


def ask(town: Ward, account: Account, *, key: str = "kham-tieu-duong", **more) -> Job:
    given = {"text": "Mời bà con khám tiểu đường lúc 7h sáng mai.", "recipients": phones(town)}
    return enqueue(account, key=key, by=SYSTEM, **(given | more))


def send_all(seconds: float = 10.0, sender: Sender | None = None) -> Sender:
    """Turns of a sender until it has nothing to do."""
    sender = sender or Sender(worker="test")
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        sender.hurry()
        if not sender.turn() and not sender.held:
            return sender
    raise AssertionError("the sender did not come to rest")


def states(job: Job) -> dict[str, int]:
    found: dict[str, int] = {}
    for state in Delivery.objects.filter(job=job).values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def kill(sender: Sender) -> None:
    """As kill -9 leaves it: nothing more is sent or written, and the lease runs out."""
    sender.wire.close()
    sender.remotes.close()
    Chunk.objects.filter(leased_until__gt=0).update(leased_until=1)


def in_flight(sender: Sender, count: int) -> None:
    """Turns until so many rows are marked and on the wire."""
    until = time.monotonic() + 5
    while sum(held.pending for held in sender.held.values()) < count:
        assert time.monotonic() < until, "rows do not go out"
        sender.hurry()
        sender.turn()
