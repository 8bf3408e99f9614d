"""A playbook speaks of no one place and of nobody: the place's own names become blanks on the way
out and are filled in on the way in; people's names, numbers and addresses never leave.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from nhipcau.people.models import Household, Resident, Staff
from nhipcau.places.models import Locality
from nhipcau.text.fold import nfc
from nhipcau.text.mask import mask_ids
from nhipcau.text.phones import hide_phones, show_local

NAME, NUMBER, MAIL = "[họ tên]", "[số điện thoại]", "[thư điện tử]"
SHORTEST = 5  # a place's name that is shorter stands in too many other words
WORD = re.compile(r"[^\W\d_]+")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LONGEST_NAME = 7


class PlaceWords:
    """`fill` for applying, `blank` for what is read of a locality. One undoes the other."""

    def __init__(self, locality: Locality) -> None:
        name = locality.name
        lower = name[:1].lower() + name[1:]
        pairs = [
            ("{cơ quan}", locality.issuer),
            ("{Địa bàn}", name),
            ("{địa bàn}", lower),
            ("{điện thoại}", show_local(locality.phone)),
            ("{địa chỉ}", locality.address),
            ("{tên ngắn}", locality.slug),
        ]
        self._filled = {blank: said for blank, said in pairs if said}
        told = [pair for pair in pairs[:-1] if len(pair[1]) >= SHORTEST]
        self._blanks = {said: blank for blank, said in reversed(told)}
        # The longest first: "UBND phường Sông Cầu" holds "phường Sông Cầu".
        longest = sorted(self._blanks, key=len, reverse=True)
        self._own = re.compile("|".join(map(re.escape, longest)) or r"(?!)")
        self._path = f"/{locality.slug}/"
        self._people = _people(locality)

    def fill(self, text: str) -> str:
        for blank, said in self._filled.items():
            text = text.replace(blank, said)
        return text

    def blank(self, text: str) -> str:
        """Without this place's names, and without anybody's."""
        if text.startswith(self._path):
            text = "/{tên ngắn}/" + text.removeprefix(self._path)
        return self._nobody(self._own.sub(lambda found: self._blanks[found.group()], text))

    def _nobody(self, text: str) -> str:
        text = EMAIL.sub(MAIL, mask_ids(text))
        text = hide_phones(text, NUMBER)
        return self._people.hidden(text)


class _Names:
    """Full names of the people here, found in a text word by word."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for name in names:
            words = tuple(WORD.findall(nfc(name).casefold()))
            if 2 <= len(words) <= LONGEST_NAME:
                self._by_first[words[0]].add(words)

    def hidden(self, text: str) -> str:
        words = list(WORD.finditer(text))
        spans = []
        at = 0
        while at < len(words):
            size = self._name_at(words, at)
            if size:
                spans.append((words[at].start(), words[at + size - 1].end()))
            at += size or 1
        for start, end in reversed(spans):
            text = f"{text[:start]}{NAME}{text[end:]}"
        return text

    def _name_at(self, words: list[re.Match[str]], at: int) -> int:
        """How many words of a name stand here; a name of two counts when both are capitals."""
        known = self._by_first.get(words[at].group().casefold())
        if not known:
            return 0
        for size in range(LONGEST_NAME, 1, -1):
            some = [one.group() for one in words[at : at + size]]
            if len(some) < size:
                continue
            is_said_so = size > 2 or all(word[0].isupper() for word in some)
            if is_said_so and tuple(word.casefold() for word in some) in known:
                return size
        return 0


def _people(locality: Locality) -> _Names:
    """Whoever the locality knows, gone or not: reads, inside its scope."""
    names = set(Staff.objects.filter(locality=locality).values_list("name", flat=True))
    names |= set(Household.objects.values_list("head_name", flat=True))
    names |= set(Resident.objects.values_list("name", flat=True))
    return _Names(names)
