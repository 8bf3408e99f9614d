"""From a telephone, in three steps: the danger, a look, out. Then what it cost, at the desk."""

from datetime import timedelta

from nhipcau.core.actor import SYSTEM
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.alert_feeds import add_feed
from nhipcau.outreach.alerts_in import take_alert
from nhipcau.outreach.emergency import take_part
from nhipcau.outreach.limits import Limits, set_budget
from nhipcau.outreach.models import Route
from nhipcau.outreach.tests.conftest import connect
from nhipcau.outreach.tests.test_alerts import warning
from tests.journeys.conftest import DESK, LOOKS


def test_an_alarm_in_three_steps_and_what_it_cost(visitor, ward, civil, axe):
    connect(ward, "sms")
    set_budget(ward.locality, Limits(2_000_000, 500_000, 300_000), by=SYSTEM)
    feed = add_feed(ward.locality, name="Đài khí tượng", url="https://kttv.example/a", by=ward.quan)
    take_alert(feed, warning(civil))
    take_part(ward.locality, households=(ward.yen.pk,), staff=(ward.lan.pk,), by=ward.minh)
    civil.set(civil.now + timedelta(hours=7))

    page = visitor.officer(ward.minh, 390)
    page.goto("/lam-viec/khan-cap/")
    axe(page)
    page.get_by_role("link", name="Bão", exact=True).click()
    page.get_by_role("heading", name="Bão").wait_for()
    axe(page)
    page.get_by_role("button", name="Phát ngay tới 7 hộ, mọi kênh").click()
    page.get_by_text("Đang phát mọi kênh cùng lúc").wait_for()
    out = NoticeVersion.objects.get(state="published")
    assert Route.objects.filter(version=out, kind="sms", state="running").count() >= 2

    for width, light in LOOKS:
        for staff, where in (
            (ward.minh, "/lam-viec/khan-cap/"),
            (ward.minh, "/lam-viec/khan-cap/dien-tap/ai/?tim=yen"),
            (ward.quan, "/lam-viec/khan-cap/nguon/"),
            (ward.quan, "/lam-viec/chi-phi/"),
            (ward.quan, "/lam-viec/chi-phi/ngan-sach/"),
            (ward.quan, "/lam-viec/chi-phi/gia/"),
        ):
            page = visitor.officer(staff, width, color_scheme=light)
            page.goto(where)
            axe(page)
    page = visitor.officer(ward.minh, DESK)
    page.goto(f"/lam-viec/thong-bao/{out.notice_id}/do-phu/")
    page.get_by_text("đã chi").first.wait_for()
