"""A phone beside the microphone in a real browser: one press, then it plays by itself."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from nhipcau.core.actor import SYSTEM
from nhipcau.notices.models import Audio
from nhipcau.outreach.aloud import say_by_loudspeaker
from nhipcau.outreach.models import Playing, Route, Task
from nhipcau.outreach.speakers import add_speaker
from nhipcau.sound.turn import turn


@pytest.fixture
def address(ward, version, civil, settings, tmp_path):
    """A loudspeaker's page in its hour, with one short notice that is really sound."""
    settings.MEDIA_ROOT = tmp_path / "files"
    made = tmp_path / "a.mp3"
    order = {"parts": [{"chime": "end"}], "into": str(made), "longest": 9, "kilobits": 32}
    seconds = turn(order)["seconds"]
    civil.step(31)
    Route.objects.create(
        locality=ward.locality, version=version, kind="loudspeaker", position=0, state="running"
    )
    say_by_loudspeaker(version, due_at=None, by=SYSTEM)
    kept = default_storage.save("audio/a.mp3", ContentFile(made.read_bytes()))
    Audio.objects.update(
        state="made", seconds=seconds, source="abc", file=kept, size=made.stat().st_size
    )
    return f"/loa/{add_speaker(ward.locality, name='Loa đài', neighbourhood=None, by=ward.lan)[1]}/"


def test_it_fetches_ahead_plays_without_network_and_tells_when_it_is_back(
    visitor, version, address, axe
):
    page = visitor.page()
    with page.expect_response("**/nghe/*.mp3", timeout=10_000):
        page.goto(address)
    axe(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Bắt đầu trực loa").click()
    page.get_by_text("1 lượt đã phát chờ mạng").wait_for()
    assert not Playing.objects.exists()
    page.context.set_offline(False)
    with page.expect_response("**/da-phat/", timeout=35_000) as told:
        page.reload()  # or half a minute later by itself
    assert told.value.status == 201
    assert Playing.objects.get().version_id == version.pk
    assert "Loa đài" in Task.objects.get().done_note
