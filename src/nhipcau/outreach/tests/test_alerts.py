"""Our emergencies as CAP 1.2, and alerts of others that become drafts, never more."""

from dataclasses import replace
from datetime import timedelta

import pytest
from capvalidator import Validator

from nhipcau.channels.fetch import NotFetched
from nhipcau.core.clock import local
from nhipcau.core.errors import BadInput, NotAllowed
from nhipcau.dispatch.models import Job
from nhipcau.notices.correct import correct_notice
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach import alert_feeds
from nhipcau.outreach.alert_feeds import add_feed, look_at, read_feeds, stop_feed
from nhipcau.outreach.alerts_in import hazard_of, is_about, take_alert
from nhipcau.outreach.alerts_out import alert_of, find_issued, issued
from nhipcau.outreach.emergency import begin_drill, begin_with, raise_alarm, take_part
from nhipcau.outreach.models import AlertFeed, Emergency, IncomingAlert
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.withdraw import withdraw_notice
from nhipcau.text.cap import Alert, Area, Info
from nhipcau.text.cap_read import read_alert
from nhipcau.text.cap_write import write_alert

URL = "https://kttv.example/atom.xml"


@pytest.fixture
def out(ward, civil):
    return raise_alarm(ward.locality, begin_with(ward.locality, "storm"), by=ward.minh)


@pytest.fixture
def feed(ward):
    return add_feed(ward.locality, name="Đài khí tượng", url=URL, by=ward.quan)


def warning(civil, **changes):
    now = local(civil.now).replace(microsecond=0)
    info = Info(
        event="Lũ quét",
        categories=("Met",),
        urgency="Immediate",
        severity="Extreme",
        certainty="Likely",
        expires=now + timedelta(hours=5),
        sender_name="Đài Khí tượng Thuỷ văn",
        headline="Cảnh báo lũ quét trên sông Cầu",
        instruction="Rời khỏi ven sông ngay.",
        areas=(Area("Phường Sông Cầu, thành phố Bắc Kạn"),),
    )
    return Alert("kttv-1", "kttv@example.vn", now, infos=(replace(info, **changes),))


def test_an_emergency_is_valid_cap_and_comes_in_again(ward, out, settings):
    settings.BASE_URL = "https://phuong.example"
    raw = write_alert(alert_of(issued(ward.locality)[0]))
    assert Validator(raw).schema()[0] is True
    alert = read_alert(raw)
    assert (alert.kind, alert.status, alert.sender) == (
        "Alert", "Actual", "song-cau@phuong.example",
    )  # fmt: skip
    assert alert.sent.utcoffset() == timedelta(hours=7)
    info = alert.infos[0]
    assert (info.language, info.event, info.severity) == ("vi-VN", "Bão", "Severe")
    assert ("VN-GSO", "01837") in info.areas[0].geocodes
    assert is_about(ward.locality, info)
    assert hazard_of(info) == "storm"


def test_a_correction_updates_and_a_withdrawal_cancels(ward, out):
    first = alert_of(issued(ward.locality)[0])
    second = correct_notice(out.notice, by=ward.minh)
    NoticeVersion.objects.filter(pk=second.pk).update(state="approved", correction="Bão đổi hướng")
    second.refresh_from_db()
    publish_notice(second, by=ward.minh)
    withdraw_notice(second, why="Bão tan", by=ward.minh)
    cancel, update, _first = (alert_of(one) for one in _by_kind(ward))
    assert (update.kind, update.references) == ("Update", (first.reference,))
    assert (cancel.kind, cancel.note) == ("Cancel", "Bão tan")
    assert cancel.references == (first.reference, update.reference)
    assert Validator(write_alert(cancel)).schema()[0] is True


def _by_kind(ward):
    return sorted(issued(ward.locality), key=lambda one: (one.is_cancel, one.version.number))[::-1]


def test_a_drill_is_an_exercise_and_in_no_feed(ward, civil):
    take_part(ward.locality, households=(ward.yen.pk,), staff=(), by=ward.minh)
    version = begin_drill(ward.locality, "fire", by=ward.minh)
    assert issued(ward.locality) == []
    assert alert_of(find_issued(f"{version.notice_id}-1")).status == "Exercise"


@pytest.mark.parametrize("name", ["", "1", "0-0", "1-1-huy", "9999999999-1", "x-y"])
def test_an_address_that_names_no_alert_finds_none(ward, name):
    assert find_issued(name) is None


def test_an_alert_for_our_area_becomes_a_draft_and_the_named_person_hears(ward, feed, civil, sms):
    row = take_alert(feed, warning(civil))
    version = row.notice.versions.get()
    assert (version.state, version.notice.kind) == ("draft", "emergency")
    assert "Rời khỏi ven sông ngay." in version.text
    danger = Emergency.objects.get(notice=row.notice)
    assert (danger.hazard, danger.severity, danger.alert) == ("flood", "Extreme", row)
    assert Job.objects.get().key == f"v{version.pk}:alert:new"


