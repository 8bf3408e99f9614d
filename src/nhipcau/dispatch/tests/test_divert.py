"""The second gateway takes over when the first fails; nothing goes twice."""

import pytest
from django_scopes import scope
from tests.cast import stranger

from nhipcau.channels.models import Account
from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.dispatch.divert import divert, move_rest
from nhipcau.dispatch.failover import divert_failing
from nhipcau.dispatch.fill import fill_job
from nhipcau.dispatch.models import Bucket, Chunk, Delivery, Diversion
from nhipcau.dispatch.send import Sender
from nhipcau.dispatch.tests.conftest import (
    ask,
    in_flight,
    kill,
    make_phones,
    make_sms,
    send_all,
    states,
)

pytestmark = pytest.mark.usefixtures("clock", "gateway", "heard")
State = Account.State


@pytest.fixture
def other(town, sms):
    return make_sms(town, name="SMS thứ hai")


def waiting(town, sms, count=5):
    make_phones(town, count)
    return fill_job(ask(town, sms))


def test_what_was_never_tried_goes_by_the_other_account(town, sms, other, gateway):
    job = waiting(town, sms)
    diversion = divert(job, other, by=SYSTEM)
    assert (diversion.former, diversion.chosen, diversion.rows) == (sms, other, 5)
    send_all()
    assert states(job) == {"sent": 5}
    assert {key for key, *_rest in gateway.accepted} == {f"key-{other.pk}"}
    assert set(Delivery.objects.values_list("account", flat=True)) == {other.pk}


def test_what_is_unknown_stays_unknown(town, sms, other):
    job = waiting(town, sms)
    row = Delivery.objects.filter(job=job).first()
    Delivery.objects.filter(pk=row.pk).update(state="unknown")
    divert(job, other, by=SYSTEM)
    send_all()
    assert states(job) == {"unknown": 1, "sent": 4}


def test_a_row_that_may_have_gone_waits_for_the_first_account(town, sms, other, gateway):
    job = waiting(town, sms)
    row = Delivery.objects.filter(job=job).first()
    Delivery.objects.filter(pk=row.pk).update(error="broken", attempts=1)
    divert(job, other, by=SYSTEM)
    Account.objects.filter(pk=sms.pk).update(state=State.TROUBLED)
    send_all()
    row.refresh_from_db()
    assert (row.state, row.account) == ("queued", sms.pk)
    assert states(job)["sent"] == 4


def test_what_a_dead_worker_held_goes_nowhere_else(town, sms, other, gateway, keyless):
    job = waiting(town, sms)
    gateway.delay = 30
    first = Sender(worker="first")
    in_flight(first, 5)
    kill(first)
    gateway.delay = 0
    divert(job, other, by=SYSTEM)
    send_all()
    assert states(job) == {"unknown": 5}


def test_an_account_whose_secret_is_wrong_hands_everything_on(town, sms, other, gateway):
    accept = gateway.accept
    bad = f"key-{sms.pk}"
    gateway.answer = lambda asked: (
        (200, {}, {"CodeResult": "101"}) if asked["ApiKey"] == bad else accept(asked)
    )
    job = waiting(town, sms)
    send_all()
    sms.refresh_from_db()
    assert sms.state == State.TROUBLED
    assert divert_failing() == 1
    send_all()
    assert states(job) == {"sent": 5}
    assert len(gateway.accepted) == 5


def test_a_gateway_that_is_not_there_is_left_after_a_minute_when_it_is_urgent(
    town, sms, other, settings, clock, gateway
):
    from_there = settings.SMS_API_URL
    settings.SMS_API_URL = "http://127.0.0.1:9"
    job = waiting(town, sms)
    job.lane = 0
    job.save(update_fields=["lane"])
    sender = Sender(worker="one")
    for _ in range(40):
        sender.hurry()
        sender.turn()
    assert Bucket.objects.get(account=sms).failing_since
    assert divert_failing() == 0
    clock.step(61)
    assert divert_failing() == 1
    job.refresh_from_db()
    assert job.account == other
    settings.SMS_API_URL = from_there
    sender.remotes.forget(other.pk)
    send_all(sender=Sender(worker="two"))
    assert states(job) == {"sent": 5}


def test_an_account_that_answers_again_is_not_failing_any_more(town, sms, clock):
    job = waiting(town, sms)
    Bucket.objects.filter(account=sms).update(failing_since=clock.now)
    send_all()
    send_all()
    assert states(job) == {"sent": 5}
    assert Bucket.objects.get(account=sms).failing_since == 0


def test_twice_at_once_diverts_once(town, sms, other):
    job = waiting(town, sms)
    stale = type(job).objects.select_related("account").get(pk=job.pk)
    divert(job, other, by=SYSTEM)
    with pytest.raises(WrongState):
        divert(stale, make_sms(town, name="SMS thứ ba"), by=SYSTEM)
    assert Diversion.objects.count() == 1
    assert AuditEvent.objects.filter(verb="job.diverted").count() == 1


def test_it_never_goes_back_to_an_account_it_has_left(town, sms, other):
    job = waiting(town, sms)
    divert(job, other, by=SYSTEM)
    Account.objects.filter(pk=other.pk).update(state=State.TROUBLED)
    assert divert_failing() == 0


def test_the_locality_says_who_is_next(town, sms, other):
    third = make_sms(town, name="SMS thứ ba")
    Account.objects.filter(pk=other.pk).update(rank=2)
    Account.objects.filter(pk=third.pk).update(rank=1)
    job = waiting(town, sms)
    Account.objects.filter(pk=sms.pk).update(state=State.TROUBLED)
    divert_failing()
    job.refresh_from_db()
    assert job.account == third


def test_only_to_a_working_account_of_the_same_kind_here(town, sms, other):
    job = waiting(town, sms)
    there = stranger()
    with scope(locality=there.locality.pk):
        theirs = make_sms(there, name="Của phường khác")
    page = Account.objects.create(
        locality=town.locality, kind="facebook_page", name="Trang", state=State.WORKING
    )
    for wrong in (theirs, page, sms):
        with pytest.raises(BadInput):
            divert(job, wrong, by=SYSTEM)
    Account.objects.filter(pk=other.pk).update(state=State.TROUBLED)
    other.refresh_from_db()
    with pytest.raises(WrongState):
        divert(job, other, by=SYSTEM)
    assert not Diversion.objects.exists()


def test_a_job_that_is_done_is_not_diverted(town, sms, other):
    job = waiting(town, sms)
    send_all()
    send_all()
    with pytest.raises(WrongState):
        divert(job, other, by=SYSTEM)


def test_a_chunk_in_somebody_s_hand_is_left_until_it_is_free(town, sms, other, gateway):
    job = waiting(town, sms)
    Chunk.objects.filter(job=job).update(leased_until=4_000_000_000)
    assert divert(job, other, by=SYSTEM).rows == 0
    Chunk.objects.filter(job=job).update(leased_until=0)
    assert move_rest() == 5


def test_each_message_costs_what_it_cost_where_it_went(town, sms, other):
    Account.objects.filter(pk=other.pk).update(price_vnd=500)
    other.refresh_from_db()
    job = waiting(town, sms)
    row = Delivery.objects.filter(job=job).first()
    Delivery.objects.filter(pk=row.pk).update(state="sent")
    divert(job, other, by=SYSTEM)
    send_all()
    send_all()
    job.refresh_from_db()
    assert job.cost_vnd == 300 + 4 * 500
