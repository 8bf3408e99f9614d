"""Recordings on the console, on residents' pages, and in what leaders post."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nhipcau.core.actor import SYSTEM
from nhipcau.notices import make_sound
from nhipcau.notices.audio import request_audio
from nhipcau.notices.make_sound import make_audio, make_recording
from nhipcau.notices.models import Audio, Recording
from nhipcau.notices.recordings import check_recording, offer_recording
from nhipcau.outreach.aloud import with_voices
from nhipcau.outreach.withdraw import withdraw_notice
from nhipcau.people.models import Household
from nhipcau.people.queries import main_language
from nhipcau.sound.tests.test_sound import tone


@pytest.fixture(autouse=True)
def files(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "files"

    def mp3(parts, into, *, longest, kilobits):
        into.write_bytes(b"ID3" + bytes(90))
        return 42.0

    monkeypatch.setattr(make_sound, "make_mp3", mp3)
    monkeypatch.setattr(make_sound, "speak", lambda text, into, **_named: into.write_text(text))


@pytest.fixture
def tay(ward, version):
    """A checked recording in Tày."""
    row = offer_recording(
        version, io.BytesIO(tone()), language="tyz", recorded_by="Nông Văn Thuận", by=ward.lan
    )
    make_recording(row)
    row.refresh_from_db()
    check_recording(row, by=ward.minh)
    return row


def page_of(version, end=""):
    return f"/lam-viec/thong-bao/{version.notice_id}/tieng/{end}"


def send(client, version, **given):
    sound = SimpleUploadedFile("ghi âm.m4a", tone(), content_type="audio/mp4")
    given = {"file": sound, "language": "tyz", "recorded_by": "Nông Văn Thuận"} | given
    return client.post(page_of(version), given)


def test_an_officer_sends_one_and_another_listens(client, ward, version):
    client.force_login(ward.lan)
    assert send(client, version).status_code == 302
    row = Recording.objects.get()
    make_recording(row)
    page = client.get(page_of(version)).content.decode()
    assert "chờ người khác nghe" in page
    assert "Tôi đã nghe" not in page
    assert client.get(page_of(version, f"{row.pk}.mp3")).content[:3] == b"ID3"
    client.force_login(ward.minh)
    assert "Tôi đã nghe" in client.get(page_of(version)).content.decode()
    client.post(page_of(version, f"{row.pk}/da-nghe/"))
    assert "bà con nghe được" in client.get(page_of(version)).content.decode()


def test_a_file_that_is_no_sound_is_told_beside_its_field_and_the_rest_is_kept(
    client, ward, version
):
    client.force_login(ward.lan)
    answer = send(client, version, file=SimpleUploadedFile("a.mp3", b"MZ not a sound"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "không phải bản ghi âm" in page
    assert "Nông Văn Thuận" in page


def test_the_loudspeakers_sound_can_be_heard_before(client, ward, version):
    client.force_login(ward.lan)
    client.post(page_of(version, "lam/"))
    assert "hx-trigger" in client.get(page_of(version)).content.decode()
    make_audio(Audio.objects.get())
    page = client.get(page_of(version)).content.decode()
    assert "máy đọc" in page
    assert client.get(page_of(version, "0.mp3")).status_code == 200


def test_what_could_not_be_made_says_why(client, ward, version):
    request_audio(version, by=SYSTEM)
    Audio.objects.update(state="failed", problem="missing")
    client.force_login(ward.lan)
    assert "chưa cài espeak-ng" in client.get(page_of(version)).content.decode()


def test_another_ward_sees_nothing_of_it(client, stranger, version, tay):
    client.force_login(stranger.thu)
    for end in ("", f"{tay.pk}.mp3", "0.mp3"):
        assert client.get(page_of(version, end)).status_code == 404
    assert client.post(page_of(version, f"{tay.pk}/bo/")).status_code == 404


def test_residents_hear_what_was_checked_on_a_small_page(client, ward, version, notice, tay):
    page = client.get(f"/song-cau/thong-bao/{notice.pk}/").content
    assert len(page) < 40_000
    assert f"/nghe/{tay.pk}.mp3" in page.decode()
    assert "Nông Văn Thuận" not in page.decode()
    assert client.get(f"/song-cau/thong-bao/{notice.pk}/nghe/{tay.pk}.mp3").status_code == 200


def test_nobody_hears_what_is_unchecked_or_withdrawn(client, ward, version, notice, tay):
    Recording.objects.update(checked_at=None)
    where = f"/song-cau/thong-bao/{notice.pk}/nghe/{tay.pk}.mp3"
    assert client.get(where).status_code == 404
    Recording.objects.update(checked_at=version.published_at)
    withdraw_notice(version, why="Nhầm ngày", by=ward.minh)
    assert client.get(where).status_code == 404
    assert "<audio" not in client.get(f"/song-cau/thong-bao/{notice.pk}/").content.decode()


def test_the_page_opens_with_the_neighbourhoods_own_language(client, ward, link, tay):
    page = client.get(f"/t/{link.code}").content.decode()
    assert page.index("<audio") > page.index('id="text"')
    Household.objects.filter(neighbourhood=ward.to_13).update(language="tyz")
    page = client.get(f"/t/{link.code}").content.decode()
    assert page.index("<audio") < page.index('id="text"')


def test_the_groups_text_says_what_can_be_heard(ward, version):
    assert with_voices("Tin", ["vi"], ward.to_13) == "Tin"
    Household.objects.filter(neighbourhood=ward.to_13).update(language="tyz")
    assert main_language(ward.to_13) == "tyz"
    said = with_voices("Tin {link}", ["nut", "tyz", "vi"], ward.to_13)
    assert said.endswith("nghe: Tiếng Tày, Tiếng Nùng.")
