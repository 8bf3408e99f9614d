"""The demo's Saturday is told by the same verbs as a ward's own."""

from nhipcau.commands.opening_calls import clean_last_saturday
from nhipcau.core.clock import civil_now
from nhipcau.notices.models import NoticeVersion, Recurrence
from nhipcau.outreach.models import CallPhoto, Relay
from nhipcau.outreach.thanks import public_thanks, say_thanks


def test_the_alley_was_cleaned_and_the_clock_is_back(ward, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "files"
    clock = tmp_path / "clock"
    clock.write_text("1685093400.000")
    monkeypatch.setenv("NHIPCAU_CLOCK_FILE", str(clock))
    assert clean_last_saturday(ward.locality, clock=clock) > 2
    assert clock.read_text() == "1685093400.000"
    version = NoticeVersion.objects.get()
    assert version.state == NoticeVersion.State.PUBLISHED and version.deadline < civil_now()
    assert Relay.objects.get().state == Relay.State.POSTED
    assert CallPhoto.objects.filter(household=None, shown_at__isnull=False).count() == 1
    assert say_thanks(public_thanks().get()).whole.done > 1
    approved = Recurrence.objects.filter(approved_at__isnull=False)
    assert (Recurrence.objects.count(), approved.count()) == (2, 1)
