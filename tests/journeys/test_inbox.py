"""A resident scans a poster, asks in Zalo, is answered with the suggested procedure, rates it."""

import os

import pytest
from django.core.cache import cache

from nhipcau.channels.tests.conftest import listening  # noqa: F401
from nhipcau.core.clock import civil_now
from nhipcau.inbox.ask import Asked, ask_at_desk
from nhipcau.inbox.hold import hold_question
from nhipcau.inbox.models import FaqEntry, Rating
from nhipcau.inbox.route import save_topic
from nhipcau.inbox.tests.conftest import birth  # noqa: F401
from nhipcau.links.models import Link
from tests import asking
from tests.journeys.test_channels import platforms  # noqa: F401
from tests.platforms import OA

PICTURES = os.environ.get("NHIPCAU_PICTURES", "")
BASE = "/lam-viec/hop-thu/"
LOOKS = (((1280, 900), "light"), ((390, 844), "dark"))

# ruff: noqa: F811  fixtures of other files


@pytest.fixture
def look(axe):
    """As a desk by day and as a telephone by night."""

    def check(page, name, looks=LOOKS):
        for (width, height), scheme in looks:
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            axe(page)
            if PICTURES:
                page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)

    return check


def asks_in_zalo(platforms):
    platforms.act("follow", oa=OA, person="binh")
    text = "Số căn cước 012345678901. Tôi muốn đăng ký lại khai sinh thì cần giấy tờ gì?"
    platforms.act("text", oa=OA, person="binh", text=text)
    return asking.hear(platforms)


def test_from_a_poster_to_a_rated_answer(visitor, look, ward, listening, platforms, birth):
    cache.clear()
    resident = visitor.page()
    resident.goto("/song-cau/")  # our pages are loaded before Zalo asks, which waits two seconds
    asking.connect_oa(ward, platforms, listening, sender="v2")
    staff = [ward.lan]
    words = "khai sinh\nkhai tử"
    save_topic(ward.locality, None, name="Hộ tịch", words=words, hours=8, staff=staff, by=ward.quan)
    Link.objects.create(
        locality=ward.locality,
        code="p7m2pqxyz",
        path="/song-cau/thu-tuc/1.004884/",
        created_at=civil_now(),
    )
    resident.goto("/t/p7m2pqxyz")
    resident.get_by_role("link", name="Hỏi cán bộ").first.click()
    resident.get_by_text("Hỏi về thủ tục:").wait_for()
    look(resident, "portal-ask")
    officer = visitor.officer(ward.lan)
    officer.goto(BASE)
    look(officer, "inbox-empty", LOOKS[:1])
    question = asks_in_zalo(platforms)
    ask_at_desk(ward.locality, Asked("Mai có cắt điện không?", "Bà Tư"), by=ward.lan)
    officer.goto(BASE)
    assert "012345678901" not in officer.content()
    look(officer, "inbox-list")
    officer.get_by_role("link", name="khai sinh").click()
    look(officer, "inbox-question")
    officer.get_by_label("Lời trả lời").fill("Chào bác,")
    officer.get_by_role("button", name="Chèn vào trả lời").first.click()
    assert "Tờ khai đăng ký lại khai sinh" in officer.get_by_label("Lời trả lời").input_value()
    officer.get_by_role("button", name="Gửi câu trả lời").click()
    officer.get_by_text("Đã trả lời. Tin đang được gửi.").wait_for()
    asking.send_all()
    assert any(
        "Chào bác," in said and "1.004884" in said for said in asking.shown(platforms, "zalo_oa")
    )
    platforms.act("text", oa=OA, person="binh", text="1")
    asking.hear(platforms)
    assert Rating.objects.get().score == Rating.Score.YES
    officer.reload()
    officer.get_by_text("Đã giúp được").wait_for()
    officer.get_by_role("button", name="Đưa vào hỏi đáp thường gặp").click()
    officer.get_by_text("chờ người thứ hai duyệt").wait_for()
    look(officer, "inbox-answered")
    resident.goto(f"/song-cau/hoi/{question.tracking}/")
    look(resident, "portal-answer", LOOKS[1:])


def test_the_other_pages_of_the_inbox_hold(visitor, look, ward):
    cache.clear()
    question = ask_at_desk(ward.locality, Asked("Mai có cắt điện không?", "Bà Tư"), by=ward.lan)
    hold_question(question, by=ward.minh)
    FaqEntry.objects.create(
        locality=ward.locality,
        question="Thứ Bảy có làm việc không?",
        answer="Sáng thứ Bảy phường có trực.",
        state="published",
        folded="thu bay co lam viec khong",
        proposed_by=ward.lan,
        proposed_at=civil_now(),
    )
    officer = visitor.officer(ward.minh)
    parts = ("hoi-dap/", "phan-cong/", "phan-cong/loi-may/", "phan-cong/them/", "so-lieu/", "ghi/")
    for number, part in enumerate(parts):
        officer.goto(f"{BASE}{part}")
        look(officer, part.replace("/", "-"), LOOKS[number % 2 :][:1])
    other = visitor.officer(ward.lan)
    other.goto(f"{BASE}{question.pk}/")
    other.get_by_text("đang soạn").first.wait_for()
    other.get_by_label("Lời trả lời").fill("Không cắt, bác nhé.")
    other.get_by_role("button", name="Gửi câu trả lời").click()
    other.get_by_text("Lời bạn gõ vẫn còn nguyên").first.wait_for()
    assert other.get_by_label("Lời trả lời").input_value() == "Không cắt, bác nhé."
    look(other, "inbox-conflict", LOOKS[1:])
    member = visitor.leader(ward.sinh)
    member.goto("/to/hop-thu/")
    look(member, "team-list", LOOKS[1:])
    leader = visitor.leader(ward.hoa)
    leader.goto("/to/chuyen-cau-hoi/")
    leader.get_by_label("Bà con hỏi gì?").fill("Bao giờ có lịch tiêm?")
    leader.get_by_role("button", name="Chuyển cho phường").click()
    leader.get_by_text("Đã chuyển cho phường, mã").wait_for()
    look(leader, "leader-questions", LOOKS[1:])
    resident = visitor.page()
    resident.goto("/song-cau/hoi-dap/")
    look(resident, "portal-faq", LOOKS[1:])
    resident.goto("/song-cau/hoi/khong-co/")
    look(resident, "portal-lost", LOOKS[1:])
