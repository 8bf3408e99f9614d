"""At the door: signatures, sizes, probes, strangers. Nothing unproved is ever an event."""

from datetime import timedelta

import pytest
from django.test import Client
from django_scopes import scope

from nhipcau.channels.intake import BODY_LIMIT, account_of_key, address_key
from nhipcau.channels.models import ChannelKind, Incoming, RawEvent
from nhipcau.channels.tests import speaking as says
from nhipcau.channels.webhooks import zalo
from nhipcau.core.clock import civil_now


@pytest.fixture
def oa(ward):
    return says.zalo_account(ward)


@pytest.fixture
def page(ward):
    return says.facebook_account(ward)


def post(path, raw, headers=None):
    return Client().post(path, raw, content_type="application/json", headers=headers or {})


def zalo_says(event, **signing):
    raw = says.raw_of(event)
    return post("/wh/zalo/", raw, says.zalo_headers(raw, **signing))


def waiting():
    return RawEvent.objects.exclude(fault__startswith="signature").count()


def test_a_signed_event_is_stored_and_answered(oa):
    assert (
        zalo_says(says.zalo_event(message={"text": "Xin chào", "msg_id": "m1"})).status_code == 200
    )
    assert RawEvent.objects.get().headers["variant"] == "oa_secret/body/app"
    assert RawEvent.objects.get().headers["accounts"] == [oa.pk]


@pytest.mark.parametrize(
    ("signing", "variant"),
    [
        ({"secret": says.APP_SECRET}, "app_secret/body/app"),
        ({"prefix": says.OA}, "oa_secret/body/oa"),
        ({"time": "1717061839659"}, "oa_secret/header/app"),
    ],
)
def test_the_variants_that_sources_disagree_about_are_all_known(oa, signing, variant):
    assert zalo_says(says.zalo_event(), **signing).status_code == 200
    assert RawEvent.objects.get().headers["variant"] == variant


def test_the_signature_s_prefix_may_be_missing(oa):
    raw = says.raw_of(says.zalo_event())
    headers = says.zalo_headers(raw)
    headers["X-ZEvent-Signature"] = headers["X-ZEvent-Signature"].removeprefix("mac=")
    assert post("/wh/zalo/", raw, headers).status_code == 200


@pytest.mark.parametrize("raw", [b"{}", b"", b" {} "])
def test_the_unsigned_probe_gets_200_and_is_no_event(db, raw):
    assert post("/wh/zalo/", raw).status_code == 200
    assert RawEvent.objects.count() == 0


def test_a_wrong_signature_is_refused_and_the_last_one_kept_to_be_looked_at(oa):
    for secret in ("wrong", "wrong too"):
        assert zalo_says(says.zalo_event(), secret=secret).status_code == 403
    assert waiting() == 0
    kept = RawEvent.objects.get()
    assert (kept.fault, kept.loaded_at is not None) == (f"signature:{oa.pk}", True)


def test_once_a_signature_has_matched_nothing_unproved_is_kept(ward):
    says.zalo_account(ward, webhook_variant="oa_secret/body/app")
    assert zalo_says(says.zalo_event(), secret="wrong").status_code == 403
    assert RawEvent.objects.count() == 0


def test_an_unsigned_or_changed_body_is_refused(oa):
    raw = says.raw_of(says.zalo_event())
    assert post("/wh/zalo/", raw).status_code == 403
    assert post("/wh/zalo/", raw + b" ", says.zalo_headers(raw)).status_code == 403
    assert waiting() == 0


def test_an_old_event_is_refused_even_when_signed(oa):
    for at in (civil_now() - timedelta(hours=3), civil_now() + timedelta(hours=3)):
        assert zalo_says(says.zalo_event(at=at)).status_code == 403
    assert waiting() == 0


def test_an_event_of_the_app_s_other_oa_is_heard_and_dropped(oa):
    event = says.zalo_event(recipient={"id": "999"}, sender={"id": "888"})
    assert zalo_says(event).status_code == 200
    assert waiting() == 0


def test_an_event_of_nobody_we_know_is_refused(db):
    assert zalo_says(says.zalo_event()).status_code == 403


@pytest.mark.parametrize("raw", [b"[]", b"\xff\xfe", b"[" * 100_000, b"null", b'{"a":'])
@pytest.mark.parametrize("path", ["/wh/zalo/", "/wh/facebook/"])
def test_garbage_is_refused(db, path, raw):
    assert post(path, raw).status_code in {400, 403}


