"""House, alley and neighbourhood as people write them, folded so that they can be compared."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from nhipcau.country.chosen import country
from nhipcau.country.profile import Addresses
from nhipcau.text.fold import fold, tidy


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """The country's words around a house, an alley and a place, compiled once."""

    house: re.Pattern[str]
    alleys: tuple[tuple[str, re.Pattern[str]], ...]
    split: re.Pattern[str]
    split_folded: re.Pattern[str]
    begins: re.Pattern[str]
    place: re.Pattern[str]


@cache
def _compiled(said: Addresses) -> _Words:
    return _Words(
        house=re.compile(said.house),
        alleys=tuple((word, re.compile(pattern)) for word, pattern in said.alleys),
        split=re.compile(said.split, re.IGNORECASE),
        split_folded=re.compile(said.split_folded),
        begins=re.compile(said.begins, re.IGNORECASE),
        place=re.compile(said.place),
    )


def _words() -> _Words:
    return _compiled(country().addresses)


def fold_house(house: str) -> str:
    """ "Số 12A", "SN 12a", "012A" → "12a"."""
    return _fold_house(house, _words())


@lru_cache(maxsize=20_000)
def _fold_house(house: str, words: _Words) -> str:
    bare = words.house.sub("", fold(house)).strip(" .,;:-")
    bare = re.sub(r"\s*([/-])\s*", r"\1", bare)
    bare = re.sub(r"(\d)\s+([a-z])\b", r"\1\2", bare)
    return re.sub(r"^0+(?=\d)", "", bare)


def fold_alley(alley: str) -> str:
    """ "Ngõ số 4, đ. Thanh Niên" → "ngo 4 duong thanh nien"."""
    return _fold_alley(alley, _words())


@lru_cache(maxsize=2_000)
def _fold_alley(alley: str, words: _Words) -> str:
    folded = fold(alley)
    for word, pattern in words.alleys:
        folded = pattern.sub(f"{word} ", folded)
    return " ".join(re.sub(r"[,;.:]+", " ", folded).split())


def split_address(address: str) -> tuple[str, str]:
    """One written address as house and alley: "Số 12, ngõ 4" → ("Số 12", "ngõ 4")."""
    address = tidy(address).strip(" ,;")
    found = _words().split.match(address)
    if found:
        return found["house"].strip(" ,;"), found["alley"].strip(" ,;")
    if _words().begins.match(address):
        house, _comma, alley = address.partition(",")
        return house.strip(), alley.strip()
    return "", address


def split_folded(written: str) -> tuple[str, str]:
    """What somebody typed to say which house is theirs, folded: "12 ngo 4" → ("12", "ngo 4")."""
    folded = fold(written)
    found = _words().split_folded.match(folded)
    if found:
        return fold_house(found["house"]), fold_alley(found["alley"])
    return fold_house(folded), ""


def fold_place(name: str) -> str:
    """A neighbourhood without its kind: "Tổ dân phố số 013" → "13"; "Bản Vén" → "ven"."""
    bare = _words().place.sub("", fold(name)).strip(" .,;:")
    bare = re.sub(r"^(\d+)\.0+$", r"\1", bare)
    return re.sub(r"^0+(?=\d)", "", bare)


def has_place_word(name: str) -> bool:
    return bool(_words().place.match(fold(name)))


def names_a_place(text: str) -> bool:
    """Whether a line on its own is a neighbourhood's heading: "TỔ DÂN PHỐ SỐ 13"."""
    folded = fold(text)
    found = _words().place.match(folded)
    rest = folded[found.end() :].strip(" .,;:()") if found else ""
    return bool(rest) and len(rest.split()) <= 3 and ":" not in rest


def walk_key(alley: str, house: str) -> tuple[str, list[tuple[int, str]], str]:
    """By alley, then by house as numbers count: 2, 7, 12, 12A, 15."""
    parts = re.findall(r"\d+|[a-z]+", fold_house(house))
    numbers = [(int(part), "") if part.isdecimal() else (0, part) for part in parts]
    alley_parts = re.findall(r"\d+|[^\d\s]+", fold_alley(alley))
    padded = " ".join(part.zfill(6) if part.isdecimal() else part for part in alley_parts)
    return padded, numbers, house