def test_the_same_alert_twice_is_one(feed, civil):
    alert = warning(civil)
    assert take_alert(feed, alert) is not None
    assert take_alert(feed, alert) is None
    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    "far", [Area("Tỉnh Cà Mau"), Area("x", (("VN-GSO", "99999"),)), Area("Cầu Giấy, Hà Nội")]
)
def test_what_speaks_of_elsewhere_is_kept_and_begins_nothing(feed, civil, far):
    row = take_alert(feed, warning(civil, areas=(far,)))
    assert not row.is_ours
    assert not Notice.objects.exists()


def test_an_exercise_of_others_begins_nothing(feed, civil):
    take_alert(feed, replace(warning(civil), status="Exercise"))
    assert not Notice.objects.exists()


def test_an_alert_that_is_over_begins_nothing(feed, civil):
    take_alert(feed, warning(civil, expires=civil.now - timedelta(minutes=1)))
    assert not Notice.objects.exists()


def test_an_update_replaces_the_draft_and_a_cancel_throws_it_away(feed, civil):
    first = warning(civil)
    draft = take_alert(feed, first).notice.versions.get()
    update = replace(
        warning(civil, headline="Lũ đã lên báo động 3"),
        identifier="kttv-2", kind="Update", references=(first.reference,),
    )  # fmt: skip
    newer = take_alert(feed, update).notice.versions.get()
    draft.refresh_from_db()
    assert (draft.state, newer.title) == ("withdrawn", "Lũ đã lên báo động 3")
    cancel = replace(update, identifier="kttv-3", kind="Cancel", references=(update.reference,))
    take_alert(feed, cancel)
    newer.refresh_from_db()
    assert newer.state == "withdrawn"


def test_an_update_of_what_is_out_drafts_a_correction_and_changes_nothing(ward, feed, civil):
    first = warning(civil)
    draft = take_alert(feed, first).notice.versions.get()
    alarm = replace(begin_with(ward.locality, "flood"), title=draft.title, text=draft.text)
    out = raise_alarm(ward.locality, alarm, by=ward.minh, draft=draft)
    update = replace(
        warning(civil, headline="Lũ đã lên báo động 3"),
        identifier="kttv-2", kind="Update", references=(first.reference,),
    )  # fmt: skip
    row = take_alert(feed, update)
    out.refresh_from_db()
    assert out.state == "published"
    second = row.notice.versions.get(state="draft")
    assert (row.notice_id, second.number) == (out.notice_id, 2)
    assert "báo động 3" in second.correction


def test_another_sender_cancels_nothing(feed, civil):
    first = warning(civil)
    draft = take_alert(feed, first).notice.versions.get()
    take_alert(
        feed,
        replace(
            first, identifier="x", sender="evil@x", kind="Cancel", references=(first.reference,)
        ),
    )
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_feed_is_looked_at_and_each_alert_is_fetched_once(ward, feed, civil, monkeypatch):
    served = {
        URL: b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="https://x/1"/></entry>'
        b'<entry><link href="https://x/2"/></entry></feed>',
        "https://x/1": write_alert(warning(civil)),
        "https://x/2": b"<alert/>",
    }
    asked = []

    def fetch(url, **_how):
        asked.append(url)
        return served[url]

    monkeypatch.setattr(alert_feeds, "fetch", fetch)
    assert read_feeds() == 1
    feed.refresh_from_db()
    assert feed.problem == "not_cap"
    assert IncomingAlert.objects.count() == 1
    assert read_feeds() == 0
    civil.step(3)
    read_feeds()
    assert asked.count("https://x/1") == 1


def test_a_feed_that_cannot_be_reached_says_so(feed, monkeypatch):
    def fetch(_url, **_how):
        raise NotFetched("inside")

    monkeypatch.setattr(alert_feeds, "fetch", fetch)
    assert look_at(feed) == "inside"
    assert AlertFeed.objects.get().problem == "inside"


@pytest.mark.parametrize(
    "url", ["http://x.vn/a", "ftp://x", "https://u:p@x.vn/", "https://x.vn:22/", "//x", ""]
)
def test_only_https_addresses_are_feeds(ward, url):
    with pytest.raises(BadInput):
        add_feed(ward.locality, name="Đài", url=url, by=ward.quan)


def test_only_an_admin_of_the_ward_keeps_feeds(ward, stranger, feed):
    for who in (ward.minh, stranger.thu):
        with pytest.raises(NotAllowed):
            add_feed(ward.locality, name="Đài", url=URL, by=who)
        with pytest.raises(NotAllowed):
            stop_feed(feed, by=who)
