"""Telephone numbers: read in every way people write them, kept as +84…, shown as 0912 345 678.

By the rules of the country that this installation serves (room country).
"""

import re
from functools import cache

import phonenumbers

from nhipcau.country.chosen import country
from nhipcau.country.profile import Phones


def to_e164(written: object) -> str | None:
    """+84… or None when it is no number of this country. A spreadsheet's float is taken as
    written."""
    rules = country().phones
    digits = _digits(written, rules)
    if not digits:
        return None
    try:
        number = phonenumbers.parse(digits, rules.region)
    except phonenumbers.NumberParseException:
        return None
    if str(number.country_code) != rules.code or not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def is_mobile(e164: str) -> bool:
    """Whether an SMS can be sent there."""
    return bool(_mobile(country().phones).match(e164))


def last_three(e164: str) -> str:
    """What a household proves itself with; empty when there is no number."""
    return re.sub(r"\D", "", e164)[-3:]


def show_local(e164: str) -> str:
    """0912 345 678; a landline as 0209 3870 123."""
    rules = country().phones
    if not e164.startswith(f"+{rules.code}"):
        return e164
    digits = rules.trunk + e164[1 + len(rules.code) :]
    middle = len(digits) - rules.last
    groups = (digits[: rules.first], digits[rules.first : middle], digits[middle:])
    return rules.gap.join(filter(None, groups))


def phone_pieces(text: str) -> list[str]:
    """What looks like a number in a cell where nothing else is expected, several in one perhaps."""
    return _pieces(country().phones).findall(text)


def hide_phones(text: str, instead: str) -> str:
    """The text with every telephone number of this country replaced."""
    found = _inside(country().phones)
    return found.sub(lambda one: instead if to_e164(one.group()) else one.group(), text)


@cache
def _pieces(rules: Phones) -> re.Pattern[str]:
    fewest, most = rules.digits
    begins = rf"(?:\+?{rules.code}|{rules.trunk})"
    return re.compile(rf"{begins}(?:[ .\-]?\d){{{fewest - 1},{most}}}(?!\d)")


@cache
def _inside(rules: Phones) -> re.Pattern[str]:
    fewest, most = rules.digits
    begins = rf"(?:\+{rules.code}|{rules.trunk})"
    return re.compile(rf"(?<![\w.,/:-]){begins}(?:[ .]?\d){{{fewest},{most}}}(?![\w/]|[.,-]\d)")


@cache
def _mobile(rules: Phones) -> re.Pattern[str]:
    return re.compile(rf"\+{rules.code}{rules.mobile}$")


def _digits(written: object, rules: Phones) -> str:
    text = str(written or "").strip()
    text = re.sub(r"\.0+$", "", text)  # 912345678.0 out of a spreadsheet
    digits = re.sub(r"[^\d+]", "", text)
    digits = re.sub(r"(?<!^)\+", "", digits)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if rules.renumbered:
        bare = _lead(rules).sub(rules.trunk, digits, count=1)
        if len(bare) == rules.renumbered_length and bare[:4] in rules.renumbered:
            return rules.renumbered[bare[:4]] + bare[4:]
    return digits


@cache
def _lead(rules: Phones) -> re.Pattern[str]:
    return re.compile(rf"^(\+?{rules.code}|{rules.trunk})?")
