"""Which country this installation serves: one of ours, or a module that whoever runs it wrote."""

import re
from importlib import import_module

from django.conf import settings

from nhipcau.country.profile import CATALOGUES, SOURCE, Country

OURS = "nhipcau.country"


class UnknownCountry(ValueError):
    """NHIPCAU_COUNTRY names no profile."""


def load(name: str) -> Country:
    """`vn` is nhipcau/country/vn.py; a name with dots is a module anywhere. Each has PROFILE."""
    if not re.fullmatch(r"[a-z_]\w*(\.[a-z_]\w*)*", name):
        raise UnknownCountry(f"NHIPCAU_COUNTRY: {name!r} is no name of a country's profile")
    module = name if "." in name else f"{OURS}.{name}"
    try:
        found = import_module(module)
    except ModuleNotFoundError as fault:
        if fault.name is None or not f"{module}.".startswith(f"{fault.name}."):
            raise  # the profile is there and imports something that is not
        raise UnknownCountry(f"NHIPCAU_COUNTRY: there is no module {module}") from None
    profile = getattr(found, "PROFILE", None)
    if not isinstance(profile, Country):
        raise UnknownCountry(f"NHIPCAU_COUNTRY: {module} has no PROFILE of a country")
    screens = set(profile.screens)
    if profile.language not in screens or not screens <= set(CATALOGUES):
        raise UnknownCountry(f"NHIPCAU_COUNTRY: {module} names a language without a catalogue")
    if SOURCE in screens and profile.language != SOURCE:
        # It has no catalogue: what is missing would be said in the country's own language.
        raise UnknownCountry(
            f"NHIPCAU_COUNTRY: {module} offers {SOURCE}, which only wards of vn do"
        )
    return profile


def country() -> Country:
    return settings.COUNTRY
