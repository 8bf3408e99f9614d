"""A locality's catalogue ready to be searched: built from the database, kept while it is current.

Once a second a search asks the database for the catalogue's stamp; a change builds anew. A process
keeps a few localities, the others are built when they are asked for.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Final

from django.db import connection
from django.db.models import Count, Max
from django_scopes import get_scope

from nhipcau.procedures.models import Saying
from nhipcau.procedures.queries import in_force, stamp
from nhipcau.procedures.search_index import Entry, Index, build
from nhipcau.procedures.search_typos import Typos
from nhipcau.procedures.synonyms import Synonym, Synonyms, read_line, shipped

LOOK_EVERY: Final = 1.0  # second: two statements a search would be half of its time
KEPT: Final = 4  # about 35 MB each for a whole national index


@dataclass(frozen=True, slots=True)
class Catalogue:
    index: Index
    table: Synonyms
    typos: Typos


@dataclass(slots=True)
class _Kept:
    stamp: str
    looked_at: float
    catalogue: Catalogue


_kept: OrderedDict[tuple[str, int], _Kept] = OrderedDict()
_lock = Lock()


def current_catalogue() -> Catalogue:
    """Inside `scope(locality=…)`."""
    locality = get_scope()["locality"]
    key = (str(connection.settings_dict["NAME"]), int(getattr(locality, "pk", locality)))
    with _lock:
        kept = _kept.get(key)
    moment = monotonic()
    if kept and moment - kept.looked_at < LOOK_EVERY:
        return kept.catalogue
    now = f"{stamp()} {_stamp_of_sayings()}"
    if kept and kept.stamp == now:
        kept.looked_at = moment
        catalogue = kept.catalogue
    else:
        catalogue = make_catalogue(_entries(), _own())
    with _lock:
        _kept[key] = _Kept(now, moment, catalogue)
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return catalogue


def forget() -> None:
    """The next search looks: for what must be heard at once in this process."""
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
