"""What each channel cost for each household informed: of a notice, of a month, of a household."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from nhipcau.channels.models import Account
from nhipcau.core.actor import SYSTEM
from nhipcau.dispatch.fill import fill_waiting
from nhipcau.dispatch.models import Delivery, Diversion, Job
from nhipcau.links.models import Link
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.budget import settle_money, take_money
from nhipcau.outreach.limits import Limits, set_budget
from nhipcau.outreach.models import Standing
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.seen import record_seen
from nhipcau.outreach.tests.conftest import approved, civil, sms  # noqa: F401
from nhipcau.reach.money import (
    by_channel_cost,
    by_kind_cost,
    homes_reached,
    month_costs,
    spent_by_channel,
)
from nhipcau.reach.queries import by_neighbourhood, cost, whole
from nhipcau.reach.report import report_xlsx

MAY = "2023-05"


@pytest.fixture
def out(ward, approved, sms, civil):  # noqa: F811
    """Three households and the leader got their SMS; bà Bình has looked."""
    version = publish_notice(approved, by=ward.lan)
    fill_waiting()
    Delivery.objects.update(state=Delivery.State.SENT)
    own = Standing.objects.get(version=version, household=ward.binh).code
    record_seen(version, ward.binh, link=Link.objects.get(code=own))
    return version


def test_a_channel_s_price_is_divided_by_those_whom_it_informed(out):
    spent = spent_by_channel(out)
    assert spent == {"sms": cost(out)} != {}
    informed = whole(by_neighbourhood(out)).channels
    line = next(line for line in by_channel_cost(spent, informed) if line.vnd)
    assert (line.informed, line.each) == (1, cost(out))


def test_all_eight_legal_kinds_stand_there_once(out):
    lines = by_kind_cost(spent_by_channel(out), whole(by_neighbourhood(out)).channels)
    assert [line.label[0] for line in lines] == list("12345678")
    assert sum(line.vnd for line in lines) == cost(out)


def test_each_household_has_a_row_with_its_way_and_price_and_no_telephone(ward, out):
    rows = list(homes_reached(out))
    assert len(rows) == 7
    binh = next(row for row in rows if row[1] == "Số 12 ngõ 4" and row[0] == "Tổ 13")
    assert binh[2:5] == ("Đã xem", "8. Tin nhắn viễn thông", "Tin nhắn SMS")
    assert binh[5] == Job.objects.get(key=f"v{out.pk}:sms:households").unit_vnd
    said = str(rows)
    assert "0912345678" not in said and "+84" not in said and "Bình" not in said


def test_the_column_of_prices_adds_up_to_the_whole_cost(out, civil):  # noqa: F811
    take_money(out, None, 500, SYSTEM, kind="sheet")
    content = report_xlsx(out, civil.now, with_homes=True)
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("Từng hộ").to_python()
    prices = {str(row[0]): row[-1] for row in rows if str(row[0]) in {"Ngoài các hộ", "Cộng"}}
    assert prices["Ngoài các hộ"] >= 500
    assert prices["Cộng"] == sum(spent_by_channel(out).values()) == cost(out)


def test_each_message_costs_what_its_gateway_took(ward, out):
    job = Job.objects.get(key=f"v{out.pk}:sms:households")
    dear, cheap = job.unit_vnd, 100
    other = Account.objects.create(locality=ward.locality, kind="sms", name="thứ hai")
    Diversion.objects.create(
        locality=ward.locality,
        job=job,
        former=job.account,
        chosen=other,
        unit_vnd=dear,
        at=job.created_at,
    )
    Job.objects.filter(pk=job.pk).update(account=other, unit_vnd=cheap)
    first = Delivery.objects.filter(job=job).first()
    Delivery.objects.filter(job=job).exclude(pk=first.pk).update(account=other.pk)
    spent = [row[5] for row in homes_reached(out)]
    assert sorted(price for price in spent if price)[:2] == [cheap, cheap]
    assert dear in spent


def test_who_was_out_twice_is_said_to_have_been_called_on(ward, out, civil):  # noqa: F811
    Standing.objects.filter(version=out, household=ward.binh).update(
        level=0, channel="", accounted_at=civil.now
    )
    binh = next(r for r in homes_reached(out) if r[1] == "Số 12 ngõ 4" and r[0] == "Tổ 13")
    assert binh[2:5] == ("Đến hai lần không gặp", "5. Tuyên truyền trực tiếp", "Báo tận nơi")


def test_who_may_not_see_homes_gets_no_row_of_them(out, civil):  # noqa: F811
    def sheets(with_homes):
        made = report_xlsx(out, civil.now, with_homes=with_homes)
        return CalamineWorkbook.from_filelike(BytesIO(made)).sheet_names

    assert "Chi phí" in sheets(False) and "Từng hộ" not in sheets(False)
    assert "Từng hộ" in sheets(True)


def test_a_month_adds_up(ward, out, civil):  # noqa: F811
    set_budget(ward.locality, Limits(1_000_000, 200_000, None), by=SYSTEM)
    before = month_costs(ward.locality.pk, MAY)
    assert (before.spent, before.held) == (0, cost(out))
    for job in Job.objects.exclude(unit_vnd=0):
        n = job.deliveries.count()
        Job.objects.filter(pk=job.pk).update(done_at=civil.now, cost_vnd=n * job.unit_vnd)
    settle_money()
    after = month_costs(ward.locality.pk, MAY)
    assert after.spent == cost(out)
    assert after.left == 1_000_000 - after.spent - after.held
    assert sum(line.vnd for line in after.kinds) == after.spent
    assert [line.version for line in after.notices] == [out]


def test_paper_counts_too(ward, out):
    take_money(out, None, 500, SYSTEM, kind="sheet")
    assert spent_by_channel(out)["sheet"] == 500


def test_another_ward_s_money_is_not_ours(ward, stranger, out):
    assert month_costs(stranger.locality.pk, MAY).notices == []


@pytest.mark.parametrize("who", ["quan", "lan", "minh"])
def test_the_page_of_costs_shows_a_month(client, ward, out, who):
    client.force_login(getattr(ward, who))
    page = client.get("/lam-viec/chi-phi/").content.decode()
    assert out.title in page
    assert "Tin nhắn SMS" in page


def test_the_page_of_costs_is_calm_when_there_is_nothing(client, ward, civil):  # noqa: F811
    client.force_login(ward.minh)
    page = client.get("/lam-viec/chi-phi/?thang=2020-13").content.decode()
    assert "Tháng này chưa tốn đồng nào" in page


def test_leaders_see_no_costs(client, ward):
    client.force_login(ward.hoa)
    assert client.get("/lam-viec/chi-phi/").status_code in {302, 403}


def test_the_reach_page_says_what_a_legal_kind_cost(client, ward, out):
    client.force_login(ward.lan)
    assert NoticeVersion.objects.get(pk=out.pk).notice.current_id == out.pk
    page = client.get(f"/lam-viec/thong-bao/{out.notice_id}/do-phu/").content.decode()
    assert "đã chi" in page
