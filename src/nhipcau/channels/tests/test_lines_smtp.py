"""Our SMTP against a mail server that others wrote (aiosmtpd)."""

import email
import ssl
from email.policy import default

import pytest

from nhipcau.channels.lines.engine import Lines, ask_line
from nhipcau.channels.lines.faults import NotSent
from nhipcau.channels.tests.centres import LOOPBACK, certificate, mail_server
from nhipcau.channels.tests.test_lines_smpp import CA, carry
from nhipcau.channels.transport import Finding, Message
from nhipcau.channels.transports.email import Email
from nhipcau.channels.unsubscribe import is_signed, read
from nhipcau.channels.words import words_for

FROM = "thongbao@scau.vn"
LINK = "https://scau.example/t/abc"


def transport(port, *, security="none", ours=None, **more):
    settings = {
        "host": LOOPBACK, "port": port, "security": security, "from_address": FROM,
        "from_name": "UBND phường Sông Cầu", "account": "5",
        "unsubscribe_url": "https://scau.example/thu/ngung/",
    }  # fmt: skip
    return Email(settings | more, {"unsubscribe_key": "key"} | (ours or {}))


def letter(key="k1", to="binh@example.com", thread="12"):
    text = f"Khám sàng lọc tiểu đường lúc 7 giờ sáng mai.\n\nXem thêm: {LINK}"
    return Message(key, to, text, "Khám sàng lọc miễn phí", LINK, thread)


@pytest.fixture
def lines():
    made = Lines(CA, answer_seconds=5)
    yield made
    made.close()


def read_letter(raw):
    return email.message_from_bytes(raw, policy=default)


def test_a_letter_is_in_the_wards_name_in_text_and_html(lines):
    with mail_server() as post:
        ended = carry(lines, transport(post.port), letter())
    assert (ended["k1"].state, ended["k1"].reference) == ("sent", "k1")
    sender, to, raw = post.letters[0]
    found = read_letter(raw)
    assert (sender, to) == (FROM, "binh@example.com")
    assert found["From"].addresses[0].display_name == "UBND phường Sông Cầu"
    assert found["Subject"] == "Khám sàng lọc miễn phí"
    assert found["Message-ID"] == "<k1@scau.vn>"
    assert found["Date"].datetime is not None
    assert found["Auto-Submitted"] == "auto-generated"
    plain, page = found.get_body(("plain",)), found.get_body(("html",))
    assert "7 giờ sáng mai" in plain.get_content() and LINK in plain.get_content()
    assert f'href="{LINK}"' in page.get_content()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


def test_a_residents_letter_can_be_stopped_with_one_click_and_its_link_cannot_be_forged(lines):
    with mail_server() as post:
        carry(lines, transport(post.port), letter())
    found = read_letter(post.letters[0][2])
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = found["List-Unsubscribe"].strip("<>")
    assert link in found.get_body(("plain",)).get_content().replace("\n", "")
    account, contact, mac = read(link.rstrip("/").rpartition("/")[2])
    assert (account, contact) == (5, 12)
    assert is_signed("key", account, contact, mac)
    assert not is_signed("key", account, contact + 1, mac)
    assert not is_signed("other", account, contact, mac)


def test_bounces_come_back_to_an_address_of_their_own(lines):
    to = {"bounce_address": "tra-lai@scau.vn", "verp": True}
    with mail_server() as post:
        carry(lines, transport(post.port, **to), letter())
    assert post.letters[0][0] == "tra-lai+k1@scau.vn"


