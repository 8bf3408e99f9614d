"""A resident with a tracked link: with and without JavaScript, and a household's own link."""

import pytest
from django.core.cache import cache

from nhipcau.outreach.models import Claim, Level, PassedOn, Standing
from nhipcau.pages.tests.conftest import make_link


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


def level(version, household) -> int:
    return Standing.objects.get(version=version, household=household).level


@pytest.mark.parametrize("javascript", [True, False])
def test_the_first_time_is_asked_once_then_one_tap(visitor, ward, version, link, javascript):
    page = visitor.page(javascript=javascript)
    page.goto(f"/t/{link.code}")
    assert page.locator("#house").is_hidden()
    page.get_by_role("link", name="Nhà tôi đã đọc").click()
    page.get_by_label("Số nhà").fill("12 ngõ 4")
    page.get_by_label("3 số cuối điện thoại").fill("678")
    page.get_by_role("button", name="Nhà tôi đã đọc").click()
    page.get_by_text("Cảm ơn, phường đã ghi nhận.").wait_for()
    assert f"/t/{link.code}" in page.url
    assert level(version, ward.binh) == Level.ACKNOWLEDGED
    assert page.get_by_text("Nhà 12 ngõ 4, Tổ 13").is_visible()
    page.get_by_text("không phải nhà tôi").click()
    page.get_by_text("Máy này không còn gắn với nhà nào nữa.").wait_for()
    assert page.get_by_role("link", name="Nhà tôi đã đọc").is_visible()


def test_a_fault_is_shown_beside_its_field(visitor, link):
    page = visitor.page()
    page.goto(f"/t/{link.code}")
    page.get_by_role("link", name="Nhà tôi đã đọc").click()
    page.get_by_label("Số nhà").fill("12 ngõ 4")
    page.get_by_role("button", name="Nhà tôi đã đọc").click()
    page.get_by_text("Hãy ghi đúng 3 số cuối").wait_for()
    assert page.get_by_label("Số nhà").input_value() == "12 ngõ 4"
    assert not Claim.objects.exists()


def test_a_households_own_link_is_seen_by_a_gesture_not_by_loading(visitor, ward, version, notice):
    own = make_link(ward, notice, household=ward.binh.pk, channel="sms")
    page = visitor.page()
    page.goto(f"/t/{own.code}")
    assert level(version, ward.binh) == Level.NONE
    with page.expect_response("**/da-xem/"):
        page.mouse.wheel(0, 300)
        page.keyboard.press("PageDown")
    assert level(version, ward.binh) == Level.SEEN


def test_told_for_a_neighbour(visitor, link):
    page = visitor.page()
    page.goto(f"/t/{link.code}")
    page.get_by_text("Tôi đã báo giúp nhà khác").click()
    page.get_by_label("Bạn đã báo cho ai?").fill("bà Bình ngõ 4")
    page.get_by_role("button", name="Gửi cho tổ trưởng").click()
    page.get_by_text("Cảm ơn bạn đã báo giúp").wait_for()
    assert PassedOn.objects.count() == 1


def test_sharing_hands_on_the_groups_own_link(visitor, link):
    page = visitor.page()
    page.add_init_script("navigator.share = async (what) => { window.shared = what.url; }")
    page.goto(f"/t/{link.code}")
    page.get_by_role("button", name="Chia sẻ").click()
    assert page.evaluate("window.shared").endswith(f"/t/{link.code}")


def test_a_page_on_a_tracked_link_weighs_under_40_kilobytes_with_everything(visitor, link):
    page, bytes_read = visitor.page(), []
    page.on("response", lambda response: bytes_read.append(len(response.body())))
    page.goto(f"/t/{link.code}", wait_until="networkidle")
    assert len(bytes_read) <= 4
    assert sum(bytes_read) < 40 * 1024


def test_nothing_inline_is_asked_of_the_browser(visitor, link):
    page, said = visitor.page(), []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"/t/{link.code}", wait_until="networkidle")
    assert not [text for text in said if "Content Security Policy" in text]
