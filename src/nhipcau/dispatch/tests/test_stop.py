import pytest

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.dispatch.models import Job
from nhipcau.dispatch.send import Sender
from nhipcau.dispatch.stop import stop_job
from nhipcau.dispatch.tests.conftest import ask, in_flight, make_phones, send_all, states


def test_a_stopped_job_sends_nothing_more_and_its_rows_say_so(town, sms, gateway, heard):
    make_phones(town, 400)
    gateway.delay = 0.05
    job = ask(town, sms)
    sender = Sender(worker="one")
    in_flight(sender, 64)
    stop_job(job, by=SYSTEM)
    send_all(sender=sender)
    found = states(job)
    assert found["sent"] == len(gateway.accepted) < 400
    assert found["stopped"] == 400 - found["sent"]
    job.refresh_from_db()
    assert job.state == Job.State.STOPPED
    assert job.done_at
    assert len(heard.heard) == 400


def test_a_job_stopped_before_its_list_was_made_has_no_rows(town, sms, gateway, heard):
    make_phones(town, 4)
    job = stop_job(ask(town, sms), by=SYSTEM)
    send_all()
    assert (states(job), gateway.asked) == ({}, 0)


def test_stopping_twice_is_refused_in_words_and_on_record_once(town, sms):
    job = stop_job(ask(town, sms), by=SYSTEM)
    with pytest.raises(WrongState):
        stop_job(job, by=SYSTEM)
    assert AuditEvent.objects.filter(verb="job.stopped").count() == 1


def test_what_is_done_cannot_be_stopped(town, sms, gateway, heard):
    make_phones(town, 1)
    job = ask(town, sms)
    send_all()
    with pytest.raises(WrongState):
        stop_job(job, by=SYSTEM)
