"""A leader's morning on a telephone: the most urgent first, everything else two taps away."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from nhipcau.core.actor import SYSTEM
from nhipcau.inbox.models import Question
from nhipcau.notices.models import Notice
from nhipcau.outreach.models import CallPhoto, Relay, Reply, Visit
from nhipcau.outreach.tests.conftest import make_version
from nhipcau.outreach.visits import open_visits

SMALL = """all => all.filter(one => one.offsetParent && one.getBoundingClientRect().height < 48)
              .map(one => one.outerHTML.slice(0, 90))"""


@pytest.fixture
def call(ward, civil, settings, tmp_path):
    """Cleaning since an hour ago: proof is awaited."""
    settings.MEDIA_ROOT = tmp_path
    version = make_version(ward, event_at=civil.now - timedelta(hours=1))
    version.title = "Tổng vệ sinh sáng thứ Bảy"
    version.notice.kind, version.notice.current = Notice.Kind.CALL, version
    version.notice.answers = ["will_come", "done", "photo"]
    version.notice.save()
    version.save()
    return version


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "seagreen").save(made, "JPEG")
    return made.getvalue()


def test_a_mornings_work(visitor, axe, ward, version, relay, call):
    open_visits(version, [ward.binh.pk], why="no_smartphone", by=SYSTEM)
    page = visitor.leader(ward.hoa)
    page.goto("/to/")
    axe(page)
    assert page.eval_on_selector_all("main a, main button, main summary", SMALL) == []

    first = page.get_by_role("region", name="Làm trước nhất")
    first.get_by_role("link", name="Đăng vào nhóm").click()
    page.get_by_role("button", name="Đã đăng").click()
    page.get_by_text("đã đăng lúc").wait_for()
    assert Relay.objects.get().state == Relay.State.POSTED

    page.get_by_role("link", name="Việc hôm nay").click()
    page.get_by_role("link", name="Báo tận nơi 1 nhà").click()
    with page.expect_response("**/dong-bo/"):
        page.get_by_role("button", name="Đã báo").click()
    assert Visit.objects.get().state == Visit.State.CLOSED

    page.goto("/to/")
    page.get_by_role("link", name="Câu hỏi chờ phường").click()
    page.get_by_label("Bà con hỏi gì?").fill("Sáng thứ Bảy xe rác có vào ngõ 4 không?")
    page.get_by_role("button", name="Chuyển cho phường").click()
    page.get_by_text("Đã chuyển cho phường").wait_for()
    assert Question.objects.get().conversation.passed_by == ward.hoa

    page.get_by_role("link", name="Việc hôm nay").click()
    page.get_by_role("region", name="Làm trước nhất").get_by_role("link").click()
    axe(page)
    assert page.eval_on_selector_all("main a, main button, main summary", SMALL) == []
    page.locator("#photo").set_input_files(
        {"name": "ngo.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    page.get_by_role("button", name="Gửi ảnh").click()
    page.get_by_text("Đã gửi ảnh cho phường").wait_for()
    page.locator(f"#nha-{ward.tung.pk}").get_by_role("button", name="Đã làm xong").first.click()
    page.get_by_text("Đã ghi cho nhà").wait_for()
    axe(page)
    assert CallPhoto.objects.count() == 1 and Reply.objects.get().household == ward.tung
    for where in ("/to/van-dong/", "/to/nha-moi/", "/song-cau/cam-on/"):
        page.goto(where)
        axe(page)
