"""A morning at the one-stop desk in a real browser: a number taken by telephone, called, helped;
the waiting screen loses its network and goes on by itself."""

from nhipcau.counter.keys import add_key
from nhipcau.counter.models import Assist, Ticket
from nhipcau.counter.tests.conftest import civil, desk  # noqa: F401
from tests.journeys.conftest import DESK

LOOK_AGAIN = "window.dispatchEvent(new Event('online'))"  # instead of waiting for the next look


def test_taken_called_helped_while_the_screen_is_without_network(visitor, desk, axe):  # noqa: F811
    keys = {
        kind: add_key(desk.ward.locality, kind, name="Ở sảnh", by=desk.clerk)[1]
        for kind in ("screen", "wall")
    }
    phone = visitor.page()
    phone.goto(f"/lay-so/{keys['wall']}/")
    axe(phone)
    phone.get_by_label("Người cao tuổi").check()
    phone.get_by_role("button", name="Nộp hồ sơ").click()
    phone.get_by_role("heading", name="Số A001").wait_for()
    axe(phone)
    screen = visitor.page(DESK)
    screen.goto(f"/quay/{keys['screen']}/")
    screen.get_by_text("A001").wait_for()
    axe(screen)
    screen.context.set_offline(True)

    clerk = visitor.officer(desk.clerk, color_scheme="dark")
    clerk.goto("/lam-viec/quay/")
    clerk.get_by_role("button", name="Ngồi quầy này 1").click()
    clerk.get_by_role("button", name="Gọi người tiếp theo").click()
    clerk.locator(".my-window .now", has_text="A001").wait_for()
    axe(clerk)
    phone.evaluate(LOOK_AGAIN)
    phone.get_by_text("Mời bác tới quầy 1.").wait_for()
    screen.get_by_text("Mất mạng.").wait_for()
    assert screen.get_by_text("A001").is_visible()  # the last state stays

    clerk.get_by_role("button", name="Bắt đầu hỗ trợ").click()
    clerk.get_by_label("Đã nộp hồ sơ").check()
    clerk.get_by_label("Tự nộp hồ sơ trực tuyến").check()
    axe(clerk)
    clerk.get_by_role("button", name="Kết thúc").click()
    clerk.get_by_text("Đã ghi lượt hỗ trợ").wait_for()
    assert Assist.objects.get().taught == ["file"]
    screen.context.set_offline(False)
    screen.get_by_text("tới quầy 1").wait_for()
    assert not screen.get_by_text("Mất mạng.").is_visible()
    assert Ticket.objects.get().state == "called"
    _help_at_home_without_network(visitor, desk, axe)


def _help_at_home_without_network(visitor, desk, axe):  # noqa: F811
    page = visitor.leader(desk.ward.sinh)
    page.goto("/to/ho-tro/")
    axe(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Bắt đầu hỗ trợ").click()
    page.get_by_label("Hỗ trợ nhà ai").fill("nong thi b")
    page.get_by_label("Nông Thị Bình").check()
    page.get_by_label("Đã hướng dẫn, họ tự làm").check()
    page.get_by_role("button", name="Kết thúc").click()
    page.get_by_text("1 lượt chờ mạng").wait_for()
    assert Assist.objects.count() == 1
    with page.expect_response("**/dong-bo/") as sent:
        page.context.set_offline(False)
    assert sent.value.status == 200
    page.locator("[data-queue]").wait_for(state="hidden")
    helped = Assist.objects.get(outcome="shown")
    assert (helped.place, helped.household) == ("home", desk.ward.binh)
