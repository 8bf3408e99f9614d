"""Households, groups and the ward at the desk; the leader's group; where a QR leads."""

import pytest
from django.core.cache import cache
from tests.cast import make_locality, make_staff

from nhipcau.links.models import LinkDay
from nhipcau.people.join import join_link
from nhipcau.people.models import (
    Group,
    Household,
    ImportBatch,
    JoinAsk,
    Membership,
    Resident,
    Role,
)
from nhipcau.people.register.stage import stage
from nhipcau.people.register.tests import files
from nhipcau.places.models import Locality
from nhipcau.places.units import import_units

H, G, P = "/lam-viec/ho-dan/", "/lam-viec/nhom/", "/lam-viec/dia-ban/"
BROWSER = "Mozilla/5.0 (Linux; Android 9) Chrome/96 Mobile Zalo android/12"


@pytest.fixture(autouse=True)
def files_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


def sent(content, name="so-ho.xlsx"):
    content.name = name
    return {"file": content}


def test_the_tree_counts_households_and_persons_apart(ward, desk):
    page = desk.get(H).text
    assert "Tổ 13" in page and "Hoàng Đình Hoà" in page and "chưa có tổ trưởng" in page
    assert "42,9" in page  # 3 of 7 households


def test_an_empty_ward_is_shown_how_to_begin(ward, client):
    empty = make_locality("01855", "Phường Xuất Hóa", "xuat-hoa")
    client.force_login(make_staff(empty, "moi", "Người Mới", Role.ADMIN))
    assert "Chưa có hộ dân nào" in client.get(H).text
    assert "Chưa có tổ, thôn nào" in client.get(G).text
    assert "Chưa có." in client.get(P).text


