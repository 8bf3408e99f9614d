"""The officers' desk in a real browser: approve on a phone; each section empty and full for axe."""

from datetime import timedelta
from uuid import uuid4

import pytest

from nhipcau.audiences.selection import Selection
from nhipcau.channels.models import Account
from nhipcau.core.actor import SYSTEM
from nhipcau.notices.approve import submit_notice
from nhipcau.notices.draft import draft_notice
from nhipcau.notices.given import NoticeInput
from nhipcau.notices.models import Notice
from nhipcau.outreach.claims import make_claim
from nhipcau.outreach.models import Relay, Visit
from nhipcau.outreach.relay import mark_posted
from nhipcau.outreach.visits import open_visits, record_try
from nhipcau.pages import context
from tests.cast import FRIDAY_AFTERNOON
from tests.journeys.conftest import LOOKS

WIDTHS = (390, 1280)
MOST_BYTES = 150 * 1024
N = "/lam-viec/thong-bao/"


@pytest.fixture(autouse=True)
def a_clock(civil):
    context.exists.cache_clear()


@pytest.fixture
def submitted(ward):
    given = NoticeInput(
        title="Khám sàng lọc đái tháo đường miễn phí",
        text="Trung tâm Y tế khám miễn phí trong một buổi sáng.",
        for_whom="Người từ 40 tuổi trở lên",
        place="Trạm Y tế phường",
        event_at=FRIDAY_AFTERNOON + timedelta(hours=14, minutes=30),
        deadline=FRIDAY_AFTERNOON + timedelta(hours=14),
        urgency=Notice.Urgency.URGENT,
        selection=Selection(),
    )
    Account.objects.create(locality=ward.locality, kind="sms", name="SMS của phường")
    return submit_notice(draft_notice(ward.locality, given, by=ward.lan), by=ward.lan)


def test_an_approver_approves_and_publishes_on_a_phone(visitor, ward, submitted):
    page = visitor.officer(ward.minh, 390)
    page.goto(f"{N}{submitted.notice_id}/duyet/")
    page.get_by_role("button", name="Duyệt").first.click()
    page.wait_for_load_state()
    page.goto(f"{N}{submitted.notice_id}/duyet/")
    page.get_by_role("button", name="Phát").first.click()
    page.wait_for_load_state()
    submitted.refresh_from_db()
    assert submitted.state == submitted.State.PUBLISHED
    assert Relay.objects.filter(version=submitted).exists()


def test_the_menu_opens_on_a_phone_without_javascript(visitor, ward):
    page = visitor.officer(ward.quan, 390, javascript=False)
    page.goto(N)
    page.locator(".menu > summary").click()
    page.locator(".menu .part > summary").click()
    page.locator(".menu").get_by_role("link", name="Cán bộ").click()
    assert page.url.endswith("/lam-viec/can-bo/")


@pytest.fixture
def evening(ward, version, relay):
    """A notice half way: doors told and open, a claim, a sheet, one leader who posted."""
    homes = [ward.binh.pk, ward.dung.pk, ward.khanh.pk]
    open_visits(version, homes, why="not_seen", by=SYSTEM)
    told = Visit.objects.get(household=ward.binh)
    record_try(told, try_id=uuid4(), result="told", at=told.opened_at, by=ward.hoa)
    make_claim(version, ward.to_13, house="12", digits="999", browser="b")
    mark_posted(relay, by=ward.hoa)
    return version


def pages_of(ward, submitted, evening) -> dict[str, list[str]]:
    """By whom, which."""
    one, reach = f"{N}{submitted.notice_id}/", f"{N}{evening.notice_id}/do-phu/"
    return {
        "lan": [
            "/lam-viec/",
            *(N, f"{N}mau/", f"{N}soan/", one),
            *(reach, f"{reach}nha/", f"{reach}to/{ward.to_13.pk}/"),
            "/lam-viec/ho-dan/",
            "/lam-viec/ho-dan/nhap/",
            f"/lam-viec/ho-dan/to/{ward.to_13.pk}/",
            f"/lam-viec/ho-dan/{ward.binh.pk}/",
            "/lam-viec/nhom/",
            f"/lam-viec/nhom/{ward.group_13.pk}/",
        ],
        "minh": ["/lam-viec/", f"{one}duyet/", f"{N}{evening.notice_id}/thu-hoi/"],
        "quan": ["/lam-viec/kenh/", "/lam-viec/nhom/moi/", "/lam-viec/dia-ban/"],
    }


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_sections_that_are_full(visitor, axe, ward, submitted, evening, width, scheme):
    """And none weighs over 150 KB beside its type."""
    for who, places in pages_of(ward, submitted, evening).items():
        page = visitor.officer(getattr(ward, who), width, color_scheme=scheme)
        weights: list[int] = []
        page.on(
            "response",
            lambda response, weights=weights: (
                response.url.endswith(".woff2") or weights.append(len(response.body()))
            ),
        )
        for where in places:
            weights.clear()
            page.goto(where)
            axe(page)
            assert sum(weights) < MOST_BYTES, where


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_reach_of_a_notice_that_nobody_has_read(visitor, axe, ward, version, width, scheme):
    page = visitor.officer(ward.lan, width, color_scheme=scheme)
    for part in ("", "nha/", f"to/{ward.to_1.pk}/"):
        page.goto(f"{N}{version.notice_id}/do-phu/{part}")
        axe(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_sections_of_a_ward_that_begins(visitor, axe, ward, stranger, width):
    page = visitor.officer(stranger.thu, width)
    for where in ("", "ho-dan/", "ho-dan/nhap/", "nhom/", "dia-ban/", "kenh/", "can-bo/"):
        page.goto(f"/lam-viec/{where}")
        axe(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_writing_a_notice_with_nothing_in_it_leads_to_each_fault(visitor, axe, ward, width):
    page = visitor.officer(ward.lan, width)
    page.goto(f"{N}soan/")
    page.get_by_role("button", name="Trình duyệt").first.click()
    page.locator(".errorlist, .fault, .wrong").first.wait_for()
    axe(page)
