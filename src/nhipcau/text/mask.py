"""Hiding identity, insurance and bank-card numbers that people write unasked, and nothing else.

Which numbers say who somebody is, the country's profile tells (in Việt Nam 12 digits, 9, 10, and 15
signs of a health card), in one piece or in the groups that people write; everywhere 16 or 19 digits
of a bank card (its last digit proves it: Luhn). Left as they are: telephone numbers, dates, money,
dossier numbers, bank accounts. Digits that could be both are a telephone number, unless the words
just before say otherwise. The last three stay, so that the writer can be asked which number it was.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from nhipcau.country.chosen import country
from nhipcau.country.profile import Country
from nhipcau.text.fold import fold
from nhipcau.text.phones import to_e164

_EDGE_BEFORE = r"(?<![\w+/:,-])(?<!\d[. ])"
_EDGE_AFTER = r"(?![\w/:]|[.,-]\d| \d)"
# 4 Visa, 5 and 2 Mastercard, 35 JCB, 62 UnionPay, 9704 the domestic cards (16 or 19 digits).
_BANK_CARD = re.compile(
    r"(?<![\w.,+/-])(?:[245]\d{3}|35\d\d|62\d\d|9704)"
    r"([ .-]?)\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?(?!\w|[.,-]\d)"
)
NEAR = 40  # what stands farther off says nothing of a number; a long text stays quick to read


@dataclass(frozen=True, slots=True)
class _Rules:
    """The profile's patterns, compiled once."""

    lettered: tuple[re.Pattern[str], ...]
    number: re.Pattern[str]
    like_phones: frozenset[int]
    trunk: str
    abroad_before: re.Pattern[str]
    words_before: re.Pattern[str]
    money: re.Pattern[str]
    money_after: re.Pattern[str]


@cache
def _rules(of: Country) -> _Rules:
    ids, phones, money = of.ids, of.phones, of.money
    return _Rules(
        lettered=tuple(re.compile(rf"(?<!\w){shape}(?!\w)") for shape in ids.lettered),
        number=re.compile(f"{_EDGE_BEFORE}(?:{_any_of(ids.shapes)}){_EDGE_AFTER}"),
        like_phones=ids.like_phones,
        trunk=phones.trunk,
        abroad_before=re.compile(rf"(?:\+|00|\()\s?{phones.code}[)\s.]*$"),
        words_before=re.compile(ids.words),
        money=re.compile(money.written),
        money_after=re.compile(money.after, re.IGNORECASE),
    )


def _any_of(shapes: Iterable[str]) -> str:
    """Alternatives, each of which counts its own groups from one."""
    joined, before = [], 0
    for shape in shapes:
        moved = re.sub(r"\\(\d)", lambda found, n=before: f"\\{int(found[1]) + n}", shape)  # type: ignore[misc]
        joined.append(moved)
        before += re.compile(shape).groups
    return "|".join(joined)


def mask_ids(text: str) -> str:
    """The text with every such number hidden but its last three digits."""
    rules = _rules(country())
    text = _BANK_CARD.sub(_mask_card, text)
    for shape in rules.lettered:
        text = shape.sub(lambda found: _hide(found.group()), text)
    return rules.number.sub(lambda found: _mask_number(found, rules), text)


def has_ids(text: str) -> bool:
    return mask_ids(text) != text


def _mask_number(found: re.Match[str], rules: _Rules) -> str:
    written, text = found.group(), found.string
    digits = re.sub(r"\D", "", written)
    before = text[max(0, found.start() - NEAR) : found.start()]
    after = text[found.end() : found.end() + NEAR]
    if rules.money.match(written) or rules.money_after.match(after):
        return written
    if rules.abroad_before.search(before):
        return written
    may_be_phone = len(digits) in rules.like_phones and digits.startswith(rules.trunk)
    if may_be_phone and to_e164(digits) and not rules.words_before.search(fold(before)):
        return written
    return _hide(written)


def _mask_card(found: re.Match[str]) -> str:
    return _hide(found.group()) if _is_luhn(re.sub(r"\D", "", found.group())) else found.group()


def _is_luhn(digits: str) -> bool:
    doubled = [int(sign) * 2 for sign in digits[-2::-2]]
    whole = sum(int(sign) for sign in digits[-1::-2])
    return (whole + sum(n - 9 if n > 9 else n for n in doubled)) % 10 == 0


def _hide(written: str) -> str:
    signs = re.sub(r"[ .-]", "", written)
    return "•" * (len(signs) - 3) + signs[-3:]
