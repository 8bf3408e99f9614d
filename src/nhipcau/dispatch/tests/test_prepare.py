from dataclasses import replace
from datetime import UTC, datetime

import pytest

from nhipcau.channels.models import Account
from nhipcau.channels.registry import TRANSPORTS
from nhipcau.channels.transport import Message, Outcome, Response, Step
from nhipcau.channels.transports.sms_esms import SmsEsms
from nhipcau.core.actor import SYSTEM
from nhipcau.dispatch.models import Job
from nhipcau.dispatch.send import Sender
from nhipcau.dispatch.stop import stop_job
from nhipcau.dispatch.tests.conftest import ask, make_phones, send_all, states


class Prepared(SmsEsms):
    """The gateway, with an article made and waited for before the first message."""

    def prepare(self, content: Message) -> Step | Outcome:
        step = self.start(replace(content, text=f"bài: {content.title}", key=f"p{content.key}"))
        return replace(step, note={"at": "create"})

    def prepare_next(self, step: Step, response: Response) -> Step | Outcome:
        code = response.body.decode()
        if "error" in code:
            return Outcome("refused", error="bad-article")
        if "account" in code:
            return Outcome("unavailable", error="103", scope="account")
        if response.status != 200:
            return Outcome("unavailable", error="http-503", retry_after=60)
        if step.note["at"] == "create":
            return Step(step.request, {"at": "verify"}, wait_seconds=2)
        return Outcome("sent", reference="article-7")

    def start(self, message: Message) -> Step | Outcome:
        step = super().start(message)
        article = message.job_note.get("prepared", "")
        return (
            super().start(replace(message, text=f"{message.text} {article}")) if article else step
        )


@pytest.fixture(autouse=True)
def prepared(monkeypatch) -> None:
    monkeypatch.setitem(TRANSPORTS, "sms", Prepared)


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def turns(sender: Sender, count: int = 30) -> None:
    for _ in range(count):
        sender.hurry()
        if not sender.turn() and not sender.wire.busy:
            return


def test_the_article_is_made_once_and_every_message_carries_it(town, sms, gateway, heard, clock):
    make_phones(town, 70)
    job = ask(town, sms, text="Tin", title="Khám bệnh")
    sender = Sender(worker="one")
    turns(sender)
    job.refresh_from_db()
    assert (job.state, job.ready_at) == (Job.State.PREPARING, clock.now + 2)
    assert states(job) == {"queued": 70}
    clock.step(2)
    turns(sender)
    job.refresh_from_db()
    assert (job.state, job.note) == (Job.State.DONE, {"prepared": "article-7"})
    said = [text for *_rest, text in gateway.accepted]
    assert said[0] == "bài: Khám bệnh"
    assert said[1:] == ["Tin article-7"] * 70


def test_a_refused_article_fails_the_job_and_every_household_is_told_of(
    town, sms, gateway, heard, clock
):
    make_phones(town, 3)
    gateway.answer = lambda asked: (200, {}, b"error")
    job = ask(town, sms)
    send_all()
    job.refresh_from_db()
    assert (job.state, job.problem) == (Job.State.FAILED, "bad-article")
    assert states(job) == {"refused": 3}
    assert {each.error for each in heard.heard} == {"bad-article"}


def test_an_article_that_could_not_be_made_now_is_made_later(town, sms, gateway, heard, clock):
    make_phones(town, 1)
    gateway.answer = lambda asked: (503, {}, b"")
    job = ask(town, sms)
    sender = Sender(worker="one")
    turns(sender)
    job.refresh_from_db()
    assert job.state == Job.State.PREPARING
    assert job.ready_at >= clock.now + 60
    gateway.answer = gateway.accept
    clock.step(120)
    turns(sender)
    clock.step(3)
    turns(sender)
    assert states(job) == {"sent": 1}


def test_trouble_with_the_account_holds_the_job(town, sms, gateway, heard, clock):
    make_phones(town, 1)
    gateway.answer = lambda asked: (200, {}, b"account")
    job = ask(town, sms)
    sender = Sender(worker="one")
    turns(sender)
    sms.refresh_from_db()
    assert (sms.state, sms.problem) == (Account.State.TROUBLED, "103")
    gateway.answer = gateway.accept
    Account.objects.filter(pk=sms.pk).update(state=Account.State.WORKING)
    clock.step(3)
    turns(sender)
    clock.step(3)
    turns(sender)
    assert states(job) == {"sent": 1}


def test_what_could_not_be_prepared_before_its_end_is_over_at_its_end(
    town, sms, gateway, heard, clock
):
    make_phones(town, 1)
    gateway.answer = lambda asked: (200, {}, b"account")
    job = ask(town, sms, not_after=moment(clock.now + 60))
    turns(Sender(worker="one"))
    clock.step(61)
    turns(Sender(worker="two"))
    job.refresh_from_db()
    assert (job.state, states(job)) == (Job.State.DONE, {"expired": 1})
    assert job.done_at is not None


def test_another_worker_prepares_after_a_kill(town, sms, gateway, heard, clock):
    make_phones(town, 1)
    job = ask(town, sms)
    first = Sender(worker="first")
    turns(first)
    first.wire.close()
    second = Sender(worker="second")
    clock.step(2)
    turns(second)
    assert states(job) == {"queued": 1}  # the lease is the first one's
    Job.objects.update(leased_until=1)
    turns(second)
    clock.step(2)
    turns(second)
    assert states(job) == {"sent": 1}


def test_a_job_stopped_while_it_is_prepared_sends_nothing(town, sms, gateway, heard, clock):
    make_phones(town, 2)
    job = ask(town, sms)
    sender = Sender(worker="one")
    turns(sender)
    stop_job(job, by=SYSTEM)
    clock.step(2)
    turns(sender)
    assert states(job) == {"stopped": 2}
    job.refresh_from_db()
    assert job.state == Job.State.STOPPED
