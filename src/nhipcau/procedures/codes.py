"""Codes of procedures: the national one, and the longer form of an agency behind it."""

import re

# 1.004222 · 1.004222.000.00.00.H03 (the agency that published it stands at the end)
CODE = re.compile(r"^[1-9]\.\d{6}(?:\.[0-9A-Z]{2,4}){0,6}$")


def tidy_code(typed: str) -> str:
    """As typed, without blanks and in capitals; whether it is a code says `is_code`."""
    return "".join(typed.replace("\x00", "").split()).upper().strip(".")


def is_code(code: str) -> bool:
    return bool(CODE.match(code))


def short_code(code: str) -> str:
    """The national part: 1.004222.000.00.00.H03 → 1.004222."""
    return ".".join(code.split(".")[:2])
