"""What a loudspeaker opens by its key, and the ward's list of them."""

import json
import uuid
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from nhipcau.core.actor import SYSTEM
from nhipcau.core.redact import redact_text
from nhipcau.notices.models import Audio
from nhipcau.outreach.aloud import say_by_loudspeaker
from nhipcau.outreach.models import Playing, Route, Speaker, Task
from nhipcau.outreach.speakers import add_speaker
from nhipcau.outreach.tests.conftest import make_version
from nhipcau.outreach.withdraw import withdraw_notice
from nhipcau.people.secret_addresses import revoke_address

SOUND = b"ID3" + bytes(range(200))


@pytest.fixture
def key(ward, version, settings, tmp_path, civil):
    """A loudspeaker's address while one notice waits for five o'clock."""
    settings.MEDIA_ROOT = tmp_path / "files"
    Route.objects.create(
        locality=ward.locality, version=version, kind="loudspeaker", position=0, state="running"
    )
    say_by_loudspeaker(version, due_at=None, by=SYSTEM)
    kept = default_storage.save("audio/a.mp3", ContentFile(SOUND))
    Audio.objects.update(state="made", seconds=40, source="abc", file=kept, size=len(SOUND))
    return add_speaker(ward.locality, name="Loa đài", neighbourhood=None, by=ward.lan)[1]


def feed(client, key):
    return json.loads(client.get(f"/loa/{key}/danh-sach.json").content)


def tell(client, address, notice, /, **given):
    lines = {"version": notice.pk, "key": uuid.uuid4(), "seconds": "40.1", "ago": "0"} | given
    return client.post(f"/loa/{address}/da-phat/", lines)


def test_the_list_says_when_in_seconds_from_now(client, key, version):
    (item,) = feed(client, key)["items"]
    assert item["_loa"]["in"] == 30 * 60
    assert item["attachments"][0]["mime_type"] == "audio/mpeg"
    assert client.get(item["attachments"][0]["url"]).content == SOUND


def test_the_atom_feed_holds_only_what_may_sound_now(client, key, civil):
    assert b"enclosure" not in client.get(f"/loa/{key}/danh-sach.xml").content
    civil.step(31)
    body = client.get(f"/loa/{key}/danh-sach.xml").content.decode()
    assert 'rel="enclosure"' in body
    assert 'type="audio/mpeg"' in body


@pytest.mark.parametrize(
    ("asked", "status", "content"),
    [
        ("bytes=0-3", 206, SOUND[:4]),
        ("bytes=100-", 206, SOUND[100:]),
        ("bytes=-5", 206, SOUND[-5:]),
        ("bytes=9999-", 416, b""),
        ("nonsense", 200, SOUND),
    ],
)
def test_a_player_may_ask_for_a_piece(client, key, version, asked, status, content):
    answer = client.get(f"/loa/{key}/nghe/{version.pk}-abc.mp3", headers={"range": asked})
    assert (answer.status_code, answer.content) == (status, content)


def test_what_was_played_is_told_once_and_leaves_the_list(client, key, version):
    again = uuid.uuid4()
    assert tell(client, key, version, key=again).status_code == 201
    assert tell(client, key, version, key=again).status_code == 200
    assert feed(client, key)["items"] == []
    assert Task.objects.get().done_at
    assert "Đã phát" in client.get(f"/loa/{key}/").content.decode()


def test_without_scripts_a_button_says_it_was_played(client, key, version):
    page = client.get(f"/loa/{key}/").content.decode()
    assert "Đã phát xong bài này" in page
    assert len(page.encode()) < 40_000
    answer = tell(client, key, version, form="1")
    assert answer.status_code == 302
    assert Playing.objects.count() == 1


@pytest.mark.parametrize(
    "given", [{"key": "x"}, {"seconds": "nan"}, {"seconds": "-1"}, {"version": "999999999999999"}]
)
def test_nonsense_is_refused_and_nothing_kept(client, key, version, given):
    assert tell(client, key, version, **given).status_code in {400, 404}
    assert not Playing.objects.exists()


def test_a_revoked_key_opens_nothing(client, ward, key, version):
    revoke_address(Speaker.objects.get(), by=ward.lan)
    for where in ("", "danh-sach.json", "danh-sach.xml", f"nghe/{version.pk}-abc.mp3"):
        assert client.get(f"/loa/{key}/{where}").status_code == 404
    assert tell(client, key, version).status_code == 404
    assert not Playing.objects.exists()


def test_a_withdrawn_notice_is_neither_listed_nor_sounded(
    client,
    ward,
    key,
    version,
):
    withdraw_notice(version, why="Nhầm ngày", by=ward.minh)
    assert feed(client, key)["items"] == []
    assert client.get(f"/loa/{key}/nghe/{version.pk}-abc.mp3").status_code == 404


def test_a_guessed_key_is_nobodys_and_a_key_is_in_no_log(client, key):
    assert client.get(f"/loa/{'x' * 32}/").status_code == 404
    assert key not in redact_text(f"GET /loa/{key}/danh-sach.json")


def test_another_wards_loudspeaker_hears_nothing_of_ours(client, stranger, key):
    there = add_speaker(stranger.locality, name="Loa lạ", neighbourhood=None, by=stranger.thu)[1]
    assert feed(client, there)["items"] == []


def test_the_ward_makes_shows_once_and_takes_back(client, ward, key):
    client.force_login(ward.lan)
    made = client.post("/lam-viec/dia-ban/loa/", {"name": "Loa Tổ 13", "neighbourhood": ""})
    assert "/loa/" in made.content.decode()
    page = client.get("/lam-viec/dia-ban/loa/").content.decode()
    assert "Loa Tổ 13" in page
    speaker = Speaker.objects.get(name="Loa Tổ 13")
    client.post(f"/lam-viec/dia-ban/loa/{speaker.pk}/thu-hoi/")
    speaker.refresh_from_db()
    assert speaker.revoked_at
    assert client.post("/lam-viec/dia-ban/loa/", {"name": ""}).status_code == 422


def test_a_viewer_and_a_leader_do_not_see_the_list(client, ward):
    client.force_login(ward.minh)
    assert client.get("/lam-viec/dia-ban/loa/").status_code == 403


def test_the_neighbourhoods_page_says_what_it_calls_people_with(client, ward):
    client.force_login(ward.lan)
    client.post(f"/lam-viec/dia-ban/to/{ward.to_13.pk}/loa-keng/", {"megaphone": "1"})
    ward.to_13.refresh_from_db()
    assert (ward.to_13.has_megaphone, ward.to_13.has_gong) == (True, False)
    page = client.get(f"/lam-viec/ho-dan/to/{ward.to_13.pk}/")
    assert page.status_code in {200, 404}


def test_two_notices_wait_in_the_order_of_their_deadlines(client, ward, key, version):
    sooner = make_version(ward, deadline_in=timedelta(hours=2))
    Route.objects.create(
        locality=ward.locality, version=sooner, kind="loudspeaker", position=0, state="running"
    )
    say_by_loudspeaker(sooner, due_at=None, by=SYSTEM)
    Audio.objects.filter(version=sooner).update(state="made", seconds=9, source="x", file="a/b.mp3")
    order = [item["_loa"]["version"] for item in feed(client, key)["items"]]
    assert order == [sooner.pk, version.pk]
