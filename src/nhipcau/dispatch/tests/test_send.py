from datetime import UTC, datetime

import pytest
from django_scopes import scope

from nhipcau.channels.models import Account
from nhipcau.dispatch import outcomes
from nhipcau.dispatch.answers import ATTEMPTS
from nhipcau.dispatch.models import Bucket, Chunk, Delivery, Job
from nhipcau.dispatch.send import Sender
from nhipcau.dispatch.tests.conftest import (
    ask,
    make_phones,
    make_sms,
    send_all,
    states,
    with_links,
)

OK = {"CodeResult": "100", "SMSID": "x"}


def test_every_address_gets_the_message_once_and_the_room_above_hears_of_each(
    town, sms, gateway, heard
):
    make_phones(town, 120)
    job = ask(town, sms)
    send_all()
    job.refresh_from_db()
    assert (job.state, job.total, job.cost_vnd) == (Job.State.DONE, 120, 120 * 300)
    assert states(job) == {"sent": 120}
    assert len({phone for _key, phone, _id, _text in gateway.accepted}) == 120
    assert len(gateway.accepted) == len(heard.heard) == 120
    assert {each.household for each in heard.heard} == set(
        Delivery.objects.values_list("household", flat=True)
    )
    assert not Chunk.objects.filter(ready_at__isnull=False).exists()


def test_the_link_of_a_household_takes_its_place_in_the_text(town, sms, gateway, heard):
    make_phones(town, 2)
    ask(town, sms, text="Xem {link} nhé", recipients=with_links(town))
    send_all()
    assert {text for *_rest, text in gateway.accepted} == {"Xem k0 nhé", "Xem k1 nhé"}


def test_a_refused_address_is_not_asked_again(town, sms, gateway, heard):
    make_phones(town, 3)
    gateway.answer = lambda asked: (200, {}, {"CodeResult": "108"})
    job = ask(town, sms)
    send_all()
    assert states(job) == {"refused": 3}
    assert gateway.asked == 3
    assert {each.error for each in heard.heard} == {"108"}


def test_a_row_that_could_not_go_now_goes_later_in_a_chunk_of_its_own(
    town, sms, gateway, heard, clock
):
    make_phones(town, 5)
    gateway.answer = lambda asked: (
        (503, {}, b"") if asked["Phone"].endswith("1") else gateway.accept(asked)
    )
    job = ask(town, sms)
    sender = send_all()
    assert states(job) == {"sent": 4, "queued": 1}
    assert Chunk.objects.filter(ready_at__gt=clock.now + 3).get().nrows == 1
    gateway.answer = gateway.accept
    clock.step(10)
    send_all(sender=sender)
    assert states(job) == {"sent": 5}


def test_a_row_that_never_goes_is_given_up(town, sms, gateway, heard, clock):
    make_phones(town, 1)
    gateway.answer = lambda asked: (200, {}, b"<html>")
    job = ask(town, sms)
    sender = Sender(worker="test")
    for _ in range(ATTEMPTS):
        send_all(sender=sender)
        clock.step(2000)
    assert states(job) == {"expired": 1}
    assert gateway.asked == ATTEMPTS
    assert heard.heard[0].error == "garbage"


def test_a_gateway_that_asks_for_quiet_gets_it(town, sms, gateway, heard, clock):
    make_phones(town, 100)
    gateway.answer = lambda asked: (429, {"Retry-After": "30"}, b"")
    job = ask(town, sms)
    sender = send_all()
    asked = gateway.asked
    assert asked < 100 * 2
    assert states(job) == {"queued": 100}
    assert Bucket.objects.get().paused_until == pytest.approx(clock.now + 30)
    gateway.answer = gateway.accept
    clock.step(29)
    send_all(sender=sender)
    assert gateway.asked == asked
    clock.step(1.1)
    send_all(sender=sender)
    assert states(job) == {"sent": 100}
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}


def test_an_account_in_trouble_holds_its_jobs_and_loses_nothing(town, sms, gateway, heard, clock):
    make_phones(town, 80)
    gateway.answer = lambda asked: (200, {}, {"CodeResult": "103"})
    job = ask(town, sms)
    sender = send_all()
    sms.refresh_from_db()
    assert (sms.state, sms.problem) == (Account.State.TROUBLED, "103")
    assert states(job) == {"queued": 80}
    assert heard.heard == []
    gateway.answer = gateway.accept
    Account.objects.filter(pk=sms.pk).update(state=Account.State.WORKING)
    send_all(sender=sender)
    assert states(job) == {"sent": 80}
    assert len(gateway.accepted) == 80


def test_a_gateway_that_cannot_be_reached_pauses_the_account_longer_and_longer(
    town, sms, gateway, heard, clock, settings
):
    make_phones(town, 3)
    settings.SMS_API_URL = "http://127.0.0.1:9"
    job = ask(town, sms)
    sender, waits = Sender(worker="test"), []
    for _ in range(4):
        send_all(sender=sender)
        until = Bucket.objects.get().paused_until
        waits.append(round(until - clock.now))
        clock.set(until)
    assert waits == [2, 4, 8, 16]
    assert states(job) == {"queued": 3}
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {0}


