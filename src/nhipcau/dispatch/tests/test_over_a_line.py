"""The ledger over a real message centre: parts, receipts in any order, kills, an unknown name."""

import json

import pytest

from nhipcau.channels.credentials import keep_secrets
from nhipcau.channels.load import load_raw_events
from nhipcau.channels.models import Account, RawEvent
from nhipcau.channels.tests.centres import LOOPBACK, message_centre
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.dispatch.fill import fill_job
from nhipcau.dispatch.models import Delivery, Part
from nhipcau.dispatch.receipts import apply_receipts
from nhipcau.dispatch.send import Sender
from nhipcau.dispatch.tests.conftest import ask, in_flight, kill, make_phones, send_all, states

pytestmark = pytest.mark.usefixtures("clock", "heard")
LONG = (
    "Mời bà con tổ 13 đi khám sàng lọc tiểu đường miễn phí lúc 7 giờ sáng mai tại trạm y tế. " * 2
)


@pytest.fixture
def centre():
    with message_centre() as found:
        yield found


@pytest.fixture
def account(town, centre):
    made = Account.objects.create(
        locality=town.locality,
        kind="sms",
        name="SMPP",
        state=Account.State.WORKING,
        per_minute=0,
        settings={
            "gateway": "smpp", "host": LOOPBACK, "port": centre.port, "system_id": "ward",
            "brandname": "SONGCAU",
        },
    )  # fmt: skip
    keep_secrets(made, {"password": "secret"}, by=SYSTEM)
    return made


def waiting(town, account, count, text=LONG):
    make_phones(town, count)
    return fill_job(ask(town, account, text=text))


def ended(sender):
    sender.wire.close()
    sender.remotes.close()


def report(account, name, state):
    """As the line keeps it (channels/attending.py); in the test's own connection."""
    body = json.dumps({"id": name, "state": state, "error": "000"}).encode()
    RawEvent.objects.create(
        kind="sms",
        received_at=civil_now(),
        headers={"accounts": [account.pk], "variant": "smpp"},
        body=body,
    )
    load_raw_events()
    apply_receipts()


def state_of(job):
    return Delivery.objects.get(job=job).state


def test_a_message_has_arrived_when_its_last_part_has_in_whatever_order(town, account, centre):
    job = waiting(town, account, 1)
    ended(send_all())
    assert (state_of(job), Part.objects.count()) == ("sent", 3)
    report(account, "m3", "DELIVRD")
    report(account, "m3", "DELIVRD")
    report(account, "m1", "ACCEPTD")
    report(account, "m1", "DELIVRD")
    assert state_of(job) == "sent"
    report(account, "m2", "DELIVRD")
    assert state_of(job) == "delivered"
    report(account, "m2", "UNDELIV")  # late and wrong: states only move up
    assert state_of(job) == "delivered"


def test_one_part_that_failed_fails_the_message_until_it_arrives_after_all(town, account, centre):
    job = waiting(town, account, 1)
    ended(send_all())
    report(account, "m2", "EXPIRED")
    row = Delivery.objects.get(job=job)
    assert (row.state, row.error) == ("refused", "smpp-expired")
    for name in ("m1", "m2", "m3"):
        report(account, name, "DELIVRD")
    assert state_of(job) == "delivered"


def test_receipts_of_parts_that_come_before_the_write_back_are_kept(town, account, centre):
    job = waiting(town, account, 1)
    for name in ("m1", "m2", "m3"):
        report(account, name, "DELIVRD")
    ended(send_all())
    assert state_of(job) == "delivered"


def test_what_a_killed_worker_had_asked_is_unknown_and_nothing_goes_twice(town, account, centre):
    centre.answers.extend(["wait"] * 3)
    job = waiting(town, account, 30, text="Mai 7h kham benh")
    first = Sender(worker="first")
    in_flight(first, 5)
    kill(first)
    centre.answers.clear()
    ended(send_all(sender=Sender(worker="second")))
    found = states(job)
    assert set(found) == {"sent", "unknown"}
    assert found["unknown"] <= 20  # twice the window
    numbers = [event.destination_addr for _name, event in centre.taken]
    assert len(numbers) == len(set(numbers))


def test_a_name_that_is_not_registered_holds_the_account_and_the_rows_wait(town, account, centre):
    centre.answers.extend([0x0A] * 50)
    job = waiting(town, account, 3, text="Mai 7h kham benh")
    sender = Sender(worker="one")
    for _ in range(30):
        sender.hurry()
        sender.turn()
    ended(sender)
    account.refresh_from_db()
    assert (account.state, account.problem) == ("troubled", "smpp-0a")
    assert states(job) == {"queued": 3}
