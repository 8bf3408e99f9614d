"""Comments under the page's posts: shown with their notice, answered, hidden, asked for."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from nhipcau.channels import comments as reading
from nhipcau.channels.ask import NoAnswer
from nhipcau.channels.models import Account, Incoming
from nhipcau.channels.transport import Response
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import NotAllowed, WrongState
from nhipcau.dispatch.fill import fill_waiting
from nhipcau.dispatch.models import Delivery, Job
from nhipcau.outreach.comments import answer_comment, comments_of, hide_comment, write_privately
from nhipcau.outreach.models import Route
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.tests.conftest import approved  # noqa: F401


@pytest.fixture
def page(ward, civil):
    return Account.objects.create(
        locality=ward.locality,
        kind="facebook_page",
        name="Trang phường",
        external_id="104",
        state="working",
    )


def comment(page, text="Mấy giờ khám?", reference="104_7", post="104_1", **more):
    return Incoming.objects.create(
        locality=page.locality,
        account=page,
        what="comment",
        key=more.pop("key", f"feed:{reference}:add"),
        person="2512",
        reference=reference,
        text=text,
        detail={"item": "comment", "verb": "add", "post": post},
        **{"at": civil_now(), **more},
    )


def addresses():
    fill_waiting()
    return list(Delivery.objects.order_by("pk").values_list("address", flat=True))


@pytest.fixture
def lan(ward):
    client = Client()
    client.force_login(ward.lan)
    return client


def test_an_answer_goes_under_the_comment_and_twice_is_once(ward, page):
    row = comment(page)
    answer_comment(row, "7 giờ sáng mai ạ.", by=ward.lan)
    answer_comment(row, "7 giờ sáng mai ạ.", by=ward.lan)
    assert addresses() == ["comment:104_7"]
    assert comments_of(page)[0].answers == ["7 giờ sáng mai ạ."]


def test_hiding_and_showing_take_turns(ward, page):
    row = comment(page)
    assert hide_comment(row, is_hidden=False, by=ward.lan) is None
    hide_comment(row, is_hidden=True, by=ward.lan)
    assert hide_comment(row, is_hidden=True, by=ward.lan) is None
    assert comments_of(page)[0].is_hidden
    hide_comment(row, is_hidden=False, by=ward.lan)
    assert not comments_of(page)[0].is_hidden
    assert addresses() == ["hide:104_7", "show:104_7"]


def test_a_private_word_goes_once_and_within_seven_days(ward, page):
    row, late = comment(page), comment(page, reference="104_8", at=civil_now() - timedelta(days=8))
    write_privately(row, "Chào bác", by=ward.lan)
    for again in (row, late):
        with pytest.raises(WrongState):
            write_privately(again, "Chào bác nữa", by=ward.lan)
    assert addresses() == ["private:104_7"]


def test_only_the_ward_s_officers_may(ward, page, stranger):
    for who in (ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            answer_comment(comment(page, key=f"k{who.pk}"), "Chào", by=who)


def test_what_its_author_removed_is_not_shown_and_not_answered(ward, page):
    row = comment(page)
    Incoming.objects.create(
        locality=page.locality, account=page, what="other", key="gone", reference="104_7",
        detail={"verb": "remove"}, at=civil_now(),
    )  # fmt: skip
    assert comments_of(page) == []
    with pytest.raises(WrongState):
        answer_comment(row, "Chào", by=ward.lan)


def test_an_edited_comment_stands_once_with_its_newest_words(ward, page):
    comment(page)
    comment(page, text="Mấy giờ khám ạ?", key="feed:104_7:edited:1")
    assert [said.row.text for said in comments_of(page)] == ["Mấy giờ khám ạ?"]


def test_the_page_names_the_notice_and_takes_an_answer(lan, ward, page, approved):  # noqa: F811
    version = publish_notice(approved, by=ward.lan)
    fill_waiting()
    job = Route.objects.get(version=version, kind="facebook_page", purpose="households").job
    Delivery.objects.filter(job=job).update(reference="104_1", state="sent")
    row = comment(page)
    address = reverse("channel_comments", args=[page.pk])
    shown = lan.get(address).content.decode()
    assert version.title in shown and "Mấy giờ khám?" in shown
    answer = reverse("channel_comment_answered", args=[page.pk, row.pk])
    assert lan.post(answer, {"text": "7 giờ ạ"}).status_code == 302
    assert Job.objects.filter(key__startswith="comment:", text="7 giờ ạ").exists()
    assert "Phường trả lời" in lan.get(address).content.decode()
    lan.post(reverse("channel_comment_hidden", args=[page.pk, row.pk]), {"hidden": "1"})
    assert "Hiện lại" in lan.get(address).content.decode()


def test_an_empty_answer_is_shown_beside_its_field_and_nothing_goes(lan, page):
    row = comment(page)
    answer = reverse("channel_comment_answered", args=[page.pk, row.pk])
    found = lan.post(answer, {"text": "  "})
    assert found.status_code == 422 and "Hãy ghi lời trả lời" in found.content.decode()
    assert not Job.objects.exists()


def test_without_comments_the_page_says_so(lan, page):
    address = reverse("channel_comments", args=[page.pk])
    assert "Chưa có bình luận" in lan.get(address).content.decode()


def test_a_comment_that_was_refused_says_why(ward, page):
    row = comment(page)
    job = answer_comment(row, "Chào bác", by=ward.lan)
    fill_waiting()
    Delivery.objects.filter(job=job).update(state="refused", error="368")
    assert comments_of(page)[0].fault and not comments_of(page)[0].answers


# --- what an outage swallowed


def platform(answers):
    def ask(_kind, request):
        for start, body in answers.items():
            if request.path.startswith(f"/v25.0/{start}"):
                return Response(200, json.dumps(body).encode())
        raise NoAnswer("timeout")

    return ask


COMMENTS = {
    "data": [
        {
            "id": "104_7",
            "message": "Mấy giờ? CCCD 012345678901",
            "from": {"id": "2512"},
            "created_time": "2023-05-26T16:35:00+0700",
        },
        {"id": "104_8", "message": "Phường trả lời", "from": {"id": "104"}},
        {"message": "không có mã"},
    ]
}


def test_comments_are_asked_for_and_kept_once(ward, page, monkeypatch):
    found = {"104/feed": {"data": [{"id": "104_1"}]}, "104_1/comments": COMMENTS}
    monkeypatch.setattr(reading, "ask", platform(found))
    comment(page, reference="104_9")
    for _twice in range(2):
        assert reading.read_all_comments() == 1
    row = Incoming.objects.get(reference="104_7")
    assert (row.key, row.detail["post"]) == ("feed:104_7:add", "104_1")
    assert "012345678901" not in row.text
    assert row.at.isoformat() == "2023-05-26T09:35:00+00:00"


@pytest.mark.parametrize("body", [[], {"error": {}}, {"data": "x"}])
def test_a_page_that_answers_garbage_or_nothing_loses_nothing(ward, page, monkeypatch, body):
    monkeypatch.setattr(reading, "ask", platform({"104/feed": body}))
    assert reading.read_all_comments() == 0
    monkeypatch.setattr(reading, "ask", platform({}))
    assert reading.read_all_comments() == 0


def test_the_menu_leads_to_the_one_page_or_says_what_is_missing(lan, ward, civil):
    home = reverse("comments_home")
    assert "chưa kết nối trang Facebook" in lan.get(home).content.decode()
    made = Account.objects.create(
        locality=ward.locality, kind="facebook_page", name="Trang", state="working"
    )
    assert lan.get(home).url == reverse("channel_comments", args=[made.pk])