@pytest.mark.parametrize(
    ("stage", "said", "state", "scope", "error"),
    [
        ("rcpt", "550 5.1.1 no such user", "refused", "row", "5.1.1"),
        ("rcpt", "450 4.2.1 try later", "unavailable", "row", "4.2.1"),
        ("rcpt", "550 go away", "refused", "row", "smtp-550"),
        ("mail", "550 5.7.1 not yours", "unavailable", "account", "sender-5.7.1"),
        ("mail", "421 4.7.0 too many", "unavailable", "account", "4.7.0"),
        ("data", "554 5.7.1 spam", "refused", "row", "5.7.1"),
        ("data", "452 4.3.1 full", "unavailable", "row", "4.3.1"),
    ],
)
def test_what_the_server_says_decides(lines, stage, said, state, scope, error):
    with mail_server() as post:
        post.answers[stage] = said
        first = carry(lines, transport(post.port), letter())["k1"]
        post.answers.clear()
        second = carry(lines, transport(post.port), letter("k2"))["k2"]
    assert (first.state, first.scope, first.error) == (state, scope, error)
    assert second.state == "sent"
    assert [to for _sender, to, _raw in post.letters] == ["binh@example.com"]


def test_a_server_that_hangs_up_after_the_letter_leaves_unknown_with_its_reference(lines):
    with mail_server() as post:
        post.answers["hang up"] = "yes"
        ended = carry(lines, transport(post.port), letter())["k1"]
    assert (ended.state, ended.reference) == ("unknown", "k1")


def test_many_letters_go_over_few_connections(lines):
    with mail_server() as post:
        ended = carry(lines, transport(post.port), *[letter(f"k{n}") for n in range(25)])
    assert {each.state for each in ended.values()} == {"sent"}
    assert len(post.letters) == 25


def test_an_address_that_is_none_never_leaves():
    assert transport(1).start(letter(to="không phải")).error == "bad-address"


def check(to, ca=CA):
    return to.check_next(to.check(), ask_line(to.line, to.check().request, ca, 5))


def words(found):
    return words_for("email", found.error)[0]


def test_signing_in_right_and_wrong():
    with mail_server(needs_login=True) as post:
        right = check(transport(post.port, user="thu@scau.vn", ours={"password": "mat-khau"}))
        wrong = check(transport(post.port, user="thu@scau.vn", ours={"password": "sai"}))
    assert isinstance(right, Finding) and right.is_working
    assert not wrong.is_working
    assert "mật khẩu" in words(wrong)


def test_a_wrong_password_holds_the_account(lines):
    with mail_server(needs_login=True) as post:
        to = transport(post.port, user="thu@scau.vn", ours={"password": "sai"})
        ended = carry(lines, to, letter())["k1"]
    assert (ended.state, ended.scope, ended.retry_after) == ("unavailable", "account", None)


def test_a_sender_who_is_not_let_out_is_found_by_the_check():
    with mail_server() as post:
        post.answers["mail"] = "553 5.7.1 sender not owned"
        found = check(transport(post.port))
    assert found.error == "sender-5.7.1"
    assert not post.letters


def tls_of(folder, **more):
    cert, key = certificate(folder, **more)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context, str(cert)


def test_starttls_and_tls_with_a_certificate_that_is_known(tmp_path):
    context, ca = tls_of(tmp_path)
    with mail_server(tls=context) as post:
        assert check(transport(post.port, security="starttls"), ca).is_working
    with mail_server(tls=context, at_once=True) as post:
        assert check(transport(post.port, security="tls"), ca).is_working


def fault_of(to, ca=CA):
    with pytest.raises(NotSent) as fault:
        ask_line(to.line, to.check().request, ca, 5)
    return fault.value.error


@pytest.mark.parametrize(
    ("made", "error"),
    [
        ({}, "certificate"),
        ({"days": -1}, "certificate-time"),
        ({"name": "x.vn"}, "certificate-name"),
    ],
)
def test_a_bad_certificate_is_told_apart(tmp_path, made, error):
    context, ca = tls_of(tmp_path, **made)
    trusts = CA if error == "certificate" else ca
    with mail_server(tls=context, at_once=True) as post:
        assert fault_of(transport(post.port, security="tls"), trusts) == error
    assert "hứng chỉ" in words_for("email", error)[0]


def test_nobody_there_no_such_name_and_no_tls_are_told_apart():
    assert fault_of(transport(1)) == "connect"
    assert fault_of(transport(25, host="khong-co.invalid")) == "no-such-host"
    with mail_server() as post:
        found = check(transport(post.port, security="starttls"))
    assert found.error == "login-5.7.10"
    assert "STARTTLS" in words(found)
