from datetime import timedelta

import pytest

from nhipcau.audiences.selection import Selection
from nhipcau.dispatch.fill import fill_waiting
from nhipcau.dispatch.models import Delivery, Job
from nhipcau.notices.approve import recall_notice, submit_notice
from nhipcau.notices.draft import draft_notice
from nhipcau.notices.given import NoticeInput
from nhipcau.outreach.ask import ask_approvers


@pytest.fixture
def submit(ward, civil):
    def submit(urgency="urgent", left=timedelta(hours=14)):
        given = NoticeInput(
            title="Khám sàng lọc đái tháo đường",
            text="Khám miễn phí trong một buổi sáng.",
            deadline=civil.now + left,
            urgency=urgency,
            selection=Selection(),
        )
        return submit_notice(draft_notice(ward.locality, given, by=ward.lan), by=ward.lan)

    return submit


def test_the_approver_gets_one_sms_with_the_page_of_approval(submit, sms, ward):
    version = submit()
    assert ask_approvers(version) == ask_approvers(version) == 1
    fill_waiting()
    sent = Delivery.objects.get()
    assert (sent.address, sent.household) == (ward.minh.phone, None)
    assert "/t/" in sent.link
    assert "duyet gap" in Job.objects.get().text


def test_what_has_time_disturbs_nobody(submit, sms):
    assert ask_approvers(submit("usual", timedelta(days=3))) == 0


def test_without_an_sms_account_nothing_is_asked(submit, ward):
    assert ask_approvers(submit()) == 0


def test_submitted_again_asks_again(submit, sms, ward, civil):
    version = submit()
    ask_approvers(version)
    recall_notice(version, by=ward.lan)
    civil.step(5)
    ask_approvers(submit_notice(version, by=ward.lan))
    assert Job.objects.count() == 2


def test_the_named_deputy_is_asked_as_well_but_not_about_the_own(submit, sms, ward):
    ward.quan.may_release_urgent = True
    ward.quan.save()
    assert ask_approvers(submit()) == 2
