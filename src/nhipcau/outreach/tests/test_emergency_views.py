"""The pages of emergencies and of money: empty, full, in error, and who may press."""

import pytest

from nhipcau.channels.models import Price
from nhipcau.core.actor import SYSTEM
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach.alert_feeds import add_feed
from nhipcau.outreach.alerts_in import take_alert
from nhipcau.outreach.limits import Limits, set_budget
from nhipcau.outreach.models import AlertFeed, Budget, DrillHousehold, Emergency, Grant, Route
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.tests.test_alerts import warning

HOME = "/lam-viec/khan-cap/"


@pytest.fixture
def minh(client, ward, civil):
    client.force_login(ward.minh)
    return client


def typed(**changes):
    return {
        "title": "Bão sắp đến: ở trong nhà", "text": "Vào nhà chắc chắn, đóng cửa.",
        "place": "", "hours": "6", "where": "all", "quiet_why": "Bão đến trong đêm",
    } | changes  # fmt: skip


def test_three_steps_and_it_is_out(minh, ward):
    assert f"{HOME}bao/storm/" in minh.get(HOME).content.decode()
    assert "Bão sắp đến" in minh.get(f"{HOME}bao/storm/").content.decode()
    answer = minh.post(f"{HOME}bao/storm/", typed())
    version = NoticeVersion.objects.get()
    assert version.state == "published"
    assert answer["Location"] == f"/lam-viec/thong-bao/{version.notice_id}/do-phu/"
    assert Emergency.objects.get().quiet_why == "Bão đến trong đêm"
    assert "Bão đến trong đêm" in minh.get(HOME).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"text": ""}, {"hours": "0"}, {"hours": "x"}, {"quiet_why": ""},
     {"where": "some"}],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(minh, wrong):
    answer = minh.post(f"{HOME}bao/fire/", typed(place="Nhà văn hoá tổ 9", **wrong))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert "Nhà văn hoá tổ 9" in page
    assert not Notice.objects.exists()


def test_only_some_neighbourhoods_may_be_told(minh, ward):
    minh.post(f"{HOME}bao/fire/", typed(where="some", places=[str(ward.to_13.pk)]))
    assert NoticeVersion.objects.get().households == 6


def test_others_are_told_who_may(client, ward, civil):
    client.force_login(ward.lan)
    assert ward.minh.name in client.get(HOME).content.decode()
    assert client.post(f"{HOME}bao/fire/", typed()).status_code == 422
    assert not Notice.objects.exists()


def test_an_unknown_danger_has_no_page(minh):
    assert minh.get(f"{HOME}bao/ufo/").status_code == 404


def test_an_alert_of_others_is_looked_over_and_let_go(minh, ward, civil):
    feed = add_feed(ward.locality, name="Đài", url="https://kttv.example/a", by=ward.quan)
    row = take_alert(feed, warning(civil))
    assert "Cảnh báo lũ quét" in minh.get(HOME).content.decode()
    where = f"{HOME}tin/{row.notice_id}/"
    assert "Rời khỏi ven sông ngay." in minh.get(where).content.decode()
    minh.post(where, typed(title="Lũ quét: rời ven sông"))
    assert NoticeVersion.objects.get().title == "Lũ quét: rời ven sông"
    assert NoticeVersion.objects.get().state == "published"
    assert minh.get(where).status_code == 302


def test_households_take_part_in_drills_one_by_one(minh, ward):
    where = f"{HOME}dien-tap/ai/"
    assert "Phạm Thị Yến" in minh.get(where, {"tim": "thi yen"}).content.decode()
    minh.post(where, {"add": ward.yen.pk})
    minh.post(where, {"do": "staff", "staff": [ward.lan.pk]})
    assert DrillHousehold.objects.get().household == ward.yen
    minh.post(f"{HOME}dien-tap/", {"hazard": "flood"})
    version = NoticeVersion.objects.get()
    assert version.notice.is_drill
    assert "diễn tập" in minh.get(HOME).content.decode()
    minh.post(where, {"drop": ward.yen.pk})
    assert not DrillHousehold.objects.exists()


