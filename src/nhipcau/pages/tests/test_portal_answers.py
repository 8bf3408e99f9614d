import io

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from nhipcau.outreach.models import CallPhoto, Claim, Evidence, Level, PassedOn, Reply, Standing
from nhipcau.pages.portal import limits
from nhipcau.pages.tests.conftest import make_link, phone_of
from nhipcau.people.models import Consent, ContactPoint

RIGHT = {"house": "12 ngõ 4", "digits": "678"}
WRONG = {"house": "12 ngõ 4", "digits": "999"}


@pytest.fixture(autouse=True)
def fresh_limits(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


def level(version, household) -> int:
    return Standing.objects.get(version=version, household=household).level


def read(client, notice, link=None, **data):
    given = {"link": link.code if link else "", **data}
    return client.post(f"/song-cau/thong-bao/{notice.pk}/da-doc/", given, follow=True)


def test_the_first_time_the_page_asks_which_house(client, link, ward):
    page = client.get(f"/t/{link.code}").content.decode()
    assert 'name="house"' in page and 'name="digits"' in page


def test_house_and_digits_acknowledge_for_the_household(client, ward, version, notice, link):
    page = read(client, notice, link, **RIGHT).content.decode()
    assert "Cảm ơn, phường đã ghi nhận." in page
    assert level(version, ward.binh) == Level.ACKNOWLEDGED
    assert Evidence.objects.get(household=ward.binh).channel == "relay"


def test_the_reply_is_the_same_whether_it_matched_or_not(ward, version, notice, link):
    pages, cookies = [], []
    for given in (RIGHT, WRONG):
        client = Client()
        answers = [read(client, notice, link, **given), client.get(f"/t/{link.code}")]
        bare = [answer.content.decode() for answer in answers]
        for token in {answer.context["csrf_token"] for answer in answers}:
            bare = [page.replace(str(token), "") for page in bare]
        pages.append([page.partition("csrfmiddlewaretoken")[0] for page in bare] + [
            page.count("<") for page in bare
        ])  # fmt: skip
        cookies.append(sorted(client.cookies))
    assert pages[0] == pages[1]
    assert cookies[0] == cookies[1]


def test_what_does_not_match_goes_to_the_leader(client, ward, version, notice, link):
    read(client, notice, link, **WRONG)
    claim = Claim.objects.get()
    assert (claim.house, claim.digits, claim.neighbourhood) == ("12 ngõ 4", "999", ward.to_13)
    assert level(version, ward.binh) == Level.NONE


def test_a_household_of_another_neighbourhood_never_matches(client, ward, version, notice, link):
    read(client, notice, link, house="12 ngõ 4", digits="333")  # bà Mai's, of Tổ 1
    assert level(version, ward.mai) == Level.NONE and Claim.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"house": "", "digits": "678"}, "Hãy ghi số nhà"),
        ({"house": "12", "digits": "67"}, "đúng 3 số cuối"),
        ({"house": "12", "digits": "abc"}, "đúng 3 số cuối"),
        ({"house": "9" * 61, "digits": "678"}, "Hãy ghi số nhà"),
    ],
)
def test_a_fault_is_said_beside_the_field_and_what_was_typed_stays(
    client, notice, link, given, word
):
    page = read(client, notice, link, **given)
    assert page.status_code == 422 and word in page.content.decode()
    assert f'value="{given["digits"]}"' in page.content.decode()
    assert not Claim.objects.exists()


def test_next_time_one_tap_is_enough_and_opening_is_seen(client, ward, version, notice, link):
    read(client, notice, link, **RIGHT)
    Evidence.objects.all().delete()
    Standing.objects.filter(household=ward.binh).update(level=Level.NONE, informed_at=None)
    page = client.get(f"/t/{link.code}").content.decode()
    assert 'name="house"' not in page
    assert level(version, ward.binh) == Level.SEEN


def test_who_does_not_want_to_be_remembered_is_not(client, ward, version, notice, link):
    read(client, notice, link, **RIGHT, forget="1")
    assert level(version, ward.binh) == Level.ACKNOWLEDGED
    assert "nha" not in client.cookies
    assert not ContactPoint.objects.filter(kind="portal").exists()
    assert not Consent.objects.exists()


def test_being_remembered_is_kept_with_its_basis_and_wording(client, ward, notice, link):
    read(client, notice, link, **RIGHT)
    point = ContactPoint.objects.get(kind="portal")
    assert point.household == ward.binh and point.legal_basis == "consent"
    consent = Consent.objects.get()
    assert consent.wording == "portal-1" and consent.household == ward.binh


