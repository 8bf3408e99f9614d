"""What a unit is called without its kind, and who issues its notices, as the country writes it."""

import re
from functools import cache

from nhipcau.country.chosen import country
from nhipcau.country.profile import Units
from nhipcau.places.models import Unit


def bare_name(name: str) -> str:
    """Without what kind of unit it is: "Phường Sông Cầu" → "Sông Cầu"."""
    return _kind(country().units).sub("", name.strip())


def usual_issuer(unit: Unit) -> str:
    """UBND xã Yên Thượng"""
    rules, name = country().units, unit.name
    if rules.lowers_kind:
        name = f"{name[0].lower()}{name[1:]}"
    return rules.issuer.format(unit=name)


@cache
def _kind(rules: Units) -> re.Pattern[str]:
    kinds = "|".join(map(re.escape, rules.kinds))
    return re.compile(
        rf"^(?:{kinds})\s+" if rules.kind_is_first else rf"\s+(?:{kinds})$", re.IGNORECASE
    )
