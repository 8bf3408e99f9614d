"""Numbers as Vietnamese write them: 3.007, 86,4 %. On English pages: 3,007, 86.4%."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language

_SWAP = str.maketrans(",.", ".,")


def say_number(value: float | Decimal) -> str:
    """3.007; -12; 3,5. At most two decimals, none that say nothing."""
    amount = Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    text = f"{amount:,.2f}".rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    return text if _is_english() else text.translate(_SWAP)


def say_percent(share: float) -> str:
    """86,4 % of a share between 0 and 1. Short of the whole is never "100 %", nor some "0 %"."""
    tenths = round(share * 1000)
    if share < 1:
        tenths = min(tenths, 999)
    if share > 0:
        tenths = max(tenths, 1)
    return f"{say_number(tenths / 10)}{'' if _is_english() else ' '}%"


def say_share(part: int, whole: int) -> str:
    """The percentage of a part; of nothing it is a dash."""
    return say_percent(part / whole) if whole else "–"


def _is_english() -> bool:
    return (get_language() or "").startswith("en")
