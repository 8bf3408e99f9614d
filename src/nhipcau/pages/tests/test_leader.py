import re
from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLResolver, get_resolver

from nhipcau.circles.tests.conftest import make_cell
from nhipcau.core.actor import SYSTEM
from nhipcau.outreach.aloud import say_by_hand
from nhipcau.outreach.claims import make_claim
from nhipcau.outreach.models import Evidence, Level, Sheet, Standing, Task, Visit
from nhipcau.outreach.passed_on import say_passed_on
from nhipcau.outreach.sheets import ask_removal, mark_hung, plan_sheet
from nhipcau.outreach.tests.conftest import make_version
from nhipcau.outreach.visits import open_visits, record_try
from nhipcau.pages.tests.conftest import phone_of
from nhipcau.pages.tests.test_photos import photo
from nhipcau.places.open import set_means
from nhipcau.rosters.shifts import Planned, plan_shift

MOST_QUERIES = 20
LINK = re.compile(r'<a [^>]*href="([^"]+)"')


def level_of(version, household) -> int:
    return Standing.objects.get(version=version, household=household).level


def test_a_leader_without_work_is_told_what_will_be_here(hoa):
    page = hoa.get("/to/")
    assert page.status_code == 200
    assert "Hôm nay chưa có việc" in page.content.decode()


def test_home_shows_relay_doors_and_who_has_not_confirmed(hoa, ward, version, relay):
    open_visits(version, [ward.binh.pk], why="no_smartphone", by=SYSTEM)
    page = hoa.get("/to/").content.decode()
    assert f"/to/chuyen-tiep/{relay.pk}/" in page
    assert f"/to/nha/{version.pk}/" in page
    assert f"/to/con-thieu/{version.pk}/" in page


def test_the_most_urgent_stands_first_and_numbers_lead_everywhere(hoa, ward, version, relay):
    open_visits(version, [ward.binh.pk], why="no_smartphone", by=SYSTEM)
    page = hoa.get("/to/").text
    first = page.split('class="first')[1].split("</section>")[0]
    assert f"/to/chuyen-tiep/{relay.pk}/" in first and version.title in first
    assert "50,0" in page or "50 %" in page  # three of six households are in the group
    hoa.post(f"/to/chuyen-tiep/{relay.pk}/da-dang/")
    first = hoa.get("/to/").text.split('class="first')[1].split("</section>")[0]
    assert "Báo tận nơi 1 nhà" in first


def test_home_asks_the_database_little_however_much_there_is(
    hoa, ward, version, relay, django_assert_max_num_queries
):
    make_version(ward)
    make_version(ward)
    open_visits(version, [ward.binh.pk], why="no_smartphone", by=SYSTEM)
    hoa.get("/to/")
    with django_assert_max_num_queries(MOST_QUERIES):
        hoa.get("/to/")


def test_todays_shift_is_on_the_first_page(hoa, ward, civil):
    begins = civil.now + timedelta(minutes=30)
    planned = Planned("desk", begins, begins + timedelta(hours=1), ward.hoa, None)
    plan_shift(ward.locality, planned, by=ward.quan)
    page = hoa.get("/to/").text
    assert "Ca trực hôm nay" in page and "17:00" in page


def test_who_joined_and_who_moved_is_for_their_own_leader(hoa, ward, version, civil):
    open_visits(version, [ward.dung.pk], why="not_joined", by=SYSTEM)
    moved = {"try_id": uuid4(), "result": "moved", "at": civil.now}
    record_try(Visit.objects.get(), by=ward.hoa, **moved)
    page = hoa.get("/to/nha-moi/").text
    assert "Phạm Thị Yến" in page and "Lường Thị Dung" in page and "Đã chuyển đi" in page
    ward.tam.neighbourhood = ward.to_1
    ward.tam.save()
    assert "Không có thay đổi nào" in phone_of(ward.tam).get("/to/nha-moi/").text


def test_an_officer_is_not_let_onto_the_phone_pages(client, ward):
    client.force_login(ward.lan, backend="nhipcau.people.sessions.OpenedByUs")
    assert client.get("/to/").status_code == 403


