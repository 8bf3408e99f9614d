"""Our SMPP against two message centres that others wrote, and against a third one's codec."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from aiosmpplib.codec import find_codec_info
from aiosmpplib.protocol import DEFAULT_ENCODING, SmppMessage, SubmitSm

from nhipcau.channels import smpp
from nhipcau.channels.lines.engine import Lines, ask_line
from nhipcau.channels.lines.faults import NotSent
from nhipcau.channels.tests.centres import LOOPBACK, message_centre, relay
from nhipcau.channels.transport import Finding, Message
from nhipcau.channels.transports.sms_smpp import SmsSmpp
from nhipcau.channels.wire import Remote
from nhipcau.channels.words import words_for

CA = "/etc/ssl/certs/ca-certificates.crt"
LONG = (
    "Mời bà con tổ 13 đi khám sàng lọc tiểu đường miễn phí lúc 7 giờ sáng mai tại trạm y tế. " * 2
)


def transport(port, *, user="ward", brandname="SONGCAU", window=10, **secrets):
    settings = {
        "host": LOOPBACK, "port": port, "system_id": user, "brandname": brandname,
        "window": window,
    }  # fmt: skip
    return SmsSmpp(settings, {"password": "secret"} | secrets)


def carry(lines, to, *messages, seconds=10.0):
    """The outcomes of these messages, by key."""
    remote = Remote(to, {}, to.line, 7)
    for message in messages:
        lines.begin(remote.account, to.line, to.start(message), to.next, message.key)
    ended, until = {}, time.monotonic() + seconds
    while len(ended) < len(messages):
        assert time.monotonic() < until, "no end"
        ended |= dict(lines.run(0.1))
    return ended


@pytest.fixture
def heard():
    return []


@pytest.fixture
def lines(heard):
    made = Lines(
        CA, hear=lambda account, receipt: heard.append((account, receipt)), answer_seconds=5
    )
    yield made
    made.close()


@pytest.fixture
def centre():
    with message_centre() as found:
        yield found


@pytest.fixture(scope="module")
def strict():
    """The centre that checks passwords and names."""
    file = Path(__file__).with_name("refusing_centre.py")
    process = subprocess.Popen([sys.executable, str(file)], stdout=subprocess.PIPE, text=True)
    yield int(process.stdout.readline())
    process.kill()
    process.wait(5)


def sms(key="k1", text="Mai 7h kham benh", to="+84912345678"):
    return Message(key, to, text)


def test_a_short_text_is_one_part_with_the_wards_name(lines, centre):
    ended = carry(lines, transport(centre.port), sms())
    assert (ended["k1"].state, ended["k1"].reference) == ("sent", "m1")
    _name, taken = centre.taken[0]
    assert (taken.source_addr, taken.source_addr_ton) == ("SONGCAU", 5)
    assert (taken.destination_addr, taken.dest_addr_ton) == ("84912345678", 1)
    assert (taken.data_coding, taken.registered_delivery, taken.esm_class) == (0, 1, 0)
    assert taken.short_message == b"Mai 7h kham benh"


def test_vietnamese_goes_in_parts_that_the_telephone_can_join(lines, centre):
    ended = carry(lines, transport(centre.port), sms(text=LONG))
    parts = [event for _name, event in centre.taken]
    assert len(parts) == 3
    assert {event.data_coding for event in parts} == {8}
    assert {event.esm_class for event in parts} == {0x40}
    heads = [event.short_message[:6] for event in parts]
    assert [head[:3] for head in heads] == [b"\x05\x00\x03"] * 3
    assert len({head[3] for head in heads}) == 1
    assert [tuple(head[4:]) for head in heads] == [(3, 1), (3, 2), (3, 3)]
    joined = b"".join(event.short_message[6:] for event in parts)
    assert joined.decode("utf-16-be") == LONG
    assert ended["k1"].reference == "m1+2"
    assert ended["k1"].parts == ("m1", "m2", "m3")


def test_throttled_at_once_pauses_the_account_and_nothing_went(lines, centre):
    centre.answers.append(0x58)
    ended = carry(lines, transport(centre.port), sms())
    assert (ended["k1"].state, ended["k1"].scope, ended["k1"].error) == (
        "unavailable",
        "account",
        "smpp-58",
    )
    assert ended["k1"].retry_after
    assert not centre.taken


def test_throttled_between_parts_waits_and_sends_only_what_is_missing(lines, centre, monkeypatch):
    monkeypatch.setattr("nhipcau.channels.transports.sms_smpp.PAUSE", 0.05)
    centre.answers.extend([0, 0x14, 0, 0])
    ended = carry(lines, transport(centre.port), sms(text=LONG))
    assert ended["k1"].state == "sent"
    assert [event.short_message[5] for _name, event in centre.taken] == [1, 2, 3]


def test_refused_between_parts_is_unknown_and_says_so(lines, centre):
    centre.answers.extend([0, 0x45])
    ended = carry(lines, transport(centre.port), sms(text=LONG))
    assert (ended["k1"].state, ended["k1"].error) == ("unknown", "smpp-parts")


def test_a_connection_dropped_in_mid_send_leaves_unknown(lines, centre):
    centre.answers.append(None)
    with relay(centre.port) as (port, centre.hang_up):
        ended = carry(lines, transport(port), sms())
    assert (ended["k1"].state, ended["k1"].error) == ("unknown", "broken")


def test_a_centre_that_is_not_there_is_unavailable_and_the_account_waits(lines):
    ended = carry(lines, transport(1), sms(), sms("k2"))
    assert {each.state for each in ended.values()} == {"unavailable"}
    assert {each.scope for each in ended.values()} == {"account"}
    assert {each.error for each in ended.values()} == {"connect"}


def test_a_number_that_is_none_is_refused_alone(lines, centre):
    centre.answers.append(0x0B)
    ended = carry(lines, transport(centre.port), sms(to="+84000"))
    assert (ended["k1"].state, ended["k1"].scope) == ("refused", "row")
    assert ended["k1"].error in SmsSmpp.gone_errors


def test_many_at_once_share_one_session_and_its_window(lines, centre):
    ended = carry(lines, transport(centre.port), *[sms(f"k{n}") for n in range(40)])
    assert {each.state for each in ended.values()} == {"sent"}
    assert len({each.reference for each in ended.values()}) == 40
    assert len(centre.bound) == 1


def test_receipts_come_later_in_any_order_and_are_acknowledged_once_kept(lines, centre, heard):
    carry(lines, transport(centre.port), sms(text=LONG))
    assert centre.report("m3")
    assert centre.report("m1", "UNDELIV")
    assert [(account, receipt.id, receipt.state) for account, receipt in heard] == [
        (7, "m3", "DELIVRD"),
        (7, "m1", "UNDELIV"),
    ]


def test_a_receipt_that_cannot_be_kept_is_not_acknowledged(centre):
    def full(_account, _receipt):
        raise OSError("disk full")

    lines = Lines(CA, hear=full, answer_seconds=5)
    carry(lines, transport(centre.port), sms())
    assert not centre.report("m1")
    lines.close()


def test_an_account_stays_bound_for_receipts_without_anything_to_send(lines, centre, heard):
    lines.attend({7: transport(centre.port).line})
    until = time.monotonic() + 5
    while not centre.bound:
        assert time.monotonic() < until
        time.sleep(0.02)
    assert centre.report("m9")
    assert heard[0][1].id == "m9"


@pytest.mark.parametrize(
    ("login", "code"),
    [({"password": "wrong"}, "smpp-0e"), ({"user": "nobody"}, "smpp-0f")],
)
def test_a_refused_bind_holds_the_account_and_is_said_in_words(lines, strict, login, code):
    to = transport(strict, **login)
    ended = carry(lines, to, sms())
    assert (ended["k1"].state, ended["k1"].scope, ended["k1"].error) == (
        "unavailable",
        "account",
        code,
    )
    assert ended["k1"].retry_after is None
    found = to.check_next(to.check(), ask_line(to.line, to.check().request, CA, 5))
    assert found.error == code
    assert "SMPP" in words_for("sms_smpp", code)[0]


def test_another_centre_takes_it_too_and_the_check_says_so(lines, strict):
    to = transport(strict)
    assert carry(lines, to, sms())["k1"].state == "sent"
    found = to.check_next(to.check(), ask_line(to.line, to.check().request, CA, 5))
    assert isinstance(found, Finding) and found.is_working


def test_a_name_that_is_not_registered_holds_the_account(lines, strict):
    ended = carry(lines, transport(strict, brandname="KHONG CO"), sms())
    assert (ended["k1"].state, ended["k1"].scope, ended["k1"].error) == (
        "unavailable",
        "account",
        "smpp-0a",
    )


def test_a_check_of_a_centre_that_is_not_there_says_which_part_is_wrong():
    with pytest.raises(NotSent) as fault:
        ask_line(transport(1).line, transport(1).check().request, CA, 5)
    assert fault.value.error == "connect"


@pytest.mark.parametrize("text", ["Mai 7h kham benh [mien phi] {x} €", LONG])
def test_a_codec_of_somebody_else_reads_what_we_send(text):
    bodies = smpp.submissions("SONGCAU", "+84912345678", text, "k1")
    read = ""
    for body in bodies:
        raw = smpp.packed(smpp.SUBMIT_SM, 0, 5, body)
        found = SubmitSm.from_pdu(raw, SmppMessage.parse_header(raw[:16]), DEFAULT_ENCODING)
        assert (found.source.number, found.destination.number) == ("SONGCAU", "84912345678")
        read += found.short_message
    assert find_codec_info(DEFAULT_ENCODING, None)
    assert read == text