def test_without_a_key_a_lost_answer_is_unknown_and_never_sent_again(
    town, sms, gateway, heard, keyless
):
    make_phones(town, 4)

    def deaf(asked):
        gateway.accept(asked)

    gateway.answer = deaf
    job = ask(town, sms)
    send_all()
    assert states(job) == {"unknown": 4}
    assert len(gateway.accepted) == gateway.asked == 4
    assert heard.states() == ["unknown"] * 4


def test_with_a_key_a_lost_answer_is_asked_again_and_counts_once(town, sms, gateway, heard, clock):
    make_phones(town, 4)

    def deaf(asked):
        gateway.accept(asked)

    gateway.answer = deaf
    job = ask(town, sms)
    sender = send_all()
    gateway.answer = gateway.accept
    clock.step(60)
    send_all(sender=sender)
    assert states(job) == {"sent": 4}
    assert len(gateway.accepted) == 4


def test_the_rate_is_kept_on_the_civil_clock(town, gateway, heard, clock):
    make_phones(town, 30)
    ask(town, make_sms(town, per_minute=60))
    sender = send_all_now()
    counts = [len(gateway.accepted)]
    for _ in range(10):
        clock.step(1.02)
        send_all_now(sender)
        counts.append(len(gateway.accepted))
    assert counts == list(range(1, 12))


def test_an_urgent_job_overtakes_after_the_chunk_in_hand(town, gateway, heard, clock):
    make_phones(town, 20)
    account = make_sms(town, per_minute=60)
    ask(town, account, key="a", text="thường", lane=1)
    sender = send_all_now()
    ask(town, account, key="b", text="khẩn", lane=0)
    for _ in range(4):
        clock.step(1.02)
        send_all_now(sender)
    assert [text for *_rest, text in gateway.accepted] == ["thường"] + ["khẩn"] * 4


def test_two_jobs_of_one_lane_take_turns(town, gateway, heard, clock):
    make_phones(town, 12)
    account = make_sms(town, per_minute=60)
    ask(town, account, key="a", text="a")
    sender = send_all_now()
    ask(town, account, key="b", text="b")
    for _ in range(9):
        clock.step(1.02)
        send_all_now(sender)
    said = [text for *_rest, text in gateway.accepted]
    assert 4 <= said.count("b") <= 5


def test_nothing_goes_before_its_time(town, sms, gateway, heard, clock):
    make_phones(town, 2)
    job = ask(town, sms, not_before=moment(clock.now + 3600))
    sender = send_all()
    assert gateway.asked == 0
    clock.step(3601)
    send_all(sender=sender)
    assert states(job) == {"sent": 2}


def test_what_has_not_gone_by_its_end_expires(town, gateway, heard, clock):
    make_phones(town, 10)
    job = ask(town, make_sms(town, per_minute=6), not_after=moment(clock.now + 15))
    sender = send_all_now()
    clock.step(16)
    send_all_now(sender)
    clock.step(16)
    send_all_now(sender)
    assert states(job)["expired"] >= 8
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert len(heard.heard) == 10


def test_an_unfilled_slot_stops_the_sender_and_writes_nothing(town, sms, gateway):
    former = outcomes.fill(None)
    make_phones(town, 2)
    job = ask(town, sms)
    try:
        with pytest.raises(outcomes.Unfilled):
            send_all()
    finally:
        outcomes.fill(former)
    assert states(job) == {"queued": 2}


def test_outcomes_are_told_inside_the_locality(town, sms, gateway):
    seen = []
    former = outcomes.fill(lambda batch: seen.append(Delivery.objects.count()))
    make_phones(town, 2)
    ask(town, sms)
    try:
        with scope(locality=None):
            send_all()
    finally:
        outcomes.fill(former)
    assert seen == [2]


def test_leaving_writes_back_what_is_in_flight_and_frees_the_rest(town, sms, gateway, heard):
    make_phones(town, 200)
    gateway.delay = 0.05
    job = ask(town, sms)
    sender = Sender(worker="test")
    for _ in range(4):
        sender.hurry()
        sender.turn()
    sender.leave()
    assert not sender.held
    assert states(job)["sent"] == len(gateway.accepted)
    assert not Chunk.objects.filter(leased_until__gt=0).exists()
    send_all()
    assert states(job) == {"sent": 200}
    assert len(gateway.accepted) == gateway.asked == 200


def moment(seconds: float):
    return datetime.fromtimestamp(seconds, UTC)


def send_all_now(sender: Sender | None = None) -> Sender:
    """Until nothing more can go at this civil moment; chunks may stay in hand."""
    sender = sender or Sender(worker="test")
    for _ in range(400):
        sender.hurry()
        if not sender.turn() and not sender.wire.busy:
            return sender
    raise AssertionError("the sender did not come to rest")
