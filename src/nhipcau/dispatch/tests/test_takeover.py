"""What a killed sender leaves behind, and what the next one makes of it."""

import pytest
from django.db import OperationalError

from nhipcau.core.clock import civil_now
from nhipcau.dispatch.fill import fill_waiting
from nhipcau.dispatch.lease import lease, pick
from nhipcau.dispatch.models import Bucket, Chunk, Delivery
from nhipcau.dispatch.send import Sender
from nhipcau.dispatch.settle import settle
from nhipcau.dispatch.tests.conftest import (
    ask,
    in_flight,
    kill,
    make_phones,
    make_sms,
    send_all,
    states,
)


def test_rows_above_the_intent_are_safe_and_those_in_doubt_are_unknown(
    town, sms, gateway, heard, keyless
):
    make_phones(town, 200)
    gateway.delay = 0.2
    job = ask(town, sms)
    first = Sender(worker="first")
    in_flight(first, 64)
    started = Chunk.objects.get().started
    kill(first)
    gateway.delay = 0
    send_all()
    assert states(job) == {"unknown": started, "sent": 200 - started}
    assert 64 <= started <= 256
    sent_twice = len(gateway.accepted) - len({phone for _key, phone, *_ in gateway.accepted})
    assert sent_twice == 0
    assert heard.states().count("unknown") == started


def test_with_a_key_rows_in_doubt_go_again_and_count_once(town, sms, gateway, heard):
    make_phones(town, 200)
    gateway.delay = 0.2
    job = ask(town, sms)
    first = Sender(worker="first")
    in_flight(first, 64)
    kill(first)
    gateway.delay = 0
    send_all()
    assert states(job) == {"sent": 200}
    assert len(gateway.accepted) == 200


def test_a_kill_between_the_answer_and_the_write_back_loses_and_doubles_nothing(
    town, sms, gateway, heard
):
    make_phones(town, 50)
    job = ask(town, sms)
    first = Sender(worker="first")
    in_flight(first, 50)
    while len(first.answers) < 50:
        first._collect()
    kill(first)
    assert len(gateway.accepted) == 50
    assert states(job) == {"queued": 50}
    send_all()
    assert states(job) == {"sent": 50}
    assert len(gateway.accepted) == 50


def test_a_zombie_writes_nothing_and_sends_nothing_more(town, sms, gateway, heard, keyless):
    make_phones(town, 300)
    gateway.delay = 0.1
    job = ask(town, sms)
    zombie = Sender(worker="zombie")
    in_flight(zombie, 64)
    Chunk.objects.update(leased_until=1)
    second = Sender(worker="second")
    second.hurry()
    second.turn()
    send_all(sender=zombie)
    assert not zombie.held
    send_all(sender=second)
    phones = [phone for _key, phone, *_ in gateway.accepted]
    assert len(phones) == len(set(phones)) == 300
    assert sum(states(job).values()) == 300
    assert set(states(job)) == {"unknown", "sent"}


@pytest.mark.parametrize(("takes_key", "rows"), [(False, 5), (True, 9)])
def test_a_chunk_taken_up_again_takes_no_more_of_the_limit_than_it_will_send(
    town, gateway, heard, clock, takes_key, rows
):
    make_phones(town, 9)
    ask(town, make_sms(town, per_minute=300))
    fill_waiting()
    Chunk.objects.update(started=4)
    lease(pick(clock.now, civil_now())[0], now=clock.now, worker="next", takes_key=takes_key)
    bucket = Bucket.objects.get()
    assert bucket.tat == pytest.approx(clock.now + rows * bucket.gap)


def test_a_lease_is_taken_by_one_of_two(town, sms, gateway, heard):
    make_phones(town, 100)
    ask(town, sms)
    one, other = Sender(worker="one"), Sender(worker="other")
    for sender in (one, other, one, other):
        sender.hurry()
        sender.turn()
    assert len(one.held) + len(other.held) <= 1
    send_all(sender=one)
    send_all(sender=other)
    assert len(gateway.accepted) == 100


def test_a_lease_is_renewed_while_the_gateway_is_slow(town, sms, gateway, heard, monkeypatch):
    monkeypatch.setattr("nhipcau.dispatch.send.RENEW_SECONDS", 0.0)
    make_phones(town, 3)
    gateway.delay = 0.3
    ask(town, sms)
    sender = Sender(worker="one")
    in_flight(sender, 3)
    Chunk.objects.update(leased_until=1)
    sender.turn()
    assert Chunk.objects.get().leased_until > 1
    send_all(sender=sender)


def test_a_locked_database_costs_a_turn_and_no_answer(town, sms, gateway, heard, monkeypatch):
    make_phones(town, 30)
    job = ask(town, sms)
    calls = []

    def locked(work):
        calls.append(len(work.written))
        if 2 <= len(calls) <= 5:
            raise OperationalError("database is locked")
        return settle(work)

    monkeypatch.setattr("nhipcau.dispatch.send.settle", locked)
    send_all()
    assert calls[0] == 0 and calls[-1] == 30 and len(calls) > 5
    assert states(job) == {"sent": 30}
    assert gateway.asked == len(gateway.accepted) == 30
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}
