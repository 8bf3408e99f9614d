"""A text as the octets an SMS carries: GSM-7 or UTF-16, cut into parts where sms.py counts them."""

from dataclasses import dataclass
from typing import Final

from nhipcau.text.fold import nfc
from nhipcau.text.sms import sms_parts

# 3GPP TS 23.038, 6.2.1: a letter's place in the table is its code; behind 0x1B a second table.
_TABLE: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_CODES: Final = {letter: bytes([code]) for code, letter in enumerate(_TABLE)} | {
    letter: bytes([0x1B, code])
    for letter, code in {
        "\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D,
        "]": 0x3E, "|": 0x40, "€": 0x65,
    }.items()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Octets:
    """`is_plain`: GSM-7, an octet a letter (unpacked); otherwise UTF-16, big end first."""

    is_plain: bool
    parts: tuple[bytes, ...]


def as_octets(text: str) -> Octets:
    """As many parts as `sms_parts` says; without the headers that join them."""
    text = nfc(text)
    size = sms_parts(text)
    if size.is_plain:
        letters = [_CODES[letter] for letter in text]
        room = 160 if size.parts == 1 else 153
    else:
        letters = [letter.encode("utf-16-be") for letter in text]
        room = 140 if size.parts == 1 else 134
    parts: list[bytes] = [b""]
    for octets in letters:  # a letter of two places is never cut in half
        if len(parts[-1]) + len(octets) > room:
            parts.append(b"")
        parts[-1] += octets
    return Octets(size.is_plain, tuple(parts))
