from datetime import date, time, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import get_resolver
from django.utils.feedgenerator import rfc3339_date
from tests.cast import FRIDAY_AFTERNOON

from nhipcau.links.models import LinkDay
from nhipcau.notices.models import Paper, Rendition
from nhipcau.outreach.tests.conftest import make_version
from nhipcau.pages.portal import limits
from nhipcau.pages.tests.conftest import make_link
from nhipcau.people.tries import may_try
from nhipcau.places.models import OpeningHours, Succession, Unit
from nhipcau.places.open import RESERVED

PHONE = "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/120 Mobile Zalo android/240101"


def put_out(version, title):
    version.title = title
    version.save()
    version.notice.current = version
    version.notice.save()


def words(response) -> str:
    return response.content.decode()


def test_a_ward_without_notices_says_what_will_be_here(client, ward):
    page = client.get("/song-cau/")
    assert page.status_code == 200
    assert "Khi có thông báo mới" in words(page)


def test_home_lists_what_is_on_by_deadline_then_the_past(client, ward, notice, civil):
    put_out(make_version(ward, deadline_in=-timedelta(hours=2)), "Đã qua rồi")
    page = words(client.get("/song-cau/"))
    assert page.index("Khám sàng lọc") < page.index("Trước đây") < page.index("Đã qua rồi")


def test_home_tells_when_the_desk_is_open_and_what_the_ward_became(client, ward):
    for opens, closes in ((time(13, 30), time(17)), (time(7, 30), time(11, 30))):
        OpeningHours.objects.create(locality=ward.locality, weekday=0, opens=opens, closes=closes)
    successor = Unit.objects.create(code="01843", name="Phường Bắc Kạn", level=Unit.Level.COMMUNE)
    Succession.objects.create(
        predecessor=ward.locality.unit,
        successor=successor,
        on=date(2025, 7, 1),
        is_whole=True,
    )
    page = words(client.get("/song-cau/"))
    assert "Thứ Hai" in page and "07:30 – 11:30, 13:30 – 17:00" in page
    assert "Từ 1/7/2025 thuộc Phường Bắc Kạn." in page


@pytest.mark.parametrize("typed", ["khám sàng lọc", "KHAM SANG", "sàng  lọc khám"])
def test_search_finds_with_and_without_marks(client, notice, typed):
    assert "Tìm thấy 1" in words(client.get("/song-cau/", {"tim": typed}))


def test_search_that_finds_nothing_keeps_the_words_and_escapes_them(client, notice):
    page = words(client.get("/song-cau/", {"tim": "<script>"}))
    assert "&lt;script&gt;" in page and "<script>\n" not in page


def test_an_unknown_locality_is_a_calm_404(client, ward):
    page = client.get("/khong-co/")
    assert page.status_code == 404 and "Không tìm thấy" in words(page)


def test_one_notice_tells_what_when_where_who_and_bring(client, version, notice):
    version.event_at = FRIDAY_AFTERNOON + timedelta(hours=14, minutes=30)
    version.event_until = version.event_at + timedelta(hours=4)
    version.place, version.bring = "Trạm Y tế phường", "Thẻ bảo hiểm y tế"
    version.save()
    page = words(client.get(f"/song-cau/thong-bao/{notice.pk}/"))
    for told in ("07:00 – 11:00 ngày mai", "Trạm Y tế phường", "Thẻ bảo hiểm", "Cần biết trước"):
        assert told in page


def test_a_draft_is_not_shown(client, version, notice):
    version.state = version.State.DRAFT
    version.save()
    assert client.get(f"/song-cau/thong-bao/{notice.pk}/").status_code == 404
    assert version.title not in words(client.get("/song-cau/"))


def test_a_notice_of_another_locality_is_not_shown(client, notice, stranger):
    assert client.get(f"/nong-thuong/thong-bao/{notice.pk}/").status_code == 404


def test_a_correction_says_when_and_what_changed(client, version, notice):
    version.number, version.correction = 2, "Dời sang 08:00."
    version.save()
    page = words(client.get(f"/song-cau/thong-bao/{notice.pk}/"))
    assert "Đã sửa lúc 16:30 hôm nay" in page and "Dời sang 08:00." in page


def test_a_withdrawn_notice_says_so_and_asks_nothing(client, version, notice, link, civil):
    version.state = version.State.WITHDRAWN
    version.save()
    notice.withdrawn_at, notice.withdrawn_why = civil.now, "Hoãn vì mưa bão."
    notice.save()
    page = words(client.get(f"/t/{link.code}"))
    assert "đã thu hồi lúc" in page and "Hoãn vì mưa bão." in page
    assert "Nhà tôi đã đọc" not in page


def test_another_language_is_read_when_there_is_one_and_else_said(client, ward, version, notice):
    Rendition.objects.create(
        locality=ward.locality,
        version=version,
        form=Rendition.Form.WEB,
        language="en",
        title="Free diabetes screening",
        text="Free for everybody from 40.",
    )
    where = f"/song-cau/thong-bao/{notice.pk}/"
    assert "Free diabetes screening" in words(client.get(where, {"lang": "en"}))
    page = words(client.get(where, {"lang": "tyz"}))
    assert (version.title in page and "chưa có bản" not in page) or 'lang="vi"' in page


def test_a_chosen_language_is_remembered(client, notice):
    client.get("/song-cau/", {"lang": "en"})
    assert 'lang="en"' in words(client.get("/song-cau/"))[:200]


