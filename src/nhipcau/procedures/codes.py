"""Codes of procedures: the national one, and the longer form of an agency behind it."""

import re

from nhipcau.country.chosen import country


def tidy_code(typed: str) -> str:
    """As typed, without blanks and in capitals; whether it is a code says `is_code`."""
    return "".join(typed.replace("\x00", "").split()).upper().strip(".")


def is_code(code: str) -> bool:
    return bool(re.match(country().desk.procedure_code, code))


def short_code(code: str) -> str:
    """The national part: 1.004222.000.00.00.H03 → 1.004222."""
    return ".".join(code.split(".")[: country().desk.procedure_parts])
