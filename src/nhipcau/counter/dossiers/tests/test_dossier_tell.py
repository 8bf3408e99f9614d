import json
from datetime import timedelta

import pytest

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.counter.dossiers.ask_for_papers import Missing, ask_for_papers
from nhipcau.counter.dossiers.call import called, to_call
from nhipcau.counter.dossiers.due import Term
from nhipcau.counter.dossiers.finish import finish_dossier, hand_over_result
from nhipcau.counter.dossiers.outcomes import take_dossier_outcomes
from nhipcau.counter.dossiers.receive import Promise, receive_dossier, start_work
from nhipcau.counter.dossiers.tell import tell_again
from nhipcau.counter.dossiers.tests.desk_of_dossiers import lost
from nhipcau.counter.dossiers.ways import BY_MACHINE, IF_FREE, MUST
from nhipcau.counter.erase import erase_household
from nhipcau.counter.models import Dossier, DossierMessage, DossierStep
from nhipcau.dispatch.models import Delivery, Job
from nhipcau.people.models import ContactPoint

Way, State = DossierMessage.Way, DossierMessage.State


def ask(desk, dossier) -> DossierStep:
    return ask_for_papers(dossier, [Missing("Tờ khai", "chưa ký")], by=desk.by)


def test_an_open_window_is_used_first_and_costs_nothing(desk):
    desk.zalo(hours_ago=1)
    desk.account("sms")
    step = ask(desk, desk.dossier())
    (message,) = DossierMessage.objects.filter(step=step)
    assert (message.way, message.job.unit_vnd) == (Way.ZALO, 0)
    assert "cần bổ sung giấy tờ" in message.text and "1. Tờ khai (chưa ký)" in message.text
    assert "Bình" not in message.text


def test_when_the_window_is_closed_the_template_goes(desk):
    desk.zalo(hours_ago=24 * 9)
    template = desk.template()
    desk.account("sms")
    step = ask(desk, desk.dossier())
    (message,) = DossierMessage.objects.filter(step=step)
    assert (message.way, message.address) == (Way.TEMPLATE, "+84912345678")
    data = json.loads(message.job.note["data"])
    assert data["ma"] == message.dossier.number and "cần bổ sung" in data["tin"]
    assert message.job.note["template"] == template.external_id


def test_without_a_template_an_sms_goes_without_marks_and_with_the_link(desk):
    desk.account("sms", price_vnd=850)
    step = ask(desk, desk.dossier())
    (message,) = DossierMessage.objects.filter(step=step)
    assert message.way == Way.SMS and message.text.isascii()
    assert message.dossier.link.code in message.text


def test_nobody_to_send_it_is_a_call_and_it_is_ticked_off(desk):
    step = ask(desk, desk.dossier())
    (message,) = to_call()
    assert (message.step, message.address) == (step, "+84912345678")
    called(message, by=desk.clerk, is_reached=False)
    assert message.tries == 1
    called(message, by=desk.clerk, is_reached=True)
    assert (message.state, message.done_by) == (State.CALLED, desk.clerk)
    with pytest.raises(WrongState, match="đã có người"):
        called(message, by=desk.clerk, is_reached=True)


def test_three_calls_that_nobody_takes_leave_the_list(desk):
    ask(desk, desk.dossier(phone=""))
    (message,) = to_call()
    for _nth in range(3):
        called(message, by=desk.clerk, is_reached=False)
    assert message.state == State.UNREACHED and not to_call()


def test_a_receipt_in_the_hand_is_no_reason_to_call(desk):
    dossier = desk.dossier()
    assert not DossierMessage.objects.filter(dossier=dossier).exists()


def test_who_filed_from_home_is_told_that_it_came_and_called_when_it_is_received(desk):
    dossier = desk.registered(filed=Dossier.Filed.ONLINE)
    assert desk.told(dossier.steps.get()) == []  # nobody calls for that
    promise = Promise(Term(1, "working_day"))
    assert desk.told(receive_dossier(dossier, promise, by=desk.by)) == ["phone"]
    desk.account("sms")
    other = desk.registered(filed=Dossier.Filed.POST)
    assert desk.told(other.steps.get()) == ["sms"]
    assert "cho tiep nhan" in other.messages.get().text
    at_the_desk = desk.dossier()
    assert [one.step.kind for one in at_the_desk.messages.all()] == ["received"]


