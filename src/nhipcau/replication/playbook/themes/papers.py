"""Posters to hang, and the guides that people here work by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from nhipcau.links.models import Poster
from nhipcau.replication.playbook.shape import may, must, some
from nhipcau.replication.playbook.theme import Found, Place
from nhipcau.replication.playbook.themes.people import IN_EACH, pattern_of
from nhipcau.replication.playbook.themes.plan import plan_theme

ASSET = r"assets/[0-9a-f]{64}\.(pdf|png|jpg|mp3)"


@dataclass(frozen=True, slots=True)
class PosterPlan:
    """`about`: a procedure's code, for posters of procedures."""

    kind: str = must(among=tuple(Poster.Kind.values))
    place: str = must(longest=120)
    about: str = may(longest=40)
    each: str = may(among=("", IN_EACH))
    size: str = may(among=("", *Poster.Size.values))
    note: str = may(longest=400)


def _hanging(place: Place, known: Mapping[str, Any]) -> list[Found]:
    """What hangs or is to hang and nobody planned; the same for several neighbourhoods once."""
    there = {(item.kind, item.about, item.place, item.each) for item in known.values()}
    found = []
    rows = Poster.objects.filter(locality=place.locality).exclude(state=Poster.State.DOWN)
    for row in rows.select_related("neighbourhood").order_by("pk"):
        about = row.about if row.kind == Poster.Kind.PROCEDURE else ""
        where = row.neighbourhood
        said = pattern_of(row.place, where) if where is not None else row.place
        seen = (row.kind, about, said, IN_EACH if where is not None else "")
        if seen not in there:
            there.add(seen)
            size = "" if row.size == Poster.Size.A4 else row.size
            found.append(Found(PosterPlan(seen[0], said, about, seen[3], size)))
    return found


POSTERS = plan_theme(
    "posters",
    title=_("Tờ mã QR cần treo"),
    remark="Tờ nào treo ở đâu; kind: procedure thì about là mã thủ tục. {tổ} là tên tổ, thôn.",
    kind=PosterPlan,
    name_of=lambda item: f"{item.kind} {item.about} {item.place}",
    derived=_hanging,
    told=lambda item: f"{Poster.Kind(item.kind).label} {item.about}: {item.place}",
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """`file` is named after the hash of its content."""

    name: str = must(longest=120)
    file: str = must(like=ASSET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """One page for one kind of people. Empty lines part paragraphs, "- " begins a point."""

    title: str = must(longest=120)
    for_whom: str = may(longest=160)
    text: str = must(longest=12_000)
    files: tuple[Attachment, ...] = some()


GUIDES = plan_theme(
    "guides",
    title=_("Hướng dẫn"),
    remark="Cách làm của nơi đã làm. Tệp kèm nằm ở assets/, tên là mã băm SHA-256 của nội dung.",
    kind=Guide,
    name_of=lambda item: item.title,
)