def test_a_drill_is_in_no_list_of_the_portal_and_says_so(minh, ward, client):
    minh.post(f"{HOME}dien-tap/ai/", {"add": ward.yen.pk})
    minh.post(f"{HOME}dien-tap/", {"hazard": "storm"})
    version = NoticeVersion.objects.get()
    client.logout()
    for where in ("/song-cau/", "/song-cau/atom.xml", "/song-cau/canh-bao.xml"):
        assert "DIỄN TẬP" not in client.get(where).content.decode()
    page = client.get(f"/song-cau/thong-bao/{version.notice_id}/").content.decode()
    assert "DIỄN TẬP" in page


def test_an_emergency_is_public_as_cap(minh, client):
    minh.post(f"{HOME}bao/storm/", typed())
    client.logout()
    version = NoticeVersion.objects.get()
    feed = client.get("/song-cau/canh-bao.xml")
    assert 'type="application/cap+xml"' in feed.content.decode()
    alert = client.get(f"/song-cau/canh-bao/{version.notice_id}-1.xml")
    assert alert["Content-Type"].startswith("application/cap+xml")
    assert client.get("/song-cau/canh-bao/999-1.xml").status_code == 404
    assert client.get(f"/nong-thuong/canh-bao/{version.notice_id}-1.xml").status_code == 404


def test_feeds_are_the_admin_s(client, ward, civil):
    client.force_login(ward.quan)
    where = f"{HOME}nguon/"
    wrong = client.post(where, {"name": "Đài", "url": "http://x"})
    assert wrong.status_code == 422
    client.post(where, {"name": "Đài khí tượng", "url": "https://kttv.example/a"})
    assert "Đài khí tượng" in client.get(where).content.decode()
    client.post(f"{where}{AlertFeed.objects.get().pk}/", {"do": "stop"})
    assert AlertFeed.objects.get().stopped_at is not None
    client.force_login(ward.minh)
    assert client.get(where).status_code == 403


def test_the_budget_is_set_by_admin_or_approver(client, ward, civil):
    where = "/lam-viec/chi-phi/ngan-sach/"
    client.force_login(ward.lan)
    client.post(where, {"month_vnd": "5"})
    assert not Budget.objects.exists()
    client.force_login(ward.quan)
    wrong = client.post(where, {"month_vnd": "5", "reserve_vnd": "9"})
    assert wrong.status_code == 422
    client.post(where, {"month_vnd": "2000000", "reserve_vnd": "500000", "month": "2023-05"})
    assert Budget.objects.get().month == "2023-05"
    assert "2.000.000" in client.get(where).content.decode()


def test_prices_are_declared_and_ended(client, ward, civil, sms):
    where = "/lam-viec/chi-phi/gia/"
    client.force_login(ward.quan)
    given = {"what": f"account:{sms.pk}", "unit": "part", "vnd": "750", "valid_from": "2023-05-01"}
    client.post(where, given)
    price = Price.objects.get()
    assert (price.account, price.vnd) == (sms, 750)
    again = client.post(where, given)
    assert again.status_code == 422
    assert "Đã có giá" in again.content.decode()
    client.post(f"{where}{price.pk}/")
    price.refresh_from_db()
    assert price.valid_until is not None
    client.force_login(ward.lan)
    assert client.post(f"{where}{price.pk}/").status_code == 403


def test_an_approver_lets_a_way_cost_more_where_it_says_why_it_was_left_out(
    client, ward, civil, sms, approved
):
    set_budget(ward.locality, Limits(800, 0, None), by=SYSTEM)
    version = publish_notice(approved, by=ward.lan)
    where = f"/lam-viec/thong-bao/{version.notice_id}/do-phu/"
    client.force_login(ward.lan)
    assert "Lý do cho chi thêm" not in client.get(where).content.decode()
    client.force_login(ward.minh)
    assert "Lý do cho chi thêm" in client.get(where).content.decode()
    given = {"way": "sms.households", "use": "1", "why": "Phải kịp trước 7 giờ"}
    client.post(f"/lam-viec/thong-bao/{version.notice_id}/duong/", given)
    assert Grant.objects.get().why == "Phải kịp trước 7 giờ"
    assert Route.objects.get(version=version, kind="sms", purpose="households").job is not None
