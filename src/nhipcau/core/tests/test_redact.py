"""No token, one-time link or telephone number comes out of the log, however it went in."""

import io
import json
import logging
import logging.config

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.core import logs
from nhipcau.core.redact import HIDDEN, redact, redact_text

TOKEN = "Zx9_kT-33aPq0LmN7vB2cD4e"


@pytest.fixture(params=[True, False], ids=["json", "console"])
def written(request):
    """The real configuration, writing where the test can read it."""
    out = io.StringIO()
    settings = logs.configure(level="INFO", as_json=request.param)
    settings["handlers"]["console"]["stream"] = out
    logging.config.dictConfig(settings)
    yield out
    logging.config.dictConfig(logs.configure(level="WARNING", as_json=False))


@pytest.mark.parametrize(
    "call",
    [
        lambda log: log.warning("sent", access_token=TOKEN),
        lambda log: log.warning("sent", detail={"headers": {"Authorization": f"Bearer {TOKEN}"}}),
        lambda log: log.warning("sent", headers={"secret_key": TOKEN}),
        lambda log: log.warning(f"GET /moi/{TOKEN}/"),
        lambda log: log.warning("answered", path=f"/dien-thoai/{TOKEN}/"),
        lambda log: log.warning("answered", path=f"/quay/{TOKEN}/"),
        lambda log: log.warning("answered", path=f"/lay-so/{TOKEN}/"),
        lambda log: log.warning("answered", path=f"/wh/sms/12-{TOKEN}/"),
        lambda log: log.warning("answered", path=f"/wh/zalo-bot/12-{TOKEN}/"),
        lambda log: log.warning("demo", url=f"http://localhost/demo/vao/lan/?khoa={TOKEN}"),
        lambda log: log.warning("url", url=f"https://x/?a=1&access_token={TOKEN}&b=2"),
        lambda log: log.warning("body", body=json.dumps({"refresh_token": TOKEN})),
        lambda log: log.warning("bytes", body=f"access_token={TOKEN}".encode()),
        lambda log: log.warning("database", url=f"postgres://nhipcau:{TOKEN}@db/nhipcau"),
        lambda log: log.warning("list", rows=[("token", f"token: {TOKEN}")]),
    ],
)
def test_a_token_never_comes_out(written, call):
    call(structlog.get_logger("nhipcau"))
    assert written.getvalue() and TOKEN not in written.getvalue()


@pytest.mark.parametrize(
    "number",
    ["0912345678", "0912 345 678", "+84912345678", "84 912 345 678", "0912.345.678", "02093870123"],
)
def test_a_telephone_number_never_comes_out(written, number):
    logging.getLogger("any.library").error("gọi %s không được", number)
    structlog.get_logger("x").error("call", to=number)
    assert number not in written.getvalue() and HIDDEN in written.getvalue()


def test_an_exceptions_words_and_traceback_are_redacted(written):
    try:
        raise ValueError(f"Authorization: Bearer {TOKEN} for 0912 345 678")
    except ValueError:
        structlog.get_logger("x").exception("failed")
        logging.getLogger("y").exception("failed too")
    assert written.getvalue().count("ValueError") >= 2
    assert TOKEN not in written.getvalue() and "345 678" not in written.getvalue()


def test_what_is_no_secret_stays_readable():
    for text in (
        "answered in 12.5 ms",
        "/t/7Kq2 opened 2023-05-26T16:30:00",
        "chunk 1684999999 of job 88",
        "10400 người, 3007 hộ",
        "00001.14.H03-230526-0001",
    ):
        assert redact_text(text) == text
    assert redact({"count": 3, "seen": True, "none": None}) == {
        "count": 3,
        "seen": True,
        "none": None,
    }


def test_the_number_that_opens_a_question_is_hidden():
    assert redact_text("GET /song-cau/hoi/k7m2px9qd/danh-gia/") == (
        f"GET /song-cau/hoi/{HIDDEN}/danh-gia/"
    )
    assert redact_text("GET /to/hoi/12/") == "GET /to/hoi/12/"


def test_the_code_of_a_short_link_is_hidden():
    assert redact_text("https://nhipcau.example/t/k7m2px9qd/") == (
        f"https://nhipcau.example/t/{HIDDEN}/"
    )


@pytest.mark.parametrize("code", ["k7m2px9qd", "K7M-2PX-9QD"])
def test_the_code_of_a_ticket_or_an_appointment_is_hidden(code):
    assert redact_text(f"/song-cau/so/{code}/ve/") == f"/song-cau/so/{HIDDEN}/ve/"
    assert redact_text(f"/song-cau/hen/{code}/huy/") == f"/song-cau/hen/{HIDDEN}/huy/"
    for desk in ("/lam-viec/quay/so/12/xong/", "/lam-viec/quay/lay-so/", "/to/quay/hen/3/den/"):
        assert redact_text(desk) == desk


def test_an_id_number_is_hidden():
    assert redact_text("CCCD 006085001234 của ông") == f"CCCD {HIDDEN} của ông"


@given(st.text(alphabet="0123456789abcdefXYZ_-", min_size=12, max_size=40))
def test_any_token_in_a_one_time_link_is_hidden(token):
    assert token not in redact_text(f"GET /moi/{token}/ 200")
