"""Telephone numbers: read in every way people write them, kept as +84…, shown as 0912 345 678."""

import re

import phonenumbers

_REGION = "VN"
# Eleven-digit mobile numbers became ten digits one to one in September 2018 (plan 798/QĐ-BTTTT);
# old registers still hold them.
_ELEVEN_TO_TEN = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036",
    "0167": "037", "0168": "038", "0169": "039",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
_MOBILE = re.compile(r"\+84(3|5|7|8|9)\d{8}$")


def to_e164(written: object) -> str | None:
    """+84… or None when it is no Vietnamese number. A spreadsheet's float is taken as written."""
    digits = _digits(written)
    if not digits:
        return None
    try:
        number = phonenumbers.parse(digits, _REGION)
    except phonenumbers.NumberParseException:
        return None
    if number.country_code != 84 or not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def is_mobile(e164: str) -> bool:
    """Whether an SMS can be sent there."""
    return bool(_MOBILE.match(e164))


def last_three(e164: str) -> str:
    """What a household proves itself with; empty when there is no number."""
    return re.sub(r"\D", "", e164)[-3:]


def show_local(e164: str) -> str:
    """0912 345 678; a landline as 0209 3870 123."""
    if not e164.startswith("+84"):
        return e164
    digits = "0" + e164[3:]
    middle = len(digits) - 3
    return f"{digits[:4]} {digits[4:middle]} {digits[middle:]}"


def _digits(written: object) -> str:
    text = str(written or "").strip()
    text = re.sub(r"\.0+$", "", text)  # 912345678.0 out of a spreadsheet
    digits = re.sub(r"[^\d+]", "", text)
    digits = re.sub(r"(?<!^)\+", "", digits)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    bare = re.sub(r"^(\+?84|0)?", "0", digits, count=1)
    if len(bare) == 11 and bare[:4] in _ELEVEN_TO_TEN:
        return _ELEVEN_TO_TEN[bare[:4]] + bare[4:]
    return digits