def test_every_step_has_a_class_of_its_own():
    kinds = set(DossierStep.Kind) - {DossierStep.Kind.CORRECTED}
    assert kinds == IF_FREE and MUST < BY_MACHINE < IF_FREE


def test_what_is_lost_falls_to_the_next_way_until_a_call(desk):
    desk.zalo(hours_ago=1)
    desk.template()
    desk.account("sms")
    step = ask(desk, desk.dossier())
    for way in (Way.ZALO, Way.TEMPLATE, Way.SMS):
        message = DossierMessage.objects.filter(step=step).last()
        assert message.way == way
        take_dossier_outcomes([lost(message), lost(message)])
        assert tell_again() == 1
    assert desk.told(step) == ["zalo", "template", "sms", "phone"]
    assert tell_again() == 0


@pytest.mark.parametrize("state", [Delivery.State.UNKNOWN, Delivery.State.EXPIRED])
def test_what_nobody_knows_the_end_of_is_lost_too(desk, state):
    desk.account("sms")
    step = ask(desk, desk.dossier())
    message = DossierMessage.objects.get(step=step)
    take_dossier_outcomes([lost(message, Delivery.State.DELIVERED)])
    assert tell_again() == 0
    take_dossier_outcomes([lost(message, state)])
    assert tell_again() == 1


def test_small_news_goes_only_where_it_is_free(desk):
    desk.account("sms")
    dossier = desk.dossier()
    assert desk.told(start_work(dossier, by=desk.by)) == []
    finish_dossier(dossier, by=desk.by)
    desk.zalo(hours_ago=1)
    step = hand_over_result(dossier, by=desk.by)
    assert desk.told(step) == ["zalo"]
    assert "đánh giá" in step.messages.get().text


def test_the_familys_account_only_hears_that_there_is_news(desk):
    desk.zalo(hours_ago=1)
    ContactPoint.objects.create(
        locality=desk.ward.locality, household=desk.ward.binh, kind="phone", value="+84977000111"
    )
    step = ask(desk, desk.dossier())
    (message,) = DossierMessage.objects.filter(step=step)
    assert "Tờ khai" not in message.text and message.dossier.number not in message.text
    assert "/song-cau/ho-so/" in message.text


def test_a_number_of_two_homes_is_nobodys(desk):
    other = desk.ward.tung
    ContactPoint.objects.create(
        locality=desk.ward.locality, household=other, kind="phone", value="+84912345678"
    )
    assert desk.dossier().household is None


def test_who_asked_to_be_left_alone_gets_no_sms(desk):
    desk.account("sms")
    ContactPoint.objects.filter(value="+84912345678").update(stopped_at=civil_now())
    assert desk.told(ask(desk, desk.dossier())) == ["phone"]


def test_at_night_it_waits_for_the_morning_and_not_for_ever(desk):
    desk.account("sms")
    dossier = desk.dossier()
    desk.civil.go(hours=6)  # half past ten in the evening
    job = ask(desk, dossier).messages.get().job
    assert job.not_before - civil_now() == timedelta(hours=7.5)
    assert job.not_after - job.not_before == timedelta(hours=6)


def test_erasing_leaves_the_figures_and_nobody(desk):
    desk.account("sms")
    dossier = desk.dossier()
    ask(desk, dossier)
    assert erase_household(desk.ward.binh, by=desk.ward.quan.actor) == 1
    dossier.refresh_from_db()
    assert (dossier.name, dossier.phone, dossier.household) == ("", "", None)
    assert dossier.link.closed_at and dossier.received_at
    assert set(DossierMessage.objects.values_list("text", flat=True)) == {""}
    assert Job.objects.filter(key__startswith="dossier:").exclude(text="-").count() == 0
    assert erase_household(desk.ward.binh, by=desk.ward.quan.actor) == 0


def test_of_another_locality_nothing_is_found(desk, stranger):
    dossier = desk.dossier()
    assert Dossier.objects.filter(locality=stranger.locality).count() == 0
    assert dossier.household.locality == desk.ward.locality