def test_the_tree_takes_the_same_few_queries(ward, desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        desk.get(H)


def test_people_are_found_by_name_without_marks(ward, desk):
    page = desk.get(H, {"tim": "nong thi binh"}).text
    assert f"{H}{ward.binh.pk}/" in page and "Hoàng Văn Tùng" not in page
    assert "Không thấy hộ nào" in desk.get(H, {"tim": "zzzz"}).text


@pytest.mark.parametrize(
    ("loc", "names"),
    [
        ("chua-vao-nhom", {"Bình", "Khánh", "Dung"}),
        ("khong-dien-thoai", {"Bình"}),
        ("da-di", set()),
        ("x", {"Bình", "Tùng", "Phương", "Khánh", "Dung", "Yến"}),
    ],
)
def test_a_neighbourhood_shows_who_is_missing(ward, desk, loc, names):
    page = desk.get(f"{H}to/{ward.to_13.pk}/", {"loc": loc}).text
    shown = {n for n in ("Bình", "Tùng", "Phương", "Khánh", "Dung", "Yến") if f" {n}</a>" in page}
    assert shown == names


def test_a_neighbourhood_takes_the_same_few_queries(ward, desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        desk.get(f"{H}to/{ward.to_13.pk}/")


def test_a_household_says_how_it_is_best_told_and_why_we_may(ward, desk):
    page = desk.get(f"{H}{ward.binh.pk}/").text
    assert "Đến tận nhà" in page and "0912 345 678" in page and "Nhiệm vụ của cơ quan" in page


def test_a_household_without_any_way_is_said_to_need_a_door(ward, desk):
    assert "đến tận nhà" in desk.get(f"{H}{ward.dung.pk}/").text


def test_another_localitys_pages_are_not_there(ward, stranger, desk):
    assert desk.get(f"{H}{stranger.household.pk}/").status_code == 404
    assert desk.get(f"{H}to/{stranger.neighbourhood.pk}/").status_code == 404


def test_what_was_learnt_is_written_and_faults_keep_what_was_typed(ward, desk):
    typed = {
        "head_name": "Nông Thị Bình",
        "house": "Số 12B",
        "language": "tyz",
        "smartphone": "yes",
    }
    assert desk.post(f"{H}{ward.binh.pk}/sua/", typed).status_code == 302
    assert Household.objects.get(pk=ward.binh.pk).house == "Số 12B"
    wrong = desk.post(f"{H}{ward.binh.pk}/sua/", {**typed, "head_name": " ", "house": "Số 99"})
    assert wrong.status_code == 422 and "Số 99" in wrong.text


def test_a_viewer_sees_and_does_not_change(ward, client):
    client.force_login(make_staff(ward.locality, "xem", "Người Xem", Role.VIEWER))
    page = client.get(f"{H}{ward.binh.pk}/").text
    assert "Cả nhà đã chuyển đi" not in page
    assert client.post(f"{H}{ward.binh.pk}/da-di/").status_code == 403


def test_a_viewer_sees_that_there_is_a_telephone_and_three_digits_of_it(ward, client):
    client.force_login(make_staff(ward.locality, "xem", "Người Xem", Role.VIEWER))
    for page in (f"{H}{ward.binh.pk}/", f"{H}to/{ward.to_13.pk}/"):
        text = client.get(page).text
        assert "••• 678" in text and "345 678" not in text and "+84912345678" not in text


def test_moving_away_and_back(ward, desk):
    desk.post(f"{H}{ward.tung.pk}/da-di/")
    assert "Hộ đã trở lại" in desk.get(f"{H}{ward.tung.pk}/").text
    desk.post(f"{H}{ward.tung.pk}/tro-lai/")
    assert not Household.objects.get(pk=ward.tung.pk).is_gone


def test_a_telephone_is_added_stopped_and_resumed(ward, desk):
    wrong = desk.post(f"{H}{ward.dung.pk}/so/", {"value": "12", "basis": "public_task"})
    assert "Số điện thoại không đúng" in wrong.text
    desk.post(f"{H}{ward.dung.pk}/so/", {"value": "0966 333 444", "basis": "consent"})
    contact = ward.dung.contacts.get()
    desk.post(f"{H}lien-lac/{contact.pk}/ngung/")
    assert "đã ngừng theo yêu cầu" in desk.get(f"{H}{ward.dung.pk}/").text
    desk.post(f"{H}lien-lac/{contact.pk}/tiep/")
    assert ward.dung.contacts.get().stopped_at is None


def test_erasing_asks_first(ward, desk):
    person = ward.binh.residents.get(is_head=True)
    address = f"{H}nguoi/{person.pk}/xoa/"
    assert "Nông Thị Bình" in desk.get(address).text
    desk.post(address, {})
    assert Resident.objects.filter(pk=person.pk).exists()
    desk.post(address, {"is_sure": "on"})
    assert not Resident.objects.filter(pk=person.pk).exists()


def test_a_register_is_sent_looked_through_and_written(ward, desk):
    page = desk.post(f"{H}nhap/", sent(files.xlsx(files.SMALL, start=4)), follow=True)
    assert "Đang đọc tệp" in page.text
    batch = stage(ImportBatch.objects.get())
    preview = desk.get(f"{H}nhap/{batch.pk}/").text
    assert "Ghi 3 hàng vào sổ" in preview and "Nông Thị Bình" in preview
    done = desk.post(f"{H}nhap/{batch.pk}/ghi/", follow=True).text
    assert "Đã ghi vào sổ" in done
    assert ward.to_2.households.count() == 2
    assert "đã được nhập" in desk.post(f"{H}nhap/{batch.pk}/ghi/", follow=True).text


def test_progress_reloads_the_page_when_the_file_was_read(ward, desk):
    desk.post(f"{H}nhap/", sent(files.xlsx(files.SMALL)))
    batch = ImportBatch.objects.get()
    poll = {"HX-Request": "true"}
    assert "HX-Refresh" not in desk.get(f"{H}nhap/{batch.pk}/", headers=poll)
    stage(batch)
    assert desk.get(f"{H}nhap/{batch.pk}/", headers=poll)["HX-Refresh"] == "true"


def test_a_preview_shows_row_column_and_reason(ward, desk):
    odd = ["Tổ 2", "Ma Văn Ba", "Chủ hộ", "31/02/1980", "20", "", ""]
    desk.post(f"{H}nhap/", sent(files.xlsx([files.HEADINGS, odd])))
    batch = stage(ImportBatch.objects.get())
    page = desk.get(f"{H}nhap/{batch.pk}/").text
    assert "cột “Ngày sinh”" in page and "Cần xem lại (1)" in page
    assert "Không có hàng nào" in desk.get(f"{H}nhap/{batch.pk}/?loai=khong-nhan").text


def test_a_file_that_cannot_be_read_says_why(ward, desk):
    desk.post(f"{H}nhap/", sent(files.xlsx([["Thu", "Chi"], [1, 2]])))
    batch = stage(ImportBatch.objects.get())
    assert "Không thấy hàng tiêu đề" in desk.get(f"{H}nhap/{batch.pk}/").text


def test_no_file_and_a_dropped_file(ward, desk):
    assert desk.post(f"{H}nhap/").status_code == 422
    desk.post(f"{H}nhap/", sent(files.xlsx(files.SMALL)))
    batch = stage(ImportBatch.objects.get())
    desk.post(f"{H}nhap/{batch.pk}/bo/")
    assert "đã được bỏ" in desk.get(f"{H}nhap/{batch.pk}/").text


def test_the_sample_file_can_be_imported_as_it_is(ward, desk):
    answer = desk.get(f"{H}nhap/mau.xlsx")
    desk.post(f"{H}nhap/", sent(files.io.BytesIO(answer.content)))
    batch = stage(ImportBatch.objects.get())
    assert (batch.counts["new"], batch.counts.get("doubtful", 0)) == (3, 0)


def test_an_approver_does_not_import(ward, client):
    client.force_login(ward.minh)
    assert client.get(f"{H}nhap/").status_code == 403


def test_groups_say_who_has_none_and_who_waits(ward, desk):
    page = desk.get(G).text
    assert "tổ chưa có nhóm hộ dân" in page and "chờ tổ trưởng xác nhận" in page
    assert "Nhóm tổ trưởng phường" in page


def test_a_group_is_founded_step_by_step_at_the_desk(ward, desk):
    typed = {"kind": "households", "name": "Tổ 2", "neighbourhood": ward.to_2.pk}
    desk.post(f"{G}moi/", typed)
    group = Group.objects.get(name="Tổ 2")
    assert "Còn thiếu bước" in desk.post(f"{G}{group.pk}/mo/", follow=True).text
    for step in ("made", "guarded"):
        desk.post(f"{G}{group.pk}/buoc/", {"step": step, "done": "1"})
    wrong = desk.post(f"{G}{group.pk}/sua/", {"name": "Tổ 2", "invite_link": "http://x"})
    assert "https://" in wrong.text and wrong.status_code == 422
    desk.post(f"{G}{group.pk}/sua/", {"name": "Tổ 2", "invite_link": "https://zalo.me/g/a"})
    desk.post(f"{G}{group.pk}/mo/")
    assert Group.objects.get(pk=group.pk).state == "active"


def test_a_group_shows_its_qr_and_prints_its_poster(ward, desk):
    page = desk.get(f"{G}{ward.group_13.pk}/").text
    link = join_link(ward.group_13, by=ward.lan.actor)
    assert "<svg" in page and link.path in page and "Nông Văn Khánh" in page
    assert desk.get(f"{G}{ward.group_13.pk}/to-moi.pdf").content.startswith(b"%PDF")


def test_the_leaders_phone_confirms_who_joined(ward, hoas):
    page = hoas.get("/to/nhom/").text
    assert "Nông Văn Khánh" in page and "Đúng nhà này" in page
    member = Membership.objects.get(household=ward.khanh)
    answer = hoas.post("/to/nhom/xac-nhan/", {"member": member.pk}, follow=True)
    assert "đã vào nhóm" in answer.text
    assert Membership.objects.get(pk=member.pk).state == "confirmed"


def test_the_leader_marks_many_and_takes_one_back(ward, hoas):
    chosen = {"home": [ward.binh.pk, ward.dung.pk], "back": "members"}
    page = hoas.post("/to/nhom/da-vao/", chosen, follow=True)
    assert "thêm 2 nhà" in page.text
    member = Membership.objects.get(household=ward.binh)
    hoas.post("/to/nhom/go/", {"member": member.pk})
    assert Membership.objects.get(pk=member.pk).state == "left"


def test_a_leader_without_a_group_founds_it(ward, hoas):
    Group.objects.filter(pk=ward.group_13.pk).delete()
    assert "Tổ chưa có nhóm" in hoas.get("/to/nhom/").text
    assert "Tạo nhóm trên Zalo" in hoas.post("/to/nhom/lap/", follow=True).text
    assert hoas.get("/to/nhom/ma-qr/").status_code == 200


def test_an_officer_has_no_phone_page_and_a_leader_no_desk(ward, desk, client):
    assert desk.get("/to/nhom/").status_code == 403
    client.force_login(ward.hoa)
    assert client.get(H).status_code == 403


def test_a_strangers_group_is_not_found(ward, stranger, desk):
    group = Group.objects.create(
        locality=stranger.locality, kind="sector", name="Lạ", state="active"
    )
    assert desk.get(f"{G}{group.pk}/").status_code == 404
    assert desk.post(f"{G}{group.pk}/dong/").status_code == 404


def test_the_qr_leads_to_a_page_that_asks_which_house(ward, client):
    link = join_link(ward.group_13, by=ward.hoa.actor)
    page = client.get(link.path, headers={"User-Agent": BROWSER})
    assert "Tổ 13" in page.text and "Hoàng" not in page.text
    assert LinkDay.objects.get(link=link).people == 1
    assert len(page.content) < 40_000


def test_the_answer_is_the_same_whether_it_matched_or_not(ward, client):
    link = join_link(ward.group_13, by=ward.hoa.actor)
    one, two = (
        client.post(link.path, {"house": "12", "digits": digits}).text for digits in ("678", "111")
    )
    assert one == two
    assert Membership.objects.get(household=ward.binh).state == "pending"
    assert JoinAsk.objects.count() == 1


def test_asking_too_often_is_stopped_in_words(ward, client):
    link = join_link(ward.group_13, by=ward.hoa.actor)
    for n in range(8):
        client.post(link.path, {"house": "12", "digits": f"{n:03d}"})
    answer = client.post(link.path, {"house": "12", "digits": "678"})
    assert answer.status_code == 429 and "thử lại sau" in answer.text


def test_a_changed_closed_or_foreign_code_leads_nowhere(ward, client):
    link = join_link(ward.group_13, by=ward.hoa.actor)
    assert client.get("/vao-nhom/aaaaaaaaa/").status_code == 404
    Group.objects.filter(pk=ward.group_13.pk).update(state="closed")
    assert client.get(link.path).status_code == 404


def test_the_wards_page_shows_what_it_became(ward, client):
    import_units(province="19")
    client.force_login(ward.quan)
    page = client.get(P).text
    assert "Phường Bắc Kạn" in page and "Xã Nông Thượng (01852)" in page and "1683/NQ" in page
    assert "đến hết 30/06/2025" in page


def test_the_admin_sets_hours_and_names(ward, client):
    client.force_login(ward.quan)
    typed = {
        "issuer": "UBND phường Sông Cầu", "quiet_from": "21:30", "quiet_until": "05:30",
        "loudspeaker_hours": "05:00-06:00, 17:00-18:00", "ward_helpers": 4, "emergency_reserve": 2,
        "escalate_after": 7, "drill_day": 2, "drill_at": "15:00",
    }  # fmt: skip
    assert client.post(f"{P}sua/", typed).status_code == 302
    kept = Locality.objects.get(pk=ward.locality.pk)
    assert kept.loudspeaker_hours == "05:00-06:00,17:00-18:00"
    assert (kept.escalate_after, kept.drill_day, kept.drill_at.hour) == (7, 2, 15)
    wrong = client.post(f"{P}sua/", {**typed, "loudspeaker_hours": "sáng sớm"})
    assert wrong.status_code == 422 and "sáng sớm" in wrong.text
    client.post(f"{P}to/", {"name": "Tổ 24"})
    assert "Tổ 24" in client.get(P).text
    taken = client.post(f"{P}to/{ward.to_1.pk}/", {"name": "Tổ 2"})
    assert "đã có" in taken.text


def test_an_editor_sees_the_ward_and_does_not_set_it(ward, desk):
    assert desk.get(P).status_code == 200
    assert desk.post(f"{P}sua/", {}).status_code == 403


def test_the_short_form_of_a_groups_link_leads_there_too(ward, client):
    link = join_link(ward.group_13, by=ward.hoa.actor)
    answer = client.get(f"/t/{link.code}", headers={"User-Agent": BROWSER}, follow=True)
    assert answer.status_code == 200 and f'action="{link.path}"' in answer.text
    assert LinkDay.objects.get(link=link).people == 1
