"""Alerts out and in: valid for OASIS's schema and for readers written by others."""

from datetime import datetime, timedelta, timezone

import pytest
from capvalidator import Validator
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.text.cap import Alert, Area, BadAlert, Info
from nhipcau.text.cap_read import LARGEST, is_alert, read_alert, read_feed
from nhipcau.text.cap_write import write_alert

HOME = timezone(timedelta(hours=7))
NOW = datetime(2023, 5, 26, 16, 30, tzinfo=HOME)
STORM = Alert(
    identifier="urn:nhipcau:song-cau:12:1",
    sender="https://phuong.example/song-cau/",
    sent=NOW,
    infos=(
        Info(
            event="Bão",
            categories=("Met", "Safety"),
            responses=("Shelter",),
            urgency="Immediate",
            severity="Severe",
            certainty="Likely",
            effective=NOW,
            expires=NOW + timedelta(hours=12),
            sender_name="UBND phường Sông Cầu",
            headline="Bão số 3: ở trong nhà",
            description="Gió giật cấp 10 từ 20 giờ.",
            instruction="Chằng buộc mái, ở trong nhà kiên cố.",
            web="https://phuong.example/song-cau/thong-bao/12/",
            areas=(Area("Tổ 13, phường Sông Cầu", (("VN-DVHC", "01837"),)),),
        ),
        Info(event="Storm", language="en-GB", headline="Storm: stay inside"),
    ),
)


def xml(body: str, extra: str = "") -> bytes:
    head = (
        "<identifier>a</identifier><sender>s</sender><sent>2023-05-26T16:30:00+07:00</sent>"
        "<status>Actual</status><msgType>Alert</msgType><scope>Public</scope>"
    )
    return (
        f'{extra}<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">{head}{body}</alert>'
    ).encode()


def test_what_goes_out_comes_in_again():
    assert read_alert(write_alert(STORM)) == STORM


def test_a_validator_written_by_others_finds_it_valid():
    assert Validator(write_alert(STORM)).schema()[0] is True


def test_a_reader_written_by_others_reads_the_same_times():
    read = Validator(write_alert(STORM)).get_dates()
    assert (read["sent"], read["expiry"]) == (
        "2023-05-26T16:30:00+07:00",
        "2023-05-27T04:30:00+07:00",
    )


def test_an_update_names_what_it_replaces():
    update = Alert("b", "s", NOW, kind="Update", references=(STORM.reference,))
    assert read_alert(write_alert(update)).references == (
        "https://phuong.example/song-cau/,urn:nhipcau:song-cau:12:1,2023-05-26T16:30:00+07:00",
    )


def test_words_that_the_schema_does_not_know_are_not_written():
    with pytest.raises(BadAlert, match="not_cap"):
        write_alert(Alert("a", "s", NOW, status="Diễn tập"))


@given(st.text(), st.text(min_size=1))
def test_any_words_survive_or_lose_only_what_xml_cannot_hold(headline, event):
    raw = write_alert(Alert("a", "s", NOW, infos=(Info(event=event, headline=headline),)))
    assert Validator(raw).schema()[0] is True
    read_alert(raw)


def test_an_alert_of_another_make_is_read():
    raw = xml(
        "<info><category>Met</category><event>Heavy rain</event><urgency>Future</urgency>"
        "<severity>Moderate</severity><certainty>Possible</certainty>"
        "<expires>2023-05-27T00:00:00-00:00</expires>"
        "<area><areaDesc>Bắc Kạn</areaDesc><circle>22.1,105.8 10</circle></area></info>"
    )
    alert = read_alert(raw)
    assert alert.infos[0].language == "en-US"
    assert alert.infos[0].areas[0].circles == ("22.1,105.8 10",)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"not xml", "not_xml"),
        (b"", "not_xml"),
        (xml("<x/>"), "not_cap"),
        (xml("").replace(b"+07:00", b"Z"), "not_cap"),
        (xml("").replace(b"+07:00", b",07:00"), "not_cap"),
        (b"x" * (LARGEST + 1), "too_big"),
        (xml("", '<!DOCTYPE alert [<!ENTITY a "b">]>'), "entities"),
        (xml("", '<!DOCTYPE alert SYSTEM "file:///etc/passwd">'), "entities"),
    ],
)
def test_what_may_not_be_believed_is_refused(raw, code):
    with pytest.raises(BadAlert, match=code):
        read_alert(raw)


def test_the_links_of_a_feed_are_found_once_each():
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom">
      <entry><link href="https://x/page"/><link type="application/cap+xml" href="https://x/1"/>
      </entry><entry><link href="https://x/2"/></entry><entry><link href="https://x/2"/></entry>
    </feed>"""
    assert read_feed(atom) == ["https://x/1", "https://x/2"]
    assert read_feed(b"<rss><channel><item><link> https://x/3 </link></item></channel></rss>") == [
        "https://x/3"
    ]
    assert is_alert(write_alert(STORM)) and not is_alert(atom)
