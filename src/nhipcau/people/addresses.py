"""House, alley and neighbourhood as people write them, folded so that they can be compared."""

import re
from functools import lru_cache

from nhipcau.text.fold import fold, tidy

HOUSE_WORDS = re.compile(r"^(?:so nha|nha so|so|sn|nha)\b[ .:]*")
ALLEY_WORDS = (
    ("ngo", re.compile(r"\b(?:ngo|ng)\b[ .:]*(?:so\b)?[ .:]*")),
    ("ngach", re.compile(r"\bngach\b[ .:]*(?:so\b)?[ .:]*")),
    ("hem", re.compile(r"\b(?:hem|kiet)\b[ .:]*(?:so\b)?[ .:]*")),
    ("duong", re.compile(r"\b(?:duong|d|pho|p)\b[ .:]*")),
)
# "12 ngõ 4", "Số 12, đường Thanh Niên": where the house ends and the rest begins.
SPLIT = re.compile(
    r"^(?P<house>.*?)[\s,;]+(?P<alley>(?:ngõ|ngách|hẻm|kiệt|đường|phố|ng\.|đ\.)\s*.*)$",
    re.IGNORECASE,
)
SPLIT_FOLDED = re.compile(r"^(?P<house>.*?)[\s,;]+(?P<alley>(?:ngo|ngach|hem|kiet|duong|pho)\b.*)$")
HOUSE_START = re.compile(r"^(?:số nhà|nhà số|số|sn)?[\s.:]*\d", re.IGNORECASE)
PLACE_WORDS = re.compile(
    r"^(?:to dan pho|to dp|tdp|to nhan dan|to|thon|ban|khu pho|khu dan cu|kdc|kp|khu|tieu khu|tk"
    r"|xom|ap|buon|lang)\b[ .:]*(?:so\b)?[ .:]*"
)


@lru_cache(maxsize=20_000)
def fold_house(house: str) -> str:
    """ "Số 12A", "SN 12a", "012A" → "12a"."""
    bare = HOUSE_WORDS.sub("", fold(house)).strip(" .,;:-")
    bare = re.sub(r"\s*([/-])\s*", r"\1", bare)
    bare = re.sub(r"(\d)\s+([a-z])\b", r"\1\2", bare)
    return re.sub(r"^0+(?=\d)", "", bare)


@lru_cache(maxsize=2_000)
def fold_alley(alley: str) -> str:
    """ "Ngõ số 4, đ. Thanh Niên" → "ngo 4 duong thanh nien"."""
    folded = fold(alley)
    for word, pattern in ALLEY_WORDS:
        folded = pattern.sub(f"{word} ", folded)
    return " ".join(re.sub(r"[,;.:]+", " ", folded).split())


def split_address(address: str) -> tuple[str, str]:
    """One written address as house and alley: "Số 12, ngõ 4" → ("Số 12", "ngõ 4")."""
    address = tidy(address).strip(" ,;")
    found = SPLIT.match(address)
    if found:
        return found["house"].strip(" ,;"), found["alley"].strip(" ,;")
    if HOUSE_START.match(address):
        house, _comma, alley = address.partition(",")
        return house.strip(), alley.strip()
    return "", address


def split_folded(written: str) -> tuple[str, str]:
    """What somebody typed to say which house is theirs, folded: "12 ngo 4" → ("12", "ngo 4")."""
    folded = fold(written)
    found = SPLIT_FOLDED.match(folded)
    if found:
        return fold_house(found["house"]), fold_alley(found["alley"])
    return fold_house(folded), ""


def fold_place(name: str) -> str:
    """A neighbourhood without its kind: "Tổ dân phố số 013" → "13"; "Bản Vén" → "ven"."""
    bare = PLACE_WORDS.sub("", fold(name)).strip(" .,;:")
    bare = re.sub(r"^(\d+)\.0+$", r"\1", bare)
    return re.sub(r"^0+(?=\d)", "", bare)


def names_a_place(text: str) -> bool:
    """Whether a line on its own is a neighbourhood's heading: "TỔ DÂN PHỐ SỐ 13"."""
    folded = fold(text)
    found = PLACE_WORDS.match(folded)
    rest = folded[found.end() :].strip(" .,;:()") if found else ""
    return bool(rest) and len(rest.split()) <= 3 and ":" not in rest


def walk_key(alley: str, house: str) -> tuple[str, list[tuple[int, str]], str]:
    """By alley, then by house as numbers count: 2, 7, 12, 12A, 15."""
    parts = re.findall(r"\d+|[a-z]+", fold_house(house))
    numbers = [(int(part), "") if part.isdecimal() else (0, part) for part in parts]
    alley_parts = re.findall(r"\d+|[^\d\s]+", fold_alley(alley))
    padded = " ".join(part.zfill(6) if part.isdecimal() else part for part in alley_parts)
    return padded, numbers, house
