"""SMPP 3.4 as values: requests to octets, octets to answers and receipts. No I/O, no clock.

Ours and not a library's, for three reasons (docs/decisions/0016): a status number that it does not
know must not end the session, a receipt is acknowledged only once it is on disk, and nothing is
ever sent again behind our back. Held against two other people's servers and codecs in the tests.
"""

import re
import struct
import zlib
from dataclasses import dataclass
from typing import Final

from nhipcau.text.gsm import as_octets

GENERIC_NACK: Final = 0x80000000
SUBMIT_SM, DELIVER_SM, UNBIND = 0x04, 0x05, 0x06
BIND_TRANSCEIVER, ENQUIRE_LINK = 0x09, 0x15
ANSWER: Final = 0x80000000  # is added to a request's number
OK, SYSTEM_ERROR = 0, 0x08
HEAD: Final = struct.Struct("!IIII")
LONGEST: Final = 70_000  # a message_payload holds 64 kB
RECEIPT: Final = 0x04  # in esm_class, bits 5-2
JOINED: Final = 0x40  # in esm_class: the text begins with a header
ALPHANUMERIC, INTERNATIONAL, ISDN = 5, 1, 1
RECEIPTED_ID, MESSAGE_STATE, PAYLOAD = 0x001E, 0x0427, 0x0424
STATES: Final = {
    1: "ENROUTE", 2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 6: "ACCEPTD",
    7: "UNKNOWN", 8: "REJECTD",
}  # fmt: skip
_WORDS: Final = re.compile(rb"\b(id|stat|err):\s*([^\s]*)", re.IGNORECASE)


class Malformed(ValueError):
    """Not SMPP: nothing more is read from this connection."""


@dataclass(frozen=True, slots=True)
class Pdu:
    command: int
    status: int
    sequence: int
    body: bytes

    @property
    def is_answer(self) -> bool:
        return bool(self.command & ANSWER)


@dataclass(frozen=True, slots=True)
class Receipt:
    """`state` is one of the eight words of SMPP, `error` the network's own code."""

    id: str
    state: str
    error: str


def packed(command: int, status: int, sequence: int, body: bytes = b"") -> bytes:
    return HEAD.pack(HEAD.size + len(body), command, status, sequence) + body


def length_of(head: bytes) -> int:
    """How many octets follow the head."""
    length = int.from_bytes(head[:4], "big")
    if not HEAD.size <= length <= LONGEST:
        raise Malformed(f"length {length}")
    return length - HEAD.size


def parsed(head: bytes, body: bytes) -> Pdu:
    _length, command, status, sequence = HEAD.unpack(head)
    return Pdu(command, status, sequence, body)


def bind(user: str, password: str, system_type: str) -> bytes:
    words = (user[:15], password[:8], system_type[:12])
    return b"".join(map(_word, words)) + bytes([0x34, 0, 0]) + b"\0"


def submissions(sender: str, address: str, text: str, key: str) -> list[bytes]:
    """The bodies of the submit_sm of a text, one a part. The number that joins the parts is made
    from the key: the same message has the same one."""
    octets = as_octets(text)
    total = len(octets.parts)
    joint = zlib.crc32(key.encode()) & 0xFF
    coding = 0 if octets.is_plain else 8
    return [
        _submission(
            sender,
            address,
            octets=(bytes([5, 0, 3, joint, total, nth]) if total > 1 else b"") + part,
            is_joined=total > 1,
            coding=coding,
        )
        for nth, part in enumerate(octets.parts, 1)
    ]


def message_id(body: bytes) -> str:
    """Of the body of a submit_sm_resp."""
    return body.split(b"\0", 1)[0].decode("ascii", "replace")[:65]


def receipt_of(body: bytes) -> Receipt | None:
    """What the body of a deliver_sm reports; None when it is no receipt (somebody's message)."""
    try:
        fields = _Reader(body)
        fields.word()
        for _address in range(2):
            fields.skip(2)
            fields.word()
        kind = fields.number()
        fields.skip(2)
        fields.word()
        fields.word()
        fields.skip(4)
        text = fields.take(fields.number())
        more = fields.tagged()
    except (IndexError, struct.error) as fault:
        raise Malformed("deliver_sm") from fault
    if kind & 0x3C != RECEIPT:
        return None
    said = {name.lower(): value for name, value in _WORDS.findall(text or more.get(PAYLOAD, b""))}
    known = more.get(RECEIPTED_ID, b"").rstrip(b"\0") or said.get(b"id", b"")
    state = more.get(MESSAGE_STATE, b"")
    if state:
        word = STATES.get(state[0], "UNKNOWN")
    else:
        word = said.get(b"stat", b"").decode("ascii", "replace")
    if not known or not word:
        return None
    error = said.get(b"err", b"").decode("ascii", "replace")
    return Receipt(known.decode("ascii", "replace")[:65], word.upper()[:7], error[:10])


def _submission(sender: str, address: str, *, octets: bytes, is_joined: bool, coding: int) -> bytes:
    is_name = not sender.lstrip("+").isdecimal()
    source = bytes([ALPHANUMERIC, 0]) if is_name else bytes([INTERNATIONAL, ISDN])
    return b"".join(
        (
            _word(""),
            source + _word(sender.lstrip("+")[:20]),
            bytes([INTERNATIONAL, ISDN]) + _word(address.lstrip("+")[:20]),
            bytes([JOINED if is_joined else 0, 0, 0]),
            _word("") + _word(""),
            bytes([1, 0, coding, 0, len(octets)]),  # 1: a receipt is asked for
            octets,
        )
    )


def _word(text: str) -> bytes:
    return text.encode("ascii", "replace") + b"\0"


class _Reader:
    def __init__(self, octets: bytes) -> None:
        self._octets, self._at = octets, 0

    def take(self, count: int) -> bytes:
        found = self._octets[self._at : self._at + count]
        if len(found) < count:
            raise IndexError(count)
        self._at += count
        return found

    def skip(self, count: int) -> None:
        self.take(count)

    def number(self) -> int:
        return self.take(1)[0]

    def word(self) -> bytes:
        end = self._octets.find(b"\0", self._at)
        return self.take((end if end >= 0 else len(self._octets)) - self._at + 1)[:-1]

    def tagged(self) -> dict[int, bytes]:
        found = {}
        while len(self._octets) - self._at >= 4:
            tag, length = struct.unpack("!HH", self.take(4))
            found[tag] = self.take(length)
        return found