def test_not_my_house_forgets_in_the_browser_and_at_the_ward(client, ward, notice, link):
    read(client, notice, link, **RIGHT)
    client.post(f"/song-cau/thong-bao/{notice.pk}/quen/", {"link": link.code})
    assert 'name="house"' in client.get(f"/t/{link.code}").content.decode()
    assert ContactPoint.objects.get(kind="portal").stopped_at
    assert Consent.objects.get().withdrawn_at


def test_a_cookie_changed_by_hand_is_no_browser_of_ours(client, ward, notice, link):
    read(client, notice, link, **RIGHT)
    client.cookies["nha"] = client.cookies["nha"].value[:-2] + "xx"
    assert 'name="house"' in client.get(f"/t/{link.code}").content.decode()


def test_after_the_leader_settles_the_browser_is_known(client, ward, version, notice, link):
    read(client, notice, link, **WRONG)
    claim = Claim.objects.get()
    phone_of(ward.hoa).post(f"/to/hoi/{claim.pk}/", {"home": ward.binh.pk})
    assert level(version, ward.binh) == Level.SEEN
    read(client, notice, link)
    assert level(version, ward.binh) == Level.ACKNOWLEDGED


def test_guessing_digits_of_one_house_comes_to_an_end(ward, version, notice, link):
    answers = [
        read(Client(), notice, link, house="Số 12, ngõ 4", digits=f"{n:03}") for n in range(12)
    ]
    assert [answer.status_code for answer in answers] == [200] * 10 + [422] * 2
    assert "Xin chờ một giờ" in answers[-1].content.decode()


def test_one_browser_may_not_try_house_after_house(client, notice, link):
    client.get(f"/t/{link.code}")
    for n in range(8):
        client.cookies.pop("nha", None)
        assert read(client, notice, link, house=f"{n}", digits="111").status_code == 200
    client.cookies.pop("nha", None)
    assert read(client, notice, link, house="99", digits="111").status_code == 422


def test_the_next_hour_one_may_try_again(client, civil, notice, link):
    for n in range(9):
        client.cookies.pop("nha", None)
        read(client, notice, link, house=f"{n}", digits="111")
    civil.step(61)
    client.cookies.pop("nha", None)
    assert read(client, notice, link, house="5", digits="111").status_code == 200


def test_a_households_own_link_needs_no_question_and_no_bare_opening_counts(
    client, ward, version, notice
):
    own = make_link(ward, notice, household=ward.binh.pk, channel="sms")
    page = client.get(f"/t/{own.code}").content.decode()
    assert 'name="house"' not in page and ward.binh.head_name not in page
    assert level(version, ward.binh) == Level.NONE
    client.post(f"/song-cau/thong-bao/{notice.pk}/da-xem/", {"link": own.code})
    assert level(version, ward.binh) == Level.SEEN
    read(client, notice, own)
    assert level(version, ward.binh) == Level.ACKNOWLEDGED
    assert set(Evidence.objects.values_list("channel", flat=True)) == {"sms"}


def test_the_gesture_is_worth_nothing_without_the_households_own_link(
    client, ward, version, notice, link
):
    client.post(f"/song-cau/thong-bao/{notice.pk}/da-xem/", {"link": link.code})
    assert not Evidence.objects.exists()


def test_a_households_own_link_is_not_offered_for_sharing(client, ward, notice):
    own = make_link(ward, notice, household=ward.binh.pk, channel="sms")
    page = client.get(f"/t/{own.code}").content.decode()
    assert f'data-share="http://testserver/song-cau/thong-bao/{notice.pk}/"' in page


def test_a_known_browser_on_another_households_link_reads_for_its_own(
    client, ward, version, notice, link
):
    read(client, notice, link, **RIGHT)
    own = make_link(ward, notice, code="h7m2pqxyz", household=ward.yen.pk, channel="sms")
    client.get(f"/t/{own.code}")
    read(client, notice, own)
    assert level(version, ward.yen) == Level.NONE


def test_a_link_of_another_notice_brings_nothing(client, ward, version, notice):
    other = make_link(ward, notice, household=ward.binh.pk)
    other.path = "/song-cau/thong-bao/999999/"
    other.save()
    assert read(client, notice, other).status_code == 422
    assert not Evidence.objects.exists()


def test_a_link_of_another_locality_brings_nothing(client, ward, notice, stranger):
    foreign = make_link(ward, notice, code="h7m2pqxyz", household=ward.binh.pk)
    foreign.locality = stranger.locality
    foreign.save()
    assert client.get(f"/t/{foreign.code}").status_code == 404
    assert read(client, notice, foreign).status_code == 422


