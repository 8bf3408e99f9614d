"""Numbers as the readers of a language write them: 3.007 and 86,4 % in Vietnamese, 3,007 and 86.4%
in English and Thai, 12,34,567 in Bengali. Digits are Latin everywhere."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language

_SWAP = str.maketrans(",.", ".,")
COMMAS = frozenset({"en", "th", "bn"})  # thousands; the fraction stands behind a point
LAKHS = frozenset({"bn"})  # the last three digits, then two by two


def say_number(value: float | Decimal) -> str:
    """3.007; -12; 3,5. At most two decimals, none that say nothing."""
    amount = Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    text = f"{amount:,.2f}".rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    language = _language()
    if language in LAKHS:
        text = _in_lakhs(text)
    return text if language in COMMAS else text.translate(_SWAP)


def say_percent(share: float) -> str:
    """86,4 % of a share between 0 and 1. Short of the whole is never "100 %", nor some "0 %"."""
    tenths = round(share * 1000)
    if share < 1:
        tenths = min(tenths, 999)
    if share > 0:
        tenths = max(tenths, 1)
    return f"{say_number(tenths / 10)}{'' if _language() in COMMAS else ' '}%"


def say_share(part: int, whole: int) -> str:
    """The percentage of a part; of nothing it is a dash."""
    return say_percent(part / whole) if whole else "–"


def _in_lakhs(text: str) -> str:
    sign = "-" if text.startswith("-") else ""
    whole, point, fraction = text.removeprefix("-").replace(",", "").partition(".")
    head, last = whole[:-3], whole[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    return sign + ",".join([*pairs, last]) + point + fraction


def _language() -> str:
    return (get_language() or "").partition("-")[0]
