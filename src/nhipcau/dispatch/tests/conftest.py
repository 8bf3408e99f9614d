"""A ward with an SMS account, a gateway, the slot filled with a recorder, and a sender."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db.models import F, Value
from django_scopes import scope
from tests.cast import Ward, song_cau

from nhipcau.channels.credentials import keep_secrets
from nhipcau.channels.models import Account
from nhipcau.core.actor import SYSTEM
from nhipcau.dispatch import outcomes
from nhipcau.dispatch.enqueue import enqueue
from nhipcau.dispatch.models import Delivery, Job
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
