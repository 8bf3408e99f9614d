"""How leaders are told: the phone's page, the ward's pages, the drill; looked at by axe."""

from datetime import timedelta

import pytest

from nhipcau.core.actor import SYSTEM
from nhipcau.outreach.drill import answer_drill, run_drills, start_drill
from nhipcau.outreach.models import Reminder
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.tests.conftest import connect, make_approved, open_window
from nhipcau.people.absences import say_absent
from nhipcau.people.ways import confirm_way, offer_way
from tests.cast import make_staff
from tests.journeys.conftest import LOOKS


@pytest.fixture
def told(ward, civil):
    """Hoà and Tâm have ways, a leader of Tổ 1 has none; one drill is over, one runs."""
    connect(ward, "sms")
    zalo = connect(ward, "zalo_oa", sender="v2")
    open_window(zalo, "z13", civil.now)
    way = offer_way(ward.hoa, kind="zalo_oa", account=zalo, value="z13", by=SYSTEM)
    confirm_way(way, by=ward.hoa.actor)
    mute = make_staff(ward.locality, "muoi", "Triệu Thị Mười", "leader", ward.to_1)
    type(mute).objects.filter(pk=mute.pk).update(phone="")
    day = civil.now.date() + timedelta(days=3)
    say_absent(ward.tam, first_on=day, last_on=day, by=SYSTEM)
    for answered in (ward.tam, ward.hoa):
        civil.step(60)
        drill = start_drill(ward.locality, by=ward.quan.actor)
        for _step in range(5):
            civil.step(0.5)
            run_drills()
        answer_drill(Reminder.objects.filter(drill=drill, staff=answered).latest("step"))
    return drill


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_of_how_leaders_are_told(visitor, axe, ward, told, width, scheme):
    phone = visitor.leader(ward.hoa, width, color_scheme=scheme)
    phone.goto("/to/cach-bao/")
    axe(phone)
    phone.get_by_role("button", name="Gửi thử Tin nhắn SMS").click()
    phone.get_by_text("Đã gửi thử").wait_for()
    code = Reminder.objects.filter(drill=told, staff=ward.tam).latest("step").link.code
    phone.goto(f"/t/{code}")
    axe(phone)
    phone.get_by_role("button", name="Tôi đã nhận").click()
    phone.get_by_text("Đã ghi bác nhận được").wait_for()
    axe(phone)
    desk = visitor.officer(ward.minh, width, color_scheme=scheme)
    for where in ("", "dien-tap/", f"dien-tap/{told.pk}/", f"{ward.hoa.pk}/vang/"):
        desk.goto(f"/lam-viec/to-truong/{where}")
        if desk.get_by_role("heading", level=1).count():
            axe(desk)
    version = publish_notice(make_approved(ward), by=ward.lan)
    desk.goto(f"/lam-viec/thong-bao/{version.notice_id}/viec/")
    axe(desk)
    desk.get_by_text("chưa mở").first.wait_for()
