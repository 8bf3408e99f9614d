"""How far a notice has come, in a real browser: full, over, empty; live, and without JavaScript."""

from datetime import timedelta

import pytest

from nhipcau.channels.models import Account
from nhipcau.core.actor import SYSTEM
from nhipcau.outreach.claims import make_claim
from nhipcau.outreach.escalate import escalate
from nhipcau.outreach.models import Relay, Task
from nhipcau.outreach.passed_on import say_passed_on
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.relay import mark_posted
from nhipcau.outreach.seen import record_seen
from nhipcau.outreach.sheets import plan_sheet
from nhipcau.outreach.tests.conftest import connect, make_approved
from nhipcau.outreach.visits import open_visits
from tests.journeys.conftest import LOOKS

REACH = "/lam-viec/thong-bao/{}/do-phu/"
WORK = "/lam-viec/thong-bao/{}/viec/"


@pytest.fixture
def out(ward, civil):
    """Half an hour after publishing: one household has looked, much waits for hands."""
    connect(ward, "sms")
    version = publish_notice(make_approved(ward), by=ward.lan)
    open_visits(version, [ward.dung.pk], why="not_seen", by=SYSTEM)
    record_seen(version, ward.tung)
    make_claim(version, ward.to_13, house="Số 99", digits="123", browser="b")
    say_passed_on(version, ward.to_13, "bà Bình")
    plan_sheet(version, place="Cổng chợ", by=SYSTEM)
    civil.step(30)
    escalate()
    Account.objects.update(state=Account.State.TROUBLED, problem="no-answer")
    return version


def places(version, ward) -> list[str]:
    one = REACH.format(version.notice_id)
    return [
        "/lam-viec/",
        one,
        f"{one}nha/",
        f"{one}to/{ward.to_13.pk}/",
        f"{one}to/{ward.to_13.pk}/?xem=tat-ca",
        WORK.format(version.notice_id),
    ]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_while_it_runs(visitor, axe, ward, out, width, scheme):
    page = visitor.officer(ward.lan, width, color_scheme=scheme)
    for where in places(out, ward):
        page.goto(where)
        axe(page)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_when_it_is_over(visitor, axe, ward, out, civil, width, scheme):
    civil.set(out.deadline + timedelta(minutes=10))
    page = visitor.officer(ward.lan, width, color_scheme=scheme)
    for where in places(out, ward):
        page.goto(where)
        axe(page)


def test_today_on_a_ward_where_nothing_runs(visitor, axe, ward, civil):
    page = visitor.officer(ward.lan, 390)
    page.goto("/lam-viec/")
    axe(page)
    assert page.get_by_text("Không có thông báo nào đang phát").is_visible()


def test_the_number_grows_by_itself_and_nothing_else_moves(visitor, ward, out):
    page = visitor.officer(ward.lan)
    page.clock.install()
    page.goto(REACH.format(out.notice_id))
    assert page.locator(".n").inner_text() == "14,3 %"
    mark_posted(Relay.objects.get(), by=ward.hoa)
    record_seen(out, ward.yen)
    page.clock.fast_forward(16_000)
    page.get_by_text("28,6 %").first.wait_for()
    assert page.locator("h1").inner_text() == out.title


def test_without_javascript_a_reload_shows_the_same(visitor, ward, out):
    page = visitor.officer(ward.lan, javascript=False)
    page.goto(REACH.format(out.notice_id))
    record_seen(out, ward.yen)
    page.reload()
    assert page.locator(".n").inner_text() == "28,6 %"


def test_an_action_is_one_press_away_from_its_number(visitor, ward, out):
    page = visitor.officer(ward.lan, 390)
    page.goto(REACH.format(out.notice_id))
    page.get_by_role("link", name="Xem bài").click()
    line = page.locator("#viec li", has_text="Đọc loa truyền thanh")
    line.get_by_role("button", name="Đã làm").click()
    page.get_by_text("Đã ghi: xong.").wait_for()
    assert Task.objects.get(kind="loudspeaker").done_by == ward.lan
