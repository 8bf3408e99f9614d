"""Pages of reach: full, empty and over; who may; and how often they ask the database."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from nhipcau.channels.models import Account
from nhipcau.core.actor import SYSTEM
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.claims import make_claim
from nhipcau.outreach.models import Relay, Sheet, Task, Visit
from nhipcau.outreach.passed_on import say_passed_on
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.sheets import plan_sheet
from nhipcau.outreach.tests.conftest import make_approved
from nhipcau.outreach.visits import record_try
from nhipcau.outreach.withdraw import withdraw_notice
from nhipcau.people.models import Role


def url(version, rest=""):
    return f"/lam-viec/thong-bao/{version.notice_id}/do-phu/{rest}"


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_page_answers_its_question_first(out, desk):
    text = page(desk(), url(out))
    assert "28,6 %" in text
    assert "<b>2</b> trên 7 hộ đã biết" in text
    assert text.index("28,6 %") < text.index("Tổ 13")


def test_every_neighbourhood_of_the_audience_has_its_tile(out, desk, ward):
    text = page(desk(), url(out))
    assert f"/do-phu/to/{ward.to_13.pk}/" in text
    assert f"/do-phu/to/{ward.to_1.pk}/" in text
    assert f"/do-phu/to/{ward.to_2.pk}/" not in text


def test_no_raw_state_stands_on_a_page(out, desk):
    text = page(desk(), url(out))
    for raw in ("not_joined", "zalo_oa<", ">running<", ">skipped<", "2023-05"):
        assert raw not in text


@pytest.mark.parametrize(("address", "most"), [("", 32), ("nha/", 14)])
def test_a_page_asks_the_database_a_fixed_number_of_times(
    out, desk, address, most, django_assert_max_num_queries
):
    client = desk()
    with django_assert_max_num_queries(most):
        page(client, url(out, address))


def test_a_page_is_not_slower_with_more_doors(out, desk, ward, django_assert_max_num_queries):
    client = desk()
    with django_assert_max_num_queries(16):
        page(client, url(out, f"to/{ward.to_13.pk}/?xem=tat-ca"))


def test_one_neighbourhood_shows_who_does_not_know_yet(out, desk, ward):
    left = page(desk(), url(out, f"to/{ward.to_13.pk}/"))
    assert "Nông Thị Bình" in left
    assert "Hoàng Văn Tùng" not in left
    everybody = page(desk(), url(out, f"to/{ward.to_13.pk}/?xem=tat-ca"))
    assert "Hoàng Văn Tùng" in everybody


def test_a_neighbourhood_outside_the_audience_is_not_found(out, desk, ward):
    assert desk().get(url(out, f"to/{ward.to_2.pk}/")).status_code == 404


def test_an_unpublished_notice_has_no_reach(ward, approved, desk):
    assert desk().get(url(approved)).status_code == 404


def test_a_strangers_notice_is_not_found(out, stranger, client):
    client.force_login(stranger.thu)
    assert client.get(url(out)).status_code == 404


def test_a_leader_uses_the_telephone_pages_instead(out, ward, client):
    client.force_login(ward.hoa)
    assert client.get(url(out)).status_code == 403


def test_when_it_is_over_nothing_moves_any_more(out, desk, civil):
    civil.set(out.deadline + timedelta(minutes=5))
    text = page(desk(), url(out))
    assert "Đã hết hạn báo tin" in text
    assert 'hx-trigger="every' not in text


def test_a_withdrawn_notice_says_so(out, desk, ward):
    withdraw_notice(out, why="Trạm Y tế hoãn đợt khám.", by=ward.lan)
    assert "Đã thu hồi" in page(desk(), url(out))


def test_the_doors_page_names_who_is_at_them(out, desk, ward):
    text = page(desk(), url(out, "nha/"))
    assert "Hoàng Đình Hoà" in text
    assert "4 nhà còn phải báo" in text


def test_the_doors_page_is_calm_when_nothing_is_open(out, desk):
    Visit.objects.all().delete()
    assert "Không có nhà nào phải đến báo" in page(desk(), url(out, "nha/"))


def test_the_ward_takes_doors_of_a_neighbourhood(out, desk, ward):
    address = f"/lam-viec/thong-bao/{out.notice_id}/viec/nha/{ward.to_13.pk}/"
    answer = desk().post(address, follow=True)
    assert "hiện trên điện thoại của tổ hỗ trợ phường" in answer.content.decode()
    assert Visit.objects.filter(by_ward=True).count() == 3


def test_today_shows_what_runs_and_what_waits(out, desk, ward):
    text = page(desk(), "/lam-viec/")
    assert out.title in text
    assert "4 nhà đang chờ báo" in text


def test_today_is_calm_on_an_empty_ward(ward, desk, civil):
    text = page(desk(), "/lam-viec/")
    assert "Không có thông báo nào đang phát" in text
    assert "Soạn thông báo" in text


def test_today_asks_the_approver_and_not_who_submitted(ward, desk, civil):
    make_approved(ward, submitted_at=civil.now)
    NoticeVersion.objects.update(state=NoticeVersion.State.SUBMITTED)
    assert "Xem và duyệt" in page(desk(ward.minh), "/lam-viec/")
    assert "Xem và duyệt" not in page(desk(ward.lan), "/lam-viec/")


def test_today_says_which_channel_is_in_trouble_and_what_to_do(ward, desk, civil, sms):
    Account.objects.update(state=Account.State.TROUBLED, problem="no-answer")
    assert "Máy chủ của nền tảng không trả lời" in page(desk(), "/lam-viec/")


def test_today_asks_the_database_a_fixed_number_of_times(
    out, desk, ward, django_assert_max_num_queries
):
    publish_notice(make_approved(ward), by=ward.lan)
    client = desk()
    with django_assert_max_num_queries(20):
        page(client, "/lam-viec/")


def test_the_report_comes_as_xlsx_and_pdf(out, desk):
    client = desk()
    assert client.get(url(out, "bao-cao.xlsx")).content.startswith(b"PK")
    assert client.get(url(out, "bao-cao.pdf")).content.startswith(b"%PDF")


def work(version, rest=""):
    return f"/lam-viec/thong-bao/{version.notice_id}/viec/{rest}"


def test_the_page_of_work_is_calm_when_nothing_waits(out, desk):
    Task.objects.all().delete()
    assert "Không có việc nào chờ" in page(desk(), work(out))


def test_the_page_of_work_asks_the_database_a_fixed_number_of_times(
    out, desk, django_assert_max_num_queries
):
    client = desk()
    with django_assert_max_num_queries(19):
        page(client, work(out))


def test_a_task_is_ticked_and_opened_again(out, desk):
    task = Task.objects.get(kind="loudspeaker")
    client = desk()
    assert "Đọc loa truyền thanh" in page(client, work(out))
    client.post(work(out, f"{task.pk}/"))
    task.refresh_from_db()
    assert task.done_at is not None
    client.post(work(out, f"{task.pk}/"), {"lam": "mo-lai"})
    task.refresh_from_db()
    assert task.done_at is None


def test_ticking_twice_says_that_it_is_done(out, desk):
    task = Task.objects.get(kind="loudspeaker")
    client = desk()
    client.post(work(out, f"{task.pk}/"))
    answer = client.post(work(out, f"{task.pk}/"), follow=True)
    assert "Việc này đã xong" in answer.content.decode()


def test_a_silent_leader_is_called_and_has_posted(ward, approved, sms, desk, civil):
    version = publish_notice(approved, by=ward.lan)
    client = desk()
    assert f'href="tel:{ward.hoa.phone}"' in page(client, work(version))
    client.post(work(version, f"to-truong/{Relay.objects.get().pk}/"))
    assert Relay.objects.get().state == Relay.State.POSTED


def test_unclear_readers_are_matched_at_the_desk(out, desk, ward):
    claim = make_claim(out, ward.to_13, house="Số 99", digits="123", browser="b")
    said = say_passed_on(out, ward.to_13, "bà Bình")
    client = desk()
    assert "Số 99" in page(client, work(out))
    client.post(work(out, f"ai-doc/{claim.pk}/"), {"home": ward.dung.pk})
    client.post(work(out, f"bao-giup/{said.pk}/"), {"home": ward.binh.pk})
    claim.refresh_from_db()
    said.refresh_from_db()
    assert (claim.household, said.household) == (ward.dung, ward.binh)


def test_a_claim_is_not_matched_with_a_household_of_elsewhere(out, desk, ward):
    claim = make_claim(out, ward.to_13, house="Số 99", digits="123", browser="b")
    answer = desk().post(work(out, f"ai-doc/{claim.pk}/"), {"home": ward.mai.pk})
    assert answer.status_code == 404


def test_a_sheet_is_hung_at_the_desk(out, desk, ward):
    sheet = plan_sheet(out, place="Cổng chợ", by=SYSTEM)
    desk().post(work(out, f"to-giay/{sheet.pk}/"))
    assert Sheet.objects.get(pk=sheet.pk).state == Sheet.State.HANGS


def test_a_viewer_sees_and_does_nothing(out, desk, ward, client):
    ward.quan.role = Role.VIEWER
    ward.quan.save()
    client = desk(ward.quan)
    assert "Đã làm" not in page(client, work(out))
    task = Task.objects.get(kind="loudspeaker")
    assert client.post(work(out, f"{task.pk}/")).status_code == 403


def test_the_numbers_as_json(out, ward, capsys, civil):
    visit = Visit.objects.get(household=ward.binh)
    record_try(visit, try_id=uuid.uuid4(), result="told", at=civil.now, by=ward.hoa)
    call_command("reach", str(out.pk), "--json")
    said = capsys.readouterr().out
    assert '"households": 7' in said
    assert '"informed": 3' in said
    assert '"told": 1' in said
    assert '"50": null' in said


def test_the_numbers_of_nothing_are_refused(db):
    with pytest.raises(CommandError):
        call_command("reach", "999")
