"""Each page empty, full and in error, on a phone and at a desk, in light and dark, for axe."""

import pytest

from nhipcau.core.actor import SYSTEM
from nhipcau.outreach.claims import make_claim
from nhipcau.outreach.passed_on import say_passed_on
from nhipcau.outreach.visits import open_visits
from tests.journeys.conftest import LOOKS

WIDTHS = (390, 1280)


@pytest.fixture
def busy(ward, version, notice, relay):
    """A neighbourhood with everything waiting at once."""
    open_visits(version, [ward.binh.pk, ward.dung.pk], why="no_smartphone", by=SYSTEM)
    make_claim(version, ward.to_13, house="12", digits="999", browser="b")
    say_passed_on(version, ward.to_13, "bà Bình")
    return relay


def portal_pages(notice):
    return ["/song-cau/", "/song-cau/?tim=xyz", f"/song-cau/thong-bao/{notice.pk}/", "/t/changed12"]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_portal_pages(visitor, axe, busy, notice, link, width, scheme):
    page = visitor.page(width, color_scheme=scheme)
    for where in [*portal_pages(notice), f"/t/{link.code}", f"/t/{link.code}#nha-toi"]:
        page.goto(where)
        axe(page)
    page.get_by_role("button", name="Nhà tôi đã đọc").click()
    page.locator("#house-fault").wait_for()
    axe(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_empty_portal(visitor, axe, width):
    page = visitor.page(width)
    page.goto("/song-cau/")
    axe(page)


def leader_pages(version, relay):
    return [
        "/to/",
        "/to/hoi/",
        f"/to/chuyen-tiep/{relay.pk}/",
        f"/to/nha/{version.pk}/",
        f"/to/con-thieu/{version.pk}/",
    ]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_leader_pages(visitor, axe, ward, busy, version, width, scheme):
    page = visitor.leader(ward.hoa, width, color_scheme=scheme)
    for where in leader_pages(version, busy):
        page.goto(where)
        page.eval_on_selector_all(
            "main details", "all => all.forEach((one) => { one.open = true })"
        )
        axe(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_leader_pages_with_nothing_to_do(visitor, axe, ward, width):
    page = visitor.leader(ward.hoa, width)
    for where in ("/to/", "/to/hoi/"):
        page.goto(where)
        axe(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_leader_pages_after_a_refusal_and_a_withdrawal(visitor, axe, ward, busy, version, width):
    page = visitor.leader(ward.hoa, width)
    page.goto("/to/hoi/")
    page.get_by_role("button", name="Ghi").first.click()
    page.get_by_text("Hãy chọn một nhà").wait_for()
    axe(page)
    version.state = version.State.WITHDRAWN
    version.save()
    for where in leader_pages(version, busy):
        page.goto(where)
        axe(page)
