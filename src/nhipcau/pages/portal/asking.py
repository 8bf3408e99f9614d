"""Where a resident asks about a procedure, and who answers for it, with the telephone."""

from dataclasses import dataclass

from nhipcau.inbox.models import Answerer
from nhipcau.inbox.paths import ask_path
from nhipcau.places.models import Locality
from nhipcau.procedures.models import ProcedureVersion
from nhipcau.text.fold import fold

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Responsible:
    name: str
    title: str
    phone: str


def ask_about(locality: Locality, code: str = "") -> str:
    """The question form, with the procedure it is about."""
    return ask_path(locality) + (f"?thu-tuc={code}" if code else "")


def responsible_for(version: ProcedureVersion) -> list[Responsible]:
    """Who answers questions of its topic, in their order. Nobody named: the ward's own number."""
    about = f" {fold(f'{version.sector} {version.name}')} "
    rows = (
        Answerer.objects.filter(topic__retired_at=None, staff__is_active=True)
        .select_related("topic", "staff")
        .order_by("topic__position", "topic", "position", "id")
    )
    best, found = 0, list[Responsible]()
    for row in rows:
        weight = _weight(row.topic.words, row.topic.name, about)
        if weight > best:
            best, found = weight, []
        if weight and weight == best:
            found.append(Responsible(row.staff.name, row.staff.title, row.staff.phone))
    return list(dict.fromkeys(found))[:SHOWN]


def _weight(words: str, name: str, about: str) -> int:
    """The longest of the topic's words that stands in the name or the sector."""
    known = [fold(word) for word in [*words.splitlines(), name] if word.strip()]
    return max((len(word) for word in known if f" {word} " in about), default=0)
