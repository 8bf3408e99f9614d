"""A locality's catalogue ready to be searched: built from the database, kept while it is current.

Each search asks the database for the catalogue's stamp; only a change builds anew. A process keeps
a few localities, the others are built when they are asked for.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Final

from django.db import connection
from django.db.models import Count, Max
from django_scopes import get_scope

from nhipcau.procedures.models import Saying
from nhipcau.procedures.queries import in_force, stamp
from nhipcau.procedures.search_index import Entry, Index, build
from nhipcau.procedures.search_typos import Typos
from nhipcau.procedures.synonyms import Synonym, Synonyms, read_line, shipped

KEPT: Final = 4  # about 35 MB each for a whole national index


@dataclass(frozen=True, slots=True)
class Catalogue:
    index: Index
    table: Synonyms
    typos: Typos


_kept: OrderedDict[tuple[str, int], tuple[str, Catalogue]] = OrderedDict()
_lock = Lock()


def current_catalogue() -> Catalogue:
    """Inside `scope(locality=…)`."""
    now = f"{stamp()} {_stamp_of_sayings()}"
    locality = get_scope()["locality"]
    key = (str(connection.settings_dict["NAME"]), int(getattr(locality, "pk", locality)))
    with _lock:
        kept = _kept.get(key)
        if kept and kept[0] == now:
            _kept.move_to_end(key)
            return kept[1]
    made = make_catalogue(_entries(), _own())
    with _lock:
        _kept[key] = (now, made)
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def forget() -> None:
    with _lock:
        _kept.clear()


def make_catalogue(
    entries: Iterable[Entry], own: Iterable[Synonym] = (), *, folded: bool = True,
    synonyms: Iterable[Synonym] | None = None,
) -> Catalogue:  # fmt: skip
    """`own`: the ward's words, heard before the shipped ones."""
    lines = [*own, *(shipped() if synonyms is None else synonyms)]
    table = Synonyms(lines)
    index = build(entries, lines, folded=folded)
    words = {term for term in index.idf if term.isalnum()}
    pairs = {(one, other) for one, _, other in (t.partition(" ") for t in index.idf) if other}
    return Catalogue(index, table, Typos(words | table.words, pairs | table.pairs))


def _stamp_of_sayings() -> str:
    known = Saying.objects.aggregate(last=Max("pk"), n=Count("pk"))
    return f"{known['last']}.{known['n']}"


def _own() -> list[Synonym]:
    rows = Saying.objects.order_by("pk").values_list("said", "means")
    return [line for said, means in rows for line in read_line(f"{said} = {means}")]


def _entries() -> list[Entry]:
    rows = in_force().values_list(
        "pk", "current_id", "code", "name", "level", "sector", "audience", "current__result"
    )
    return [Entry(*row[:7], more=str(row[7])[:300]) for row in rows.order_by("code")]
