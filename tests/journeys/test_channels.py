"""An admin connects the ward's channels in a real browser; the pages hold before axe."""

import pytest

from nhipcau.channels.accounts import trouble_account
from nhipcau.channels.credentials import open_credential
from nhipcau.channels.intake import receive
from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.tests import speaking as says
from nhipcau.core.clock import civil_now
from nhipcau.dispatch.models import Diversion, Job
from tests import platforms as simulated
from tests.journeys.conftest import LOOKS

WIDTHS = (390, 1280)
BASE = "/lam-viec/kenh/"


@pytest.fixture
def platforms(tmp_path, settings, live_server, monkeypatch):
    settings.DATA = tmp_path
    settings.BASE_URL = live_server.url
    monkeypatch.setenv("NHIPCAU_CLOCK_FILE", str(tmp_path / "clock"))
    made = simulated.start(tmp_path)
    simulated.point_settings(settings, made)
    yield made
    made.stop()


def test_an_admin_connects_the_oa_by_consent(visitor, ward, platforms):
    page = visitor.officer(ward.quan)
    page.goto(BASE)
    page.get_by_role("link", name="Kết nối").first.click()
    page.get_by_label("Tên gọi trong Nhịp Cầu").fill("OA phường")
    page.get_by_label("Mã ứng dụng (App ID)").fill(simulated.APP)
    page.get_by_label("Khoá bí mật của ứng dụng").fill("app-secret")
    page.get_by_label("Khoá bí mật của OA").fill("oa-secret")
    page.get_by_role("button", name="Lưu, rồi cấp quyền").click()
    page.get_by_role("button", name="Cấp quyền trên Zalo").click()
    page.get_by_role("link", name="Sang Zalo").click()
    page.get_by_text("mô phỏng").first.wait_for()
    page.get_by_role("button", name="UBND phường Sông Cầu").click()
    page.get_by_text("Kết nối tốt").wait_for()
    account = Account.objects.get()
    assert (account.external_id, account.state) == (simulated.OA, "working")
    assert open_credential(account).secrets["access_token"]


def full(ward):
    oa = says.zalo_account(ward, warnings=["-235", "-221"], facts={"name": "UBND"})
    raw = says.raw_of(says.zalo_event())
    receive(ChannelKind.ZALO_OA, says.zalo_headers(raw, secret="x"), raw)
    page = says.facebook_account(ward)
    trouble_account(page, "190/463")
    sms = says.connect_account(ward.locality, ChannelKind.SMS, name="SMS", by=ward.quan.actor)
    return [oa, page, sms, *over_lines(ward, sms)]


def over_lines(ward, sms):
    """A mailbox with a wrong password, and a message centre that took over from the gateway."""
    letters = says.connect_account(
        ward.locality,
        ChannelKind.EMAIL,
        name="Hộp thư UBND phường",
        by=ward.quan.actor,
        settings={"host": "mail.scau.vn", "from_address": "tb@scau.vn", "security": "tls"},
    )
    trouble_account(letters, "login-5.7.8")
    centre = says.connect_account(
        ward.locality,
        ChannelKind.SMS,
        name="SMPP nhà mạng",
        by=ward.quan.actor,
        settings={"gateway": "smpp", "host": "10.0.0.8", "system_id": "scau"},
    )
    job = Job.objects.create(
        locality=ward.locality,
        account=centre,
        key="k",
        text="x",
        prefix="p",
        created_at=civil_now(),
    )
    Diversion.objects.create(
        locality=ward.locality, job=job, former=sms, chosen=centre, rows=128, at=civil_now()
    )
    return [letters, centre]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_empty_full_and_in_trouble(visitor, axe, ward, width, scheme):
    page = visitor.officer(ward.quan, width, color_scheme=scheme)
    kinds = ("zalo_oa", "facebook_page", "sms", "sms_viettel", "sms_smpp", "email")
    for where in (BASE, *(f"{BASE}them/{kind}/" for kind in kinds)):
        page.goto(where)
        axe(page)
    for account in full(ward):
        page.goto(f"{BASE}{account.pk}/")
        page.eval_on_selector_all("main details", "all => all.forEach(one => { one.open = true })")
        axe(page)
    page.goto(BASE)
    axe(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_form_with_faults_and_the_way_to_zalo(visitor, axe, ward, width):
    page = visitor.officer(ward.quan, width)
    page.goto(f"{BASE}them/zalo_oa/")
    page.get_by_role("button", name="Lưu").click()
    page.locator(".errorlist").first.wait_for()
    axe(page)
    account = full(ward)[0]
    page.goto(f"{BASE}{account.pk}/")
    page.get_by_role("button", name="Kết nối lại với Zalo").click()
    page.get_by_role("link", name="Sang Zalo").wait_for()
    axe(page)
