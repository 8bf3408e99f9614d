"""Hiding identity, insurance and bank-card numbers that people write unasked, and nothing else.

Masked: 12 digits (căn cước), 9 (chứng minh nhân dân), 10 (sổ, thẻ bảo hiểm), 15 signs (thẻ BHYT),
16 or 19 digits of a bank card (its last digit proves it: Luhn), in one piece or in the groups that
people write. Left as they are: telephone numbers, dates, money, dossier numbers, bank accounts. Ten
digits that could be both are a telephone number, unless the words just before speak of insurance.
The last three stay, so that the writer can be asked which number it was.
"""

import re

from nhipcau.text.fold import fold
from nhipcau.text.phones import to_e164

_EDGE_BEFORE = r"(?<![\w+/:,-])(?<!\d[. ])"
_EDGE_AFTER = r"(?![\w/:]|[.,-]\d| \d)"
_CARD = re.compile(r"(?<!\w)[A-Za-z]{2}[ .]?\d[ .]?\d{2}[ .]?\d{2}[ .]?\d{3}[ .]?\d{5}(?!\w)")
_CARD_TAIL = re.compile(r"(?<!\w)[A-Za-z]{2}[ .]?\d[ .]?\d{2}[ .]?\d{10}(?!\w)")
_NUMBER = re.compile(
    _EDGE_BEFORE
    + r"(?:\d{12}|\d{3}([ .])\d{3}\1\d{3}\1\d{3}|\d{4}([ .])\d{4}\2\d{4}"
    + r"|\d{3}([ .])\d\3\d{2}\3\d{6}|\d{10}|\d{4}([ .])\d{3}\4\d{3}|\d{3}([ .])\d{3}\5\d{4}"
    + r"|\d{9}|\d{3}([ .])\d{3}\6\d{3})"
    + _EDGE_AFTER
)
# 4 Visa, 5 and 2 Mastercard, 35 JCB, 62 UnionPay, 9704 the domestic cards (16 or 19 digits).
_BANK_CARD = re.compile(
    r"(?<![\w.,+/-])(?:[245]\d{3}|35\d\d|62\d\d|9704)"
    r"([ .-]?)\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?(?!\w|[.,-]\d)"
)
_COUNTRY_BEFORE = re.compile(r"(?:\+|00|\()\s?84[)\s.]*$")
_INSURANCE_BEFORE = re.compile(
    r"(bao hiem( xa hoi| y te)?|bhxh|bhyt|bhtn|so so|ma so the)\W*(so|la|:)?\W*$"
)
NEAR = 40  # what stands farther off says nothing of a number; a long text stays quick to read
_MONEY = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+$")
_MONEY_AFTER = re.compile(r"\s?(đ\b|₫|đồng|vnđ|vnd)", re.IGNORECASE)


def mask_ids(text: str) -> str:
    """The text with every such number hidden but its last three digits."""
    text = _BANK_CARD.sub(_mask_card, text)
    text = _CARD_TAIL.sub(lambda found: _hide(found.group()), text)
    text = _CARD.sub(lambda found: _hide(found.group()), text)
    return _NUMBER.sub(_mask_number, text)


def has_ids(text: str) -> bool:
    return mask_ids(text) != text


def _mask_number(found: re.Match[str]) -> str:
    written, text = found.group(), found.string
    digits = re.sub(r"\D", "", written)
    before = text[max(0, found.start() - NEAR) : found.start()]
    after = text[found.end() : found.end() + NEAR]
    if _is_money(written, after) or _COUNTRY_BEFORE.search(before):
        return written
    speaks_of_insurance = _INSURANCE_BEFORE.search(fold(before))
    if len(digits) == 10 and to_e164(digits) and digits[0] == "0" and not speaks_of_insurance:
        return written
    return _hide(written)


def _mask_card(found: re.Match[str]) -> str:
    return _hide(found.group()) if _is_luhn(re.sub(r"\D", "", found.group())) else found.group()


def _is_luhn(digits: str) -> bool:
    doubled = [int(sign) * 2 for sign in digits[-2::-2]]
    whole = sum(int(sign) for sign in digits[-1::-2])
    return (whole + sum(n - 9 if n > 9 else n for n in doubled)) % 10 == 0


def _is_money(written: str, after: str) -> bool:
    return bool(_MONEY.match(written) or _MONEY_AFTER.match(after))


def _hide(written: str) -> str:
    signs = re.sub(r"[ .-]", "", written)
    return "•" * (len(signs) - 3) + signs[-3:]
