"""Headers of every answer, ids of requests, calm pages for errors."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, override_settings
from django.urls import include, path

from nhipcau.core import audit
from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.core.models import AuditEvent

SOURCE = Path(__file__).resolve().parents[2]
FAULTS = {
    "wrong": (WrongState("Thông báo đã được duyệt."), 409),
    "denied": (NotAllowed("Chỉ người duyệt mới duyệt được."), 403),
    "bad": (BadInput("Hạn đã qua."), 422),
    "role": (PermissionDenied("Trang này dành cho người duyệt."), 403),
}


def fail(request, name):
    raise FAULTS[name][0] if name in FAULTS else RuntimeError("0912 345 678")


def note(request):
    audit.record(SYSTEM, "tested", request.user)
    return fail(request, "wrong")


fail.login_required = note.login_required = False
urlpatterns = [
    path("loi/<str:name>/", fail),
    path("ghi/", note),
    path("", include("nhipcau.config.urls")),
]
handler500 = "nhipcau.pages.errors.server_error"


@pytest.fixture(autouse=True)
def _with_failing_views(settings):
    settings.ROOT_URLCONF = __name__


@pytest.mark.parametrize("url", ["/dang-nhap/", "/dien-thoai/", "/khong-co/"])
def test_nothing_foreign_may_load_and_nobody_frames_us(client, db, url):
    answer = client.get(url)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_cookies_are_out_of_reach_of_scripts(client, ward):
    answer = client.post("/dang-nhap/", {"login": "lan", "password": "cau-song-cau-2023"})
    session = answer.cookies["sessionid"]
    assert session["httponly"] and session["samesite"] == "Lax"


@pytest.mark.parametrize("name", FAULTS)
def test_a_refusal_that_no_view_caught_is_still_a_sentence(client, db, name):
    error, status = FAULTS[name]
    answer = client.get(f"/loi/{name}/")
    assert answer.status_code == status and str(error) in answer.text


def test_an_error_of_ours_tells_its_id_and_nothing_else(db):
    answer = Client(raise_request_exception=False).get("/loi/boom/")
    assert answer.status_code == 500 and "0912" not in answer.text
    assert answer.headers["X-Request-ID"] in answer.text


def test_an_unknown_address_is_told_calmly(client, db):
    answer = client.get("/khong-co/")
    assert answer.status_code == 404 and "Không tìm thấy trang này" in answer.text


def test_an_old_page_is_told_how_to_go_on(db):
    answer = Client(enforce_csrf_checks=True).post("/dang-nhap/", {"login": "x"})
    assert answer.status_code == 403 and "tải lại trang" in answer.text


def test_too_many_requests_are_told_to_wait(client, db):
    with override_settings(ACCOUNT_RATE_LIMITS={"login": "1/m/ip"}):
        client.get("/dang-nhap/")
        answers = [client.post("/dang-nhap/", {"login": "a", "password": "b"}) for _ in range(3)]
    assert answers[-1].status_code == 429 and "Hãy đợi" in answers[-1].text


def test_the_audit_knows_the_request(client, ward):
    client.force_login(ward.lan)
    answer = client.get("/ghi/")
    assert AuditEvent.objects.get(verb="tested").request == answer.headers["X-Request-ID"]


def test_a_forged_request_id_is_not_taken(client, db):
    answer = client.get("/dang-nhap/", headers={"X-Request-ID": "forged"})
    assert answer.headers["X-Request-ID"] != "forged"


@pytest.mark.parametrize("name", ["wrong", "role"])
def test_who_is_signed_in_finds_the_way_back(client, ward, name):
    client.force_login(ward.lan)
    assert 'href="/lam-viec/"' in client.get(f"/loi/{name}/").text


def test_no_template_needs_what_the_content_policy_forbids():
    for template in SOURCE.rglob("*.html"):
        words = template.read_text(encoding="utf-8")
        for forbidden in (' style="', "<style", "<script>", " onclick=", "javascript:"):
            assert forbidden not in words, f"{template.name}: {forbidden}"


@pytest.mark.parametrize("url", ["/song-cau/thong-bao/1/da-doc/", "/lam-viec/ho-dan/nhap/"])
def test_a_strangers_huge_body_is_refused_before_it_is_read(client, ward, url):
    answer = client.post(url, {"x": "y"}, CONTENT_LENGTH="60000000")
    assert answer.status_code == 413 and "10 MB" in answer.text


def test_an_officers_large_file_is_let_through_to_its_own_check(client, ward):
    client.force_login(ward.lan)
    answer = client.post("/lam-viec/ho-dan/nhap/", {"file": BytesIO(b"x" * 12 * 1024 * 1024)})
    assert answer.status_code != 413


def test_nobody_sends_a_hundred_megabytes(client, ward):
    client.force_login(ward.lan)
    answer = client.post("/lam-viec/ho-dan/nhap/", {"x": "y"}, CONTENT_LENGTH="100000000")
    assert answer.status_code == 413 and "20 MB" in answer.text
