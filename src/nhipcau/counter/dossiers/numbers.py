"""Dossier numbers as people write them, whose they are, and new ones of our own."""

import re
import unicodedata
from datetime import date

from django.utils.translation import gettext as _

from nhipcau.core.errors import WrongState
from nhipcau.counter.models import DeskName, Dossier
from nhipcau.country.chosen import country
from nhipcau.places.models import Locality

DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d_]")
LONGEST = 60
TRIES = 50


def tidy_number(typed: str) -> str:
    """As it is kept: capitals, plain hyphens, no blanks. "000.00.01.h03 – 230526 – 0001"."""
    plain = DASHES.sub("-", unicodedata.normalize("NFKC", typed))
    return "".join(sign for sign in plain if sign.isprintable() and not sign.isspace()).upper()


def key_of(number: str) -> str:
    """What makes two numbers the same: letters and digits."""
    return "".join(sign for sign in tidy_number(number) if sign.isalnum())[:LONGEST]


def province_of(number: str) -> str:
    """H03 of a usual number; empty where none can be read out of it."""
    desk, tidied = country().desk, tidy_number(number)
    found = re.match(desk.dossier_number, tidied) or re.match(desk.agency, tidied)
    return found.group(1) if found else ""


def desk_on(day: date) -> DeskName | None:
    """What the desk is called on a day; inside the locality's scope."""
    return DeskName.objects.filter(valid_from__lte=day).order_by("-valid_from").first()


def own_provinces() -> set[str]:
    """Codes that the ward has ever had: old numbers stay its own after a merger."""
    found = DeskName.objects.exclude(agency="").values_list("agency", flat=True)
    return {code for agency in found if (code := province_of(agency))}


def is_of_another_province(number: str, own: set[str]) -> bool:
    """False as long as the ward has not said which province it is in, and of unusual numbers."""
    code = province_of(number)
    return bool(own and code and code not in own)


def new_number(locality: Locality, on: date) -> str:
    """The next number of the day, of what is not filed through the province's system."""
    desk = desk_on(on)
    agency = desk.agency if desk and desk.agency else locality.slug.upper()
    begins = f"{agency}-{on:%y%m%d}-"
    taken = Dossier.objects.filter(key__startswith=key_of(begins)).count()
    for nth in range(taken + 1, taken + TRIES):
        number = f"{begins}{nth:04d}"
        if not Dossier.objects.filter(key=key_of(number)).exists():
            return number
    raise WrongState(_("Chưa đặt được số hồ sơ. Hãy ghi số của hệ thống tỉnh."))
