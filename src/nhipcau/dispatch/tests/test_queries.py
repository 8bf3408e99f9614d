from datetime import UTC, datetime

from nhipcau.channels.models import Account
from nhipcau.dispatch.models import Bucket, Delivery
from nhipcau.dispatch.queries import idle_until
from nhipcau.dispatch.send import Sender
from nhipcau.dispatch.tests.conftest import ask, make_phones, make_sms, send_all
from nhipcau.dispatch.tests.test_send import send_all_now


def test_an_empty_ledger_is_at_rest(town):
    assert idle_until(0.0) == (True, None)


def test_a_job_to_be_filled_is_work(town, sms, clock):
    ask(town, sms)
    assert idle_until(clock.now) == (False, None)


def test_a_job_of_tomorrow_says_when(town, sms, gateway, heard, clock):
    make_phones(town, 2)
    ask(town, sms, not_before=datetime.fromtimestamp(clock.now + 500, UTC))
    send_all()
    assert idle_until(clock.now) == (True, clock.now + 500)
    assert idle_until(clock.now + 500) == (False, None)


def test_a_limit_says_when_its_next_row_may_go(town, gateway, heard, clock):
    """The story steps the clock by this; at each step something goes."""
    make_phones(town, 12)
    job = ask(town, make_sms(town, per_minute=120))
    sender, steps = send_all_now(), 0
    while job.state != job.State.DONE:
        idle, coming = idle_until(clock.now)
        assert idle and clock.now < coming <= clock.now + 2
        clock.set(coming)
        send_all_now(sender)
        job.refresh_from_db()
        steps += 1
        assert steps < 13
    assert len(gateway.accepted) == 12
    assert idle_until(clock.now) == (True, None)


def test_rows_in_flight_are_work(town, gateway, heard, clock):
    make_phones(town, 4)
    gateway.delay = 3.0
    ask(town, make_sms(town, per_minute=120))
    sender = Sender(worker="one")
    for _ in range(3):
        sender.hurry()
        sender.turn()
    assert sender.wire.busy
    assert idle_until(clock.now)[0] is False
    send_all_now(sender)


def test_a_pause_says_when_it_ends(town, sms, gateway, heard, clock):
    make_phones(town, 4)
    gateway.answer = lambda asked: (429, {"Retry-After": "30"}, b"")
    ask(town, sms)
    send_all()
    assert idle_until(clock.now) == (True, Bucket.objects.get().paused_until)


def test_an_account_in_trouble_is_at_rest_until_the_jobs_end(town, sms, gateway, heard, clock):
    make_phones(town, 4)
    Account.objects.update(state=Account.State.TROUBLED)
    end = clock.now + 900
    ask(town, sms, not_after=datetime.fromtimestamp(end, UTC))
    send_all()
    assert idle_until(clock.now) == (True, end)
    clock.set(end)
    assert idle_until(clock.now)[0] is False
    send_all()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"expired"}
    assert idle_until(clock.now) == (True, None)