def test_a_stranger_to_the_neighbourhood_does_not_get_its_relay(ward, relay):
    ward.tam.neighbourhood = ward.to_1
    ward.tam.save()
    assert phone_of(ward.tam).get(f"/to/chuyen-tiep/{relay.pk}/").status_code == 404


def test_opening_the_relay_is_noted_and_posting_covers_the_group(hoa, ward, version, relay):
    assert "Chép tin" in hoa.get(f"/to/chuyen-tiep/{relay.pk}/").content.decode()
    hoa.post(f"/to/chuyen-tiep/{relay.pk}/da-dang/", {"photo": photo((40, 40))})
    relay.refresh_from_db()
    assert relay.opened_at and relay.posted_by == ward.hoa and relay.photo
    assert level_of(version, ward.tung) == Level.POSTED


def test_a_broken_photo_is_said_and_nothing_is_marked(hoa, relay):
    broken = SimpleUploadedFile("nhom.jpg", b"x", content_type="image/jpeg")
    where = f"/to/chuyen-tiep/{relay.pk}/da-dang/"
    page = hoa.post(where, {"photo": broken}, follow=True).content.decode()
    relay.refresh_from_db()
    assert "không phải ảnh" in page and relay.state == relay.State.WAITING


def test_posting_twice_says_who_was_faster(hoa, relay):
    hoa.post(f"/to/chuyen-tiep/{relay.pk}/da-dang/")
    page = hoa.post(f"/to/chuyen-tiep/{relay.pk}/da-dang/", follow=True).content.decode()
    assert "đã được đánh dấu" in page


def test_a_slip_at_posting_is_taken_back(hoa, ward, version, relay):
    hoa.post(f"/to/chuyen-tiep/{relay.pk}/da-dang/")
    hoa.post(f"/to/chuyen-tiep/{relay.pk}/chua-dang/")
    assert level_of(version, ward.tung) == Level.NONE


def test_many_households_are_marked_in_one_gesture_and_taken_back(hoa, ward, version):
    gesture = uuid4().hex
    homes = [ward.tung.pk, ward.yen.pk]
    where = f"/to/con-thieu/{version.pk}/"
    page = hoa.post(f"{where}da-xem/", {"home": homes, "gesture": gesture}, follow=True)
    assert "Đã đánh dấu 2 nhà" in page.content.decode()
    assert level_of(version, ward.yen) == Level.OBSERVED
    hoa.post(f"{where}bo/", {"gesture": gesture})
    assert level_of(version, ward.yen) == Level.NONE


def test_marking_nobody_says_what_to_do(hoa, version):
    page = hoa.post(f"/to/con-thieu/{version.pk}/da-xem/", {}, follow=True).content.decode()
    assert "Hãy chọn ít nhất một hộ." in page


def test_marking_households_of_another_neighbourhood_is_refused(hoa, ward, version):
    hoa.post(f"/to/con-thieu/{version.pk}/da-xem/", {"home": [ward.mai.pk]})
    assert not Evidence.objects.filter(version=version).exists()


def test_all_informed_is_said_so(hoa, ward, version):
    homes = [home.pk for home in ward.households_13]
    hoa.post(f"/to/con-thieu/{version.pk}/da-xem/", {"home": homes})
    assert "Cả tổ đã biết" in hoa.get(f"/to/con-thieu/{version.pk}/").content.decode()


def test_a_claim_is_settled_for_a_household(hoa, ward, version):
    claim = make_claim(version, ward.to_13, house="12", digits="999", browser="b")
    assert "Ghi là: 12" in hoa.get("/to/hoi/").content.decode()
    hoa.post(f"/to/hoi/{claim.pk}/", {"home": ward.binh.pk})
    assert level_of(version, ward.binh) == Level.SEEN


def test_a_claim_of_nobody_here_goes_away(hoa, ward, version):
    claim = make_claim(version, ward.to_13, house="99", digits="999", browser="b")
    hoa.post(f"/to/hoi/{claim.pk}/", {"home": "0"})
    assert "Không có gì chờ xác nhận" in hoa.get("/to/hoi/").content.decode()


