"""Asked on a platform, answered at the desk over HTTP, read on the platform: over a real wire."""

import re

import pytest
from django.test import Client

from nhipcau.channels.tests.conftest import listening  # noqa: F401
from nhipcau.dispatch.models import Delivery
from nhipcau.inbox.models import Question, Rating
from nhipcau.inbox.tests.conftest import birth  # noqa: F401
from nhipcau.people.contacts import Address, link_contact
from nhipcau.people.demo import OPENED_BY_US
from tests import asking
from tests import platforms as simulated
from tests.platforms import OA, PAGE

# ruff: noqa: F811  fixtures of other rooms
ASKED = "Tôi muốn đăng ký lại khai sinh thì cần giấy tờ gì?"
ANSWER = "Mời bác mang tờ khai tới quầy số 2."


@pytest.fixture
def platforms(tmp_path, settings, listening, monkeypatch):
    settings.DATA = tmp_path
    settings.BASE_URL = listening
    monkeypatch.setenv("NHIPCAU_CLOCK_FILE", str(tmp_path / "clock"))
    made = simulated.start(tmp_path)
    simulated.point_settings(settings, made)
    yield made
    made.stop()


@pytest.fixture
def officer(ward):
    client = Client()
    client.force_login(ward.lan, backend=OPENED_BY_US)
    return client


def answer(officer, question: Question, way: str, version) -> str:
    """With the procedure that is suggested; returns what the page said before it was written."""
    url = f"/lam-viec/hop-thu/{question.pk}/"
    before = officer.get(url).text
    turn = re.search(r'name="turn" value="(\d+)"', before).group(1)
    inserted = officer.post(f"{url}chen/", {"text": ANSWER, "insert": f"procedure:{version.pk}"})
    text = re.search(r"<textarea id=\"text\"[^>]*>(.*?)</textarea>", inserted.text, re.S).group(1)
    given = {"text": text, "way": way, "turn": turn, "version": version.pk}
    assert officer.post(f"{url}tra-loi/", given).status_code == 302
    asking.send_all()
    return before


def test_a_government_account_answers_by_its_older_address(
    ward,
    listening,
    platforms,
    officer,
    birth,
):
    asking.connect_oa(ward, platforms, listening, sender="v2")
    platforms.act("follow", oa=OA, person="binh")
    platforms.act("text", oa=OA, person="binh", text=ASKED)
    question = asking.hear(platforms)
    before = answer(officer, question, "channel", birth.current)
    assert "miễn phí đến" in before
    assert any(ANSWER in text for text in asking.shown(platforms, "zalo_oa"))
    platforms.act("text", oa=OA, person="binh", text="1")
    asking.hear(platforms)
    assert Rating.objects.get().score == Rating.Score.YES


def test_where_nobody_is_served_alone_a_text_message_leads_to_the_answers_page(
    ward,
    listening,
    platforms,
    officer,
    birth,
):
    account = asking.connect_oa(ward, platforms, listening, sender="none")
    asking.connect_sms(ward)
    platforms.act("follow", oa=OA, person="binh")
    uid = platforms.look("state")["oas"][OA]["followers"]["binh"]
    link_contact(ward.binh, Address("zalo", uid, account), by=ward.quan.actor)
    platforms.act("text", oa=OA, person="binh", text=ASKED)
    question = asking.hear(platforms)
    before = answer(officer, question, "sms", birth.current)
    assert "không dùng được" in before and "SMS tới" in before
    assert set(Delivery.objects.values_list("state", "error")) == {("sent", "")}
    asking.later(120)
    (said,) = asking.shown(platforms, "sms")
    assert ANSWER not in said
    path = re.search(r"/t/\w+", said).group(0)
    page = Client().get(path).text
    assert ANSWER in page and "đăng ký lại khai sinh" in page


def test_a_comment_is_answered_under_it(ward, listening, platforms, officer, birth):
    token = platforms.call("token", page=PAGE)["access_token"]
    asking.connect_page(ward, platforms, listening, token)
    post = asking.graph(platforms, token, f"{PAGE}/feed", message="Khám sàng lọc")["id"]
    made = platforms.act("comment", page=PAGE, person="tung", post=post, text=ASKED)["id"]
    question = asking.hear(platforms)
    before = answer(officer, question, "comment", birth.current)
    assert "ai cũng đọc được" in before
    assert ANSWER in str(asking.graph(platforms, token, f"{made}/comments"))
