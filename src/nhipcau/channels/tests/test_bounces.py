"""Reports on letters (RFC 3464), and the mailbox they come to: a real IMAP server by others."""

import imaplib
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.channels.accounts import account_works, connect_account
from nhipcau.channels.mailbox import read_bounces
from nhipcau.channels.models import ChannelKind, RawEvent
from nhipcau.channels.tests.centres import LOOPBACK, free_port
from nhipcau.channels.webhooks.bounces import read, understood
from nhipcau.core.clock import civil_now

KEY = "a1b2c3d4e51024"
REPORT = """From: MAILER-DAEMON@mail.example.com
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.com
Arrival-Date: Fri, 26 May 2023 16:40:00 +0700

Final-Recipient: rfc822; binh@example.com
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <binh@example.com>: user unknown

--b
Content-Type: {kind}

From: thongbao@scau.vn
To: binh@example.com
Message-ID: <{key}@scau.vn>
Subject: Kham sang loc

--b--
"""


def report(*, action="failed", status="5.1.1", key=KEY, kind="text/rfc822-headers", to="a@scau.vn"):
    text = REPORT.format(action=action, status=status, key=key, kind=kind, to=to)
    return text.replace("\n", "\r\n").encode()


def news(raw):
    kept = understood(raw)
    return read(kept, received_at=civil_now()) if kept else []


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_a_failed_letter_is_known_by_its_message_id(kind):
    (heard,) = news(report(kind=kind))
    assert (heard.reference, heard.detail) == (KEY, {"state": "failed", "error": "5.1.1"})


def test_without_the_head_the_address_it_came_to_says_which(monkeypatch):
    (heard,) = news(report(key="somebody-elses", to=f"tra-lai+{KEY}@scau.vn"))
    assert heard.reference == KEY


def test_delayed_is_no_end():
    assert news(report(action="delayed", status="4.4.1")) == []


def test_a_report_of_arrival_lifts_it():
    (heard,) = news(report(action="delivered", status="2.0.0"))
    assert heard.detail == {"state": "delivered"}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Subject: Toi di vang\r\n\r\nHen gap lai",
        report(key="not-ours"),
        report().replace(b"multipart/report", b"multipart/mixed"),
    ],
)
def test_what_is_no_report_on_a_letter_of_ours_is_left_alone(raw):
    assert understood(raw) is None


@given(st.binary(max_size=400), st.integers(0, 900))
def test_no_damaged_letter_stops_the_reading(noise, at):
    raw = report()
    for damaged in (noise, raw[:at] + noise + raw[at:], raw[:at]):
        kept = understood(damaged)
        assert kept is None or isinstance(read(kept, received_at=civil_now()), list)


@pytest.fixture(scope="module")
def imap():
    port = free_port()
    server = subprocess.Popen(
        [
            str(Path(sys.executable).with_name("pymap")), "--no-service", "admin", "--host",
            LOOPBACK, "--port", str(port), "--no-tls", "dict", "--demo-data",
            "--demo-user", "thu", "--demo-password", "mat-khau",
        ],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    until = time.monotonic() + 15
    while True:
        try:
            imaplib.IMAP4(LOOPBACK, port, timeout=2).logout()
            break
        except OSError:
            assert time.monotonic() < until and server.poll() is None
            time.sleep(0.05)
    yield port
    server.kill()
    server.wait(5)


def put(port, *letters):
    box = imaplib.IMAP4(LOOPBACK, port)
    box.login("thu", "mat-khau")
    for raw in letters:
        box.append("INBOX", None, None, raw)
    box.logout()


def account_at(ward, port, **secrets):
    account = connect_account(
        ward.locality,
        ChannelKind.EMAIL,
        name="Thư phường",
        by=ward.quan.actor,
        settings={
            "host": LOOPBACK, "from_address": "thongbao@scau.vn", "imap_host": LOOPBACK,
            "imap_port": port, "imap_security": "none", "imap_user": "thu",
        },
        secrets={"imap_password": "mat-khau"} | secrets,
    )  # fmt: skip
    account_works(account, by=ward.quan.actor, settings={})
    return account


def test_a_real_mailbox_is_read_once_and_only_reports_are_marked(ward, imap):
    account = account_at(ward, imap)
    read_bounces()  # whatever the server began with
    put(imap, report(), b"Subject: Hoi dap\r\n\r\nChao phuong", report(action="delayed"))
    assert read_bounces() == 2
    assert read_bounces() == 0
    kept = RawEvent.objects.filter(kind="email")
    assert [event.headers["accounts"] for event in kept] == [[account.pk]] * 2
    put(imap, report(key="b1b2c3d4e599"))
    assert read_bounces() == 1


def test_a_mailbox_that_stays_shut_is_a_warning_and_letters_still_go(ward, imap):
    account = account_at(ward, imap, imap_password="sai")
    assert read_bounces() == 0
    account.refresh_from_db()
    assert account.settings["warnings"] == ["imap-login"]
    assert account.state == "working"
    account.settings["imap_port"] = 1
    account.save(update_fields=["settings"])
    read_bounces()
    account.refresh_from_db()
    assert account.settings["warnings"] == ["imap-connect"]