def test_settling_without_choosing_changes_nothing(hoa, ward, version):
    claim = make_claim(version, ward.to_13, house="99", digits="999", browser="b")
    hoa.post(f"/to/hoi/{claim.pk}/", {"home": ""})
    claim.refresh_from_db()
    assert claim.settled_at is None


def test_told_by_a_neighbour_is_matched_and_counted_apart(hoa, ward, version):
    said = say_passed_on(version, ward.to_13, "bà Bình ngõ 4")
    hoa.post(f"/to/bao-giup/{said.pk}/", {"home": ward.binh.pk})
    standing = Standing.objects.get(version=version, household=ward.binh)
    assert standing.level == Level.PASSED_ON and standing.informed_at is None


def test_a_hung_sheet_is_ticked(hoa, ward, version):
    sheet = Sheet.objects.create(
        locality=ward.locality, version=version, neighbourhood=ward.to_13, place="Nhà văn hoá"
    )
    assert "Nhà văn hoá" in hoa.get("/to/").content.decode()
    hoa.post(f"/to/to-giay/{sheet.pk}/")
    sheet.refresh_from_db()
    assert sheet.state == Sheet.State.HANGS


def test_at_the_door_the_leader_notes_the_language_and_the_way(ward, version):
    phone = phone_of(ward.hoa)
    where = f"/to/ho/{ward.binh.pk}/?tu={version.pk}"
    assert "Tiếng Tày" in phone.get(where).content.decode()
    answer = phone.post(where, {"language": "tyz", "best_way": "loudspeaker", "smartphone": "no"})
    assert answer["Location"] == f"/to/nha/{version.pk}/"
    ward.binh.refresh_from_db()
    assert (ward.binh.language, ward.binh.best_way) == ("tyz", "loudspeaker")


def test_not_for_a_house_of_another_neighbourhood(ward, version):
    assert phone_of(ward.hoa).get(f"/to/ho/{ward.mai.pk}/").status_code == 404


def test_the_leader_sees_what_hangs_and_what_must_come_down(ward, version):
    sheet = plan_sheet(version, place="Cổng chợ", neighbourhood=ward.to_13, form="a5", by=SYSTEM)
    mark_hung(sheet, by=ward.hoa)
    phone = phone_of(ward.hoa)
    assert "Cổng chợ" in phone.get("/to/dang-treo/").content.decode()
    ask_removal(version, by=SYSTEM)
    assert "Đã gỡ" in phone.get("/to/dang-treo/").content.decode()


def test_a_hand_held_loudspeaker_is_a_tick_on_the_phone(ward, version):
    set_means(ward.to_13, has_megaphone=True, has_gong=False, by=SYSTEM)
    say_by_hand(version, due_at=None, by=SYSTEM)
    phone = phone_of(ward.hoa)
    assert "Đi đọc loa tay" in phone.get("/to/").content.decode()
    task = Task.objects.get(kind="megaphone")
    phone.post(f"/to/viec/{task.pk}/")
    task.refresh_from_db()
    assert task.done_by == ward.hoa


def pages_of(phone) -> set[str]:
    """Every address of the leader's telephone that names no object and may be opened."""
    found, waiting = set(), [("/", get_resolver().url_patterns)]
    while waiting:
        before, patterns = waiting.pop()
        for one in patterns:
            path = before + str(one.pattern)
            if isinstance(one, URLResolver):
                waiting.append((path, one.url_patterns))
            elif path.startswith("/to/") and "<" not in path and path.endswith("/"):
                found.add(path)
    return {path for path in found if phone.get(path).status_code == 200}


def test_two_taps_lead_to_everything(hoa, ward, version, relay):
    make_cell(ward)  # only who is in a circle is led there

    def taps(path):
        return {href.split("?")[0].split("#")[0] for href in LINK.findall(hoa.get(path).text)}

    first = {path for path in taps("/to/") if path.startswith("/to/")}
    within = first.union(*(taps(path) for path in first))
    assert pages_of(hoa) - within - {"/to/"} == set()
