"""A procedure changes once for all, and what a ward said otherwise stays: three sides, values."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from nhipcau.procedures.content import TEXTS, Content, PaperInput, WayInput

V = TypeVar("V")


def combine(given: Content, here: Content, former: Content | None) -> Content:
    """`given` by the province, with what the ward had changed or added since `former`, which the
    province gave last. Without a former one only additions are known to be the ward's own."""
    if former is None:
        return replace(given, details=_added(given.details, here.details, {}))
    texts = {
        name: _kept(getattr(given, name), getattr(here, name), getattr(former, name))
        for name in TEXTS
    }
    return replace(
        given,
        **texts,
        details=_added(given.details, here.details, former.details),
        ways=_ways(given.ways, here.ways, former.ways),
        papers=_papers(given.papers, here.papers, former.papers),
    )


def _kept(given: V, here: V, former: V) -> V:
    return here if here != former else given


def _added(given: dict[str, str], here: dict[str, str], former: dict[str, str]) -> dict[str, str]:
    """Headings of the ward's own, and those it had changed."""
    own = {name: text for name, text in here.items() if former.get(name) != text}
    return {**given, **own}


def _ways(
    given: Sequence[WayInput], here: Sequence[WayInput], former: Sequence[WayInput]
) -> tuple[WayInput, ...]:
    """Times and fees are the province's; a remark of the ward beside one stays, and so does a way
    that only the ward has."""
    keys = {_way_key(one) for one in former}
    said = {_way_key(one): one.note for one in former}
    own = {_way_key(one): one.note for one in here if one.note != said.get(_way_key(one), "")}
    with_notes = [replace(one, note=own.get(_way_key(one), one.note)) for one in given]
    known = keys | {_way_key(one) for one in given}
    return (*with_notes, *(one for one in here if _way_key(one) not in known))


def _way_key(way: WayInput) -> tuple[str, str]:
    return way.kind, way.time_text or f"{way.time_amount} {way.time_unit}"


def _papers(
    given: Sequence[PaperInput], here: Sequence[PaperInput], former: Sequence[PaperInput]
) -> tuple[PaperInput, ...]:
    """What the ward asks for besides stays at the end."""
    known = {one.name for one in (*given, *former)}
    return (*given, *(one for one in here if one.name not in known))