def test_the_paper_behind_it_is_handed_out_only_while_published(
    client, ward, version, notice, tmp_path, settings
):
    settings.MEDIA_ROOT = tmp_path
    paper = Paper.objects.create(locality=ward.locality, issuer="TTYT", file_name="giay.pdf")
    paper.file.save("giay.pdf", ContentFile(b"%PDF-1.4"))
    notice.paper = paper
    notice.save()
    where = f"/song-cau/thong-bao/{notice.pk}/giay/"
    answer = client.get(where)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    version.state = version.State.WITHDRAWN
    version.save()
    assert client.get(where).status_code == 404


def test_a_paper_that_is_no_picture_is_downloaded_not_shown(
    client, ward, notice, tmp_path, settings
):
    settings.MEDIA_ROOT = tmp_path
    paper = Paper.objects.create(locality=ward.locality, issuer="TTYT", file_name="x.html")
    paper.file.save("x.html", ContentFile(b"<script>"))
    notice.paper = paper
    notice.save()
    answer = client.get(f"/song-cau/thong-bao/{notice.pk}/giay/")
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_feed_is_atom_with_absolute_links(client, version, notice):
    answer = client.get("/song-cau/atom.xml")
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert f"http://testserver/song-cau/thong-bao/{notice.pk}/" in words(answer)
    assert rfc3339_date(version.published_at) in words(answer)


def test_a_short_link_shows_the_page_itself_and_counts_a_person(client, link, version):
    page = client.get(f"/t/{link.code}", headers={"user-agent": PHONE})
    assert page.status_code == 200 and version.title in words(page)
    assert LinkDay.objects.get(link=link).people == 1


def test_a_preview_is_counted_apart(client, link):
    client.get(f"/t/{link.code}", headers={"user-agent": "facebookexternalhit/1.1"})
    client.head(f"/t/{link.code}", headers={"user-agent": PHONE})
    day = LinkDay.objects.get(link=link)
    assert (day.people, day.robots) == (0, 1)


def test_coming_back_from_our_own_form_is_no_new_opening(client, link):
    client.get(f"/t/{link.code}?xong=da-doc", headers={"user-agent": PHONE})
    assert not LinkDay.objects.exists()


def test_a_link_changed_by_hand_is_a_calm_404_with_the_way(client, link):
    page = client.get("/t/k7m2pqxyy")
    assert page.status_code == 404 and "/song-cau/" in words(page)


def test_a_closed_link_says_so_with_the_way(client, link, civil):
    link.closed_at = civil.now
    link.save()
    page = client.get(f"/t/{link.code}")
    assert page.status_code == 410 and "/song-cau/" in words(page)


@pytest.mark.parametrize("path", ["/to/", "/lam-viec/", "/song-cau/khong-co/", "/dang-nhap/"])
def test_a_link_shows_only_public_pages_that_exist(client, ward, notice, path):
    link = make_link(ward, notice, code="k7m2pqxyw")
    link.path = path
    link.save()
    assert client.get(f"/t/{link.code}").status_code in {404, 405, 200, 302}
    assert "Việc hôm nay" not in words(client.get(f"/t/{link.code}"))


def test_a_portal_page_with_its_assets_stays_under_40_kilobytes(client, ward, link, version):
    version.text = "Trạm Y tế phường khám sàng lọc miễn phí. " * 60
    version.save()
    assets = Path(settings.STATICFILES_DIRS[0]) / "nhipcau"
    page = len(client.get(f"/t/{link.code}").content)
    files = sum((assets / name).stat().st_size for name in ("portal.css", "portal.js", "icon.svg"))
    assert page + files < 40 * 1024
    for past in range(30):
        put_out(make_version(ward), f"Thông báo số {past} về việc của tổ dân phố")
    assert len(client.get("/song-cau/").content) + files < 40 * 1024


def test_the_portal_has_the_colours_of_the_console():
    assets = Path(settings.STATICFILES_DIRS[0]) / "nhipcau"

    def colours(name):
        light, dark = (assets / name).read_text().split(":root{")[1:3]
        return [
            dict(part.split(":") for part in block.split("}")[0].replace("\n", "").split(";")
                 if ":#" in part)
            for block in (light, dark)
        ]  # fmt: skip

    for ours, theirs in zip(colours("portal.css"), colours("base.css"), strict=True):
        assert {name.strip(): theirs.get(name) for name in ours} == {
            name.strip(): value for name, value in ours.items()
        }


def test_no_page_of_a_ward_shows_a_household(client, ward, link):
    for where in ("/song-cau/", f"/t/{link.code}"):
        page = words(client.get(where))
        assert not any(home.head_name in page for home in ward.households_13)


def first_words(patterns, before="") -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if hasattr(pattern, "url_patterns"):
            found |= first_words(pattern.url_patterns, route)
        else:
            found.add(route.split("/")[0])
    return {word for word in found if word and "<" not in word}


def test_no_ward_can_take_an_address_of_the_house():
    words_taken = first_words(get_resolver().url_patterns) | {"static"}
    assert words_taken <= RESERVED


def test_hundreds_of_guessed_codes_close_the_door_for_an_hour(client, link):
    there = {"REMOTE_ADDR": "203.0.113.9"}
    name = limits._name(limits.LOST, there["REMOTE_ADDR"])
    for _guess in range(limits.LOST.most - 1):
        assert may_try(name, limits.LOST.most, 3600)
    assert client.get("/t/abcdefghj", **there).status_code == 404
    assert client.get(f"/t/{link.code}", **there).status_code == 429
    assert client.get(f"/t/{link.code}").status_code == 200
