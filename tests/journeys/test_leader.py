"""The leader's phone in a real browser: without network, without JavaScript, sharing."""

from nhipcau.core.actor import SYSTEM
from nhipcau.outreach.models import Level, Relay, Standing, Visit, VisitTry
from nhipcau.outreach.visits import open_visits

SHARE = "navigator.share = async (what) => { window.shared = what.text; }"


def level(version, household) -> int:
    return Standing.objects.get(version=version, household=household).level


def open_doors(ward, version) -> None:
    homes = [ward.binh.pk, ward.tung.pk, ward.dung.pk]
    open_visits(version, homes, why="not_seen", by=SYSTEM)


KEPT = """caches.open("to-pages-2").then((cache) => cache.keys())
.then((all) => all.map((one) => new URL(one.url).pathname))"""


def wait_for_worker(page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # from here on the worker keeps what is shown
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.reload()


def test_doors_are_told_without_network_and_sent_when_it_is_back(visitor, ward, version):
    open_doors(ward, version)
    page = visitor.leader(ward.hoa)
    page.goto(f"/to/nha/{version.pk}/")
    wait_for_worker(page)
    page.goto("/to/lich-truc/")  # may hold a calendar's secret address: not to be kept
    page.goto(f"/to/nha/{version.pk}/")
    assert page.evaluate(KEPT) == [f"/to/nha/{version.pk}/"]
    page.context.set_offline(True)

    page.locator(".door", has_text=ward.binh.head_name).get_by_text("Đã báo").click()
    page.locator(".door", has_text=ward.tung.head_name).get_by_text("Vắng", exact=True).click()
    page.get_by_text("Đang chờ gửi 2 lượt").wait_for()
    assert page.locator("[data-left]").inner_text() == "2"
    assert not VisitTry.objects.exists()

    page.reload()  # the phone was put away and taken out again, still without network
    page.get_by_text("Đang chờ gửi 2 lượt").wait_for()
    assert page.locator("[data-left]").inner_text() == "2"

    page.context.set_offline(False)
    page.locator("[data-queue]").wait_for(state="hidden")
    assert level(version, ward.binh) == Level.TOLD
    assert VisitTry.objects.count() == 2


def test_a_slip_without_network_is_undone_before_it_was_ever_sent(visitor, ward, version):
    open_doors(ward, version)
    page = visitor.leader(ward.hoa)
    page.goto(f"/to/nha/{version.pk}/")
    page.context.set_offline(True)
    page.locator(".door", has_text=ward.binh.head_name).get_by_text("Đã báo").click()
    page.locator("[data-done]").get_by_text("Sửa").click()
    page.locator("[data-left]", has_text="3").wait_for()
    page.context.set_offline(False)
    page.locator("[data-queue]").wait_for(state="hidden")
    assert not VisitTry.objects.exists()


def test_a_slip_that_was_sent_is_undone(visitor, ward, version):
    open_doors(ward, version)
    page = visitor.leader(ward.hoa)
    page.goto(f"/to/nha/{version.pk}/")
    with page.expect_response("**/dong-bo/"):
        page.locator(".door", has_text=ward.binh.head_name).get_by_text("Đã báo").click()
    with page.expect_response("**/dong-bo/"):
        page.locator("[data-done]").get_by_text("Sửa").click()
    assert Visit.objects.get(household=ward.binh).state == Visit.State.OPEN
    assert VisitTry.objects.get().undone_at


def test_whoever_was_slower_reads_by_whom(visitor, ward, version):
    open_doors(ward, version)
    page, other = visitor.leader(ward.hoa), visitor.leader(ward.tam)
    for one in (page, other):
        one.goto(f"/to/nha/{version.pk}/")
    for one in (other, page):
        with one.expect_response("**/dong-bo/"):
            one.locator(".door", has_text=ward.binh.head_name).get_by_text("Đã báo").click()
    page.get_by_text(f"{ward.tam.name} đã ghi nhà này").wait_for()


def test_the_order_is_changed_by_keyboard_and_kept(visitor, ward, version):
    open_doors(ward, version)
    page = visitor.leader(ward.hoa)
    page.goto(f"/to/nha/{version.pk}/")
    last = page.locator(".door").last.locator("h2").inner_text()
    with page.expect_response("**/dong-bo/"):
        page.locator(".grip").last.press("ArrowUp")
    page.reload()
    assert page.locator(".door h2").nth(1).inner_text() == last


def test_doors_work_without_javascript(visitor, ward, version):
    open_doors(ward, version)
    page = visitor.leader(ward.hoa, javascript=False)
    page.goto(f"/to/nha/{version.pk}/")
    page.locator(".door", has_text=ward.binh.head_name).get_by_text("Đã báo").click()
    assert level(version, ward.binh) == Level.TOLD
    page.locator(".done").get_by_text("Sửa").click()
    assert level(version, ward.binh) == Level.NONE


def test_one_button_shares_the_groups_text(visitor, ward, relay):
    page = visitor.leader(ward.hoa)
    page.add_init_script(SHARE)
    page.goto("/to/")
    page.get_by_text("Đăng vào nhóm").first.click()
    page.get_by_text("Chia sẻ vào nhóm").click()
    assert relay.link.code in page.evaluate("window.shared")
    page.get_by_text("Đã đăng", exact=True).click()
    page.get_by_text("đã đăng lúc").wait_for()
    relay.refresh_from_db()
    assert relay.state == Relay.State.POSTED


def test_without_sharing_the_text_is_copied(visitor, ward, relay):
    page = visitor.leader(ward.hoa, permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script("delete Navigator.prototype.share")
    page.goto(f"/to/chuyen-tiep/{relay.pk}/")
    assert page.get_by_text("Chia sẻ vào nhóm").is_hidden()
    page.get_by_text("Chép tin").click()
    page.get_by_text("Đã chép").wait_for()
    assert relay.link.code in page.evaluate("navigator.clipboard.readText()")


def test_without_javascript_the_text_can_be_selected(visitor, ward, relay):
    page = visitor.leader(ward.hoa, javascript=False)
    page.goto(f"/to/chuyen-tiep/{relay.pk}/")
    assert relay.link.code in page.locator("#words").inner_text()
    assert page.get_by_text("Nhấn giữ vào tin").is_visible()
    page.get_by_text("Đã đăng", exact=True).click()
    relay.refresh_from_db()
    assert relay.state == Relay.State.POSTED


def test_a_whole_alley_is_marked_in_one_gesture_and_taken_back(visitor, ward, version):
    page = visitor.leader(ward.hoa)
    page.goto(f"/to/con-thieu/{version.pk}/")
    page.locator("fieldset", has_text="ngõ 4").get_by_text("Chọn cả ngõ").click()
    page.get_by_role("button", name="Đã xem: 3 nhà").click()
    page.get_by_text("Đã đánh dấu 3 nhà").wait_for()
    assert level(version, ward.tung) == Level.OBSERVED
    page.get_by_text("Bỏ lần vừa rồi").click()
    page.get_by_text("Đã bỏ đánh dấu 3 nhà").wait_for()
    assert level(version, ward.tung) == Level.NONE


def test_everything_a_thumb_must_hit_is_large_enough(visitor, ward, version, relay):
    open_doors(ward, version)
    page = visitor.leader(ward.hoa)
    for where in ("/to/", f"/to/nha/{version.pk}/", f"/to/chuyen-tiep/{relay.pk}/"):
        page.goto(where)
        small = page.eval_on_selector_all(
            "main button, main a, main summary, main input:not([type=hidden]):not(.unseen)",
            """all => all.filter(one => one.offsetParent && one.getBoundingClientRect().height < 48)
                     .map(one => one.outerHTML.slice(0, 90))""",
        )
        assert small == [], where
