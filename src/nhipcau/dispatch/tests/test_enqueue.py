from datetime import timedelta

import pytest
from django_scopes import scope
from tests.cast import stranger

from nhipcau.channels.models import Account
from nhipcau.channels.transports.sms_esms import SmsEsms
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.dispatch.enqueue import enqueue
from nhipcau.dispatch.models import Bucket, Delivery, Job
from nhipcau.dispatch.tests.conftest import ask, make_phones, make_sms
from nhipcau.people.models import ContactPoint


def test_asking_twice_with_the_same_key_is_one_job(town, sms):
    assert ask(town, sms).pk == ask(town, sms).pk
    assert Job.objects.count() == AuditEvent.objects.filter(verb="job.enqueued").count() == 1


def test_the_same_key_in_another_locality_is_another_job(town, sms):
    job = ask(town, sms)
    other = stranger()
    with scope(locality=other.locality.pk):
        assert ask_there(make_sms(other)).pk != job.pk


def test_enqueueing_makes_no_delivery_yet(town, sms):
    make_phones(town, 3)
    assert ask(town, sms).state == Job.State.FILLING
    assert not Delivery.objects.exists()


def test_the_bucket_follows_the_accounts_rate(town, sms):
    ask(town, sms, key="a")
    assert Bucket.objects.get().gap == 0
    sms.per_minute = 100
    ask(town, sms, key="b")
    assert Bucket.objects.get().gap == pytest.approx(0.612)


def test_an_app_with_a_limit_has_a_bucket_that_its_accounts_share(town, sms, monkeypatch):
    monkeypatch.setattr(SmsEsms, "app_per_minute", 4000, raising=False)
    sms.settings = {"app_id": "77"}
    ask(town, sms)
    assert Bucket.objects.get(account=sms).app == Bucket.objects.get(name="app:sms:77")


def test_an_empty_text_is_refused_in_words(town, sms):
    with pytest.raises(BadInput) as fault:
        ask(town, sms, text="  ")
    assert fault.value.field == "text"


def test_a_channel_without_a_transport_is_refused(town, sms):
    sms.kind = "board"
    with pytest.raises(BadInput):
        ask(town, sms)


def test_a_closed_account_is_refused(town, sms):
    sms.state = Account.State.CLOSED
    with pytest.raises(WrongState):
        ask(town, sms)


def test_an_end_in_the_past_is_refused(town, sms):
    with pytest.raises(BadInput):
        ask(town, sms, not_after=civil_now() - timedelta(minutes=1))


def test_a_query_with_other_columns_is_a_mistake_of_the_caller(town, sms):
    with pytest.raises(TypeError):
        ask(town, sms, recipients=ContactPoint.objects.values_list("id", "value"))


def ask_there(account):
    found = ContactPoint.objects.values_list("id", "id", "id", "value", "kind")
    return enqueue(account, key="kham-tieu-duong", text="Mời họp", recipients=found, by=SYSTEM)