def test_a_call_is_answered_and_the_answer_can_change(client, ward, version, notice, link):
    notice.kind, notice.answers = "call", ["will_come", "excused"]
    notice.save()
    read(client, notice, link, **RIGHT, answer="will_come")
    assert Reply.objects.get().answer == "will_come"
    read(client, notice, link, answer="excused")
    assert Reply.objects.get().answer == "excused"
    assert level(version, ward.binh) == Level.ACKNOWLEDGED


def test_an_answer_nobody_asked_for_is_refused_in_words(client, ward, notice, link):
    page = read(client, notice, link, **RIGHT, answer="done")
    assert page.status_code == 422 and "không hỏi câu trả lời đó" in page.content.decode()


def test_told_for_a_neighbour_goes_to_the_leader(client, ward, notice, link):
    where = f"/song-cau/thong-bao/{notice.pk}/bao-giup/"
    page = client.post(where, {"link": link.code, "words": "bà Bình ngõ 4"}, follow=True)
    assert "Cảm ơn bạn đã báo giúp" in page.content.decode()
    assert PassedOn.objects.get().words == "bà Bình ngõ 4"


def test_told_for_nobody_is_said_beside_the_field(client, notice, link):
    where = f"/song-cau/thong-bao/{notice.pk}/bao-giup/"
    page = client.post(where, {"link": link.code, "words": " "})
    assert page.status_code == 422 and "đã báo giúp cho ai" in page.content.decode()


def test_forms_are_guarded_against_other_sites(ward, notice, link):
    strict = Client(enforce_csrf_checks=True)
    assert read(strict, notice, link, **RIGHT).status_code == 403


def test_a_withdrawn_notice_takes_no_answer(client, version, notice, link):
    version.state = version.State.WITHDRAWN
    version.save()
    notice.withdrawn_at = version.published_at
    notice.save()
    page = read(client, notice, link, **RIGHT)
    assert page.status_code == 422


def test_a_forged_answer_does_not_tell_whether_it_matched(ward, version, notice, link):
    said = [
        read(Client(), notice, link, **given, answer=answer).status_code
        for answer in ("bogus", "will_come")
        for given in (RIGHT, WRONG)
    ]
    assert said == [422, 422, 422, 422]
    assert level(version, ward.binh) == Level.NONE and not Claim.objects.exists()


def test_a_withdrawn_notice_does_not_tell_whether_it_matched(ward, version, notice, link):
    type(version).objects.filter(pk=version.pk).update(state="withdrawn")
    said = [read(Client(), notice, link, **given).status_code for given in (RIGHT, WRONG)]
    assert said == [422, 422] and not Claim.objects.exists()


@pytest.mark.parametrize("given", [RIGHT, WRONG])
def test_a_photo_is_checked_by_content_before_anybody_is_looked_up(
    ward, version, notice, link, given
):
    notice.answers = ["done", "photo"]
    notice.save()
    page = b"<script>alert(1)</script>"
    photo = SimpleUploadedFile("../anh.jpg", page, content_type="image/jpeg")
    answer = read(Client(), notice, link, **given, answer="done", photo=photo)
    assert answer.status_code == 422 and "không phải ảnh" in answer.text
    assert not Reply.objects.exists() and not Claim.objects.exists()


def test_a_photo_is_kept_under_its_content_not_its_name(ward, version, notice, link, settings):
    notice.answers = ["done", "photo"]
    notice.save()
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    photo = SimpleUploadedFile("../../x.html", picture.getvalue())
    read(Client(), notice, link, **RIGHT, answer="done", photo=photo)
    kept = CallPhoto.objects.get()
    assert kept.household == ward.binh and kept.shown_at is None
    assert kept.file.name.startswith(f"calls/{ward.locality.pk}/")
    assert kept.file.name.endswith(".jpg")


def test_ten_tries_a_day_of_a_house_and_no_more(ward, version, notice, link, civil):
    for n in range(limits.HOUSE.most):
        read(Client(), notice, link, house=f"Số 12{' ' * n}", digits=f"{n:03d}")
    answer = read(Client(), notice, link, house="nhà 012 ngõ 4", digits="678")
    assert answer.status_code == 422 and "nhiều lần" in answer.text
    assert level(version, ward.binh) == Level.NONE


def test_who_sheds_the_cookie_still_cannot_flood_the_leader_with_words(ward, notice, link):
    for _n in range(limits.WORDS_ADDRESS.most + 3):
        Client().post(
            f"/song-cau/thong-bao/{notice.pk}/bao-giup/", {"link": link.code, "words": "bà Bình"}
        )
    assert PassedOn.objects.count() <= limits.WORDS_ADDRESS.most
