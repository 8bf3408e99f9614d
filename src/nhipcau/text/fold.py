"""Comparing and cleaning Vietnamese text: one Unicode form, and words without marks for search."""

import re
import unicodedata
from functools import lru_cache

# "đ" is a letter of its own: no decomposition takes its stroke away.
_STROKE = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})
KEPT = 200  # signs: of strangers' letters, megabytes each, nothing stays in memory
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
# The marks that Latin letters carry; those of Thai or Bengali are half of a word and stay.
_MARKS = re.compile("[\u0300-\u036f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def nfc(text: str) -> str:
    """The form everything is stored and compared in. Telephones and Macs often write NFD."""
    return unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """One line as a person meant it: NFC, nothing invisible, single spaces."""
    return " ".join(_CONTROL.sub(" ", _INVISIBLE.sub("", nfc(text))).split())


def tidy_lines(text: str) -> str:
    """The same for a text of several lines: at most one empty line in a row."""
    lines = [tidy(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def without_marks(text: str) -> str:
    """Letters without tone and vowel marks, case kept: "Đường Thanh Niên" → "Duong Thanh Nien"."""
    apart = unicodedata.normalize("NFD", text)
    bare = _MARKS.sub("", apart)
    return unicodedata.normalize("NFC", bare).translate(_STROKE)


def fold(text: str) -> str:
    """The key to search and match by: no marks, no case, single spaces."""
    return _kept(text) if len(text) <= KEPT else _folded(text)


@lru_cache(maxsize=20_000)  # a register folds the same few thousand names and streets
def _kept(text: str) -> str:
    return _folded(text)


def _folded(text: str) -> str:
    return " ".join(without_marks(unicodedata.normalize("NFKC", text)).casefold().split())