def test_strange_types_inside_a_signed_event_do_no_harm(oa):
    event = {"app_id": says.APP, "oa_id": says.OA, "timestamp": says.milliseconds()}
    event |= {"message": [1], "sender": "x", "event_name": {"a": 1}, "follower": None}
    assert zalo_says(event).status_code == 200


def test_ten_megabytes_are_refused_without_being_read(db):
    class Unread:
        def read(self, size=-1):
            raise AssertionError("read")

        readline = read

    path, size = "/wh/zalo/", 10 * 1024 * 1024
    response = Client().generic(
        "POST", path, b"", CONTENT_LENGTH=str(size), **{"wsgi.input": Unread()}
    )
    assert response.status_code == 413


def test_a_body_longer_than_it_says_is_refused_too(db):
    assert post("/wh/facebook/", b"x" * (BODY_LIMIT + 1)).status_code == 413


def test_facebook_s_challenge_is_echoed_only_with_our_token(page):
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
    right = {**asked, "hub.verify_token": address_key(page.pk)}
    assert Client().get("/wh/facebook/", right).content == b"1158201444"
    wrong = {**asked, "hub.verify_token": f"{page.pk}-0"}
    assert Client().get("/wh/facebook/", wrong).status_code == 403


def test_facebook_s_signature_is_over_the_raw_bytes(page):
    raw = says.batch({"item": "comment", "verb": "add", "comment_id": "1_2", "message": "Cảm ơn"})
    assert b"\\u" in raw
    assert post("/wh/facebook/", raw, says.facebook_headers(raw)).status_code == 200
    assert RawEvent.objects.get().headers["accounts"] == [page.pk]
    assert post("/wh/facebook/", raw, says.facebook_headers(raw, secret="x")).status_code == 403
    assert post("/wh/facebook/", raw).status_code == 403


def test_nobody_speaks_for_another_locality_s_page(page, stranger):
    """A batch signed with one app's secret that names a page of another app."""
    with scope(locality=stranger.locality):
        from_stranger = says.connect_account(
            stranger.locality,
            ChannelKind.FACEBOOK_PAGE,
            name="Trang xã",
            by=stranger.thu.actor,
            external_id="777",
            secrets={"app_secret": "theirs"},
        )
    raw = says.batch(page=says.PAGE).replace(b'"entry": [', b'"entry": [{"id": "777"}, ')
    post("/wh/facebook/", raw, says.facebook_headers(raw, secret="theirs"))
    assert RawEvent.objects.get().headers["accounts"] == [from_stranger.pk]


def test_an_sms_report_needs_the_address_s_secret(ward):
    gateway = says.connect_account(
        ward.locality, ChannelKind.SMS, name="Tin nhắn", by=ward.quan.actor
    )
    report = {"SMSID": "a1", "SendSuccess": "1", "SendFailed": "0", "phonenumber": "0912345678"}
    assert Client().get(f"/wh/sms/{address_key(gateway.pk)}/", report).status_code == 200
    assert Client().get(f"/wh/sms/{gateway.pk}-{'0' * 32}/", report).status_code == 403
    for wrong in ("x", "²-abc", "1-é"):
        assert Client().get(f"/wh/sms/{wrong}/", report).status_code == 403
    assert RawEvent.objects.count() == 1


def test_an_address_key_is_only_its_own_account_s():
    assert account_of_key(address_key(7)) == 7
    assert account_of_key(address_key(7).replace("7-", "8-", 1)) is None


def test_loading_starts_as_soon_as_the_first_event_is_stored(
    oa, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        zalo_says(says.zalo_event(message={"text": "Xin chào", "msg_id": "m1"}))
    assert Incoming.objects.get().text == "Xin chào"


def test_the_probe_is_told_from_an_event():
    assert zalo.is_probe(b"{}")
    assert not zalo.is_probe(b'{"a":1}')


def test_a_body_of_unknown_length_is_refused_not_taken_for_a_probe(db):
    answer = Client().post("/wh/zalo/", HTTP_TRANSFER_ENCODING="chunked")
    assert answer.status_code == 413


def test_a_verify_token_of_strange_signs_is_refused_calmly(db):
    asked = {"hub.mode": "subscribe", "hub.verify_token": "1-é"}
    assert Client().get("/wh/facebook/", asked).status_code == 403
