"""How many parts an SMS takes: 160/153 characters of GSM-7, 70/67 of UCS-2 (3GPP TS 23.038)."""

from dataclasses import dataclass

from nhipcau.text.fold import nfc, without_marks

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€\f")  # behind an escape: two places each
_PLAIN = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "`": "'",
        "–": "-", "—": "-", "‑": "-", "−": "-", "…": "...", "•": "-", "·": "-", "₫": "d",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "×": "x", "→": "->",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SmsSize:
    """`used` and `left` count places of the encoding; `left` is what the last part still holds."""

    is_plain: bool
    used: int
    parts: int
    left: int


def sms_parts(text: str) -> SmsSize:
    text = nfc(text)
    plain = all(letter in _GSM or letter in _GSM_TWICE for letter in text)
    if plain:
        widths = [2 if letter in _GSM_TWICE else 1 for letter in text]
        alone, joined = 160, 153
    else:
        widths = [2 if ord(letter) > 0xFFFF else 1 for letter in text]  # UTF-16 units
        alone, joined = 70, 67
    used = sum(widths)
    if used <= alone:
        return SmsSize(plain, used, 1 if used else 0, alone - used)
    parts, in_part = 1, 0
    for width in widths:  # a letter of two places is never cut in half
        if in_part + width > joined:
            parts, in_part = parts + 1, 0
        in_part += width
    return SmsSize(plain, used, parts, joined - in_part)


def strip_diacritics(text: str) -> str:
    """The text without marks, with typewriter quotes, and nothing outside GSM-7."""
    bare = without_marks(text.translate(_PLAIN))
    return "".join(letter if letter in _GSM or letter in _GSM_TWICE else "" for letter in bare)
