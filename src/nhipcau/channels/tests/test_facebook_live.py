"""Facebook beyond the post, against the simulated page: albums, comments, Messenger."""

import pytest
from tests.platforms import PAGE, move_clock

from nhipcau.channels.comments import read_comments
from nhipcau.channels.models import Incoming
from nhipcau.channels.tests.test_with_platforms import PNG, carry, page  # noqa: F401
from nhipcau.channels.transport import Message
from nhipcau.channels.transports.facebook_page import FEED
from nhipcau_sandbox.world import long_id

HOUR = 3600


@pytest.fixture
def post(page):  # noqa: F811
    return carry(page, Message("k1", FEED, "Khám sàng lọc")).reference


def write(platforms):
    platforms.act("messenger", page=PAGE, person="binh", text="Cho hỏi")
    return long_id("psid", PAGE, "binh")[:16]


def comment(platforms, post, text="Mấy giờ?"):
    return platforms.act("comment", page=PAGE, person="binh", post=post, text=text)["id"]


def test_an_album_is_uploaded_and_posted_at_once(page, platforms):  # noqa: F811
    content = Message("j1", FEED, "Tờ rơi", images=(PNG, PNG + b"2"))
    made = carry(page, content, prepare=True)
    assert made.state == "sent" and made.reference.count(",") == 1
    note = {"prepared": made.reference}
    assert carry(page, Message("k2", FEED, "Tờ rơi", job_note=note)).state == "sent"
    assert carry(page, Message("k3", FEED, "Lại", job_note=note)).state == "refused"


def test_a_comment_is_answered_hidden_and_answered_privately_once(page, platforms, post):  # noqa: F811
    said = comment(platforms, post)
    assert carry(page, Message("a", f"comment:{said}", "7 giờ ạ")).state == "sent"
    assert carry(page, Message("b", f"hide:{said}", "-")).state == "sent"
    assert carry(page, Message("c", f"private:{said}", "Chào bác")).reference.startswith("m_")
    assert carry(page, Message("d", f"private:{said}", "Nữa")).state == "refused"


def test_messenger_is_open_for_a_day(page, platforms, settings):  # noqa: F811
    psid = write(platforms)
    assert carry(page, Message("a", f"psid:{psid}", "Chào bác")).state == "sent"
    move_clock(settings.DATA, 24 * HOUR + 1)
    outcome = carry(page, Message("b", f"psid:{psid}", "Chào bác"))
    assert (outcome.state, outcome.error, outcome.scope) == ("refused", "10/2018278", "row")


def test_comments_that_no_webhook_brought_are_found(page, platforms, post):  # noqa: F811
    said = comment(platforms, post)
    comment(platforms, said, "Tôi cũng hỏi")
    carry(page, Message("a", f"comment:{said}", "7 giờ ạ"))
    assert read_comments(page) == read_comments(page) == 2
    rows = Incoming.objects.filter(what="comment")
    assert sorted(row.text for row in rows) == ["Mấy giờ?", "Tôi cũng hỏi"]
    assert {row.detail["post"] for row in rows} == {post}


def test_a_page_that_is_down_or_whose_token_died_brings_nothing_and_breaks_nothing(
    page,  # noqa: F811
    platforms,
    post,
):
    comment(platforms, post)
    for mode in ("down", "garbage", "refuse"):
        platforms.call("mode", platform="facebook", mode=mode, times=1)
        assert read_comments(page) == 0
    assert read_comments(page) == 1
