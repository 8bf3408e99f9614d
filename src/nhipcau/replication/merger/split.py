"""The way back once the successor has told its people something: a second record, over the
neighbourhoods that came, into the place they came from. Here is what such a record begins with."""

from dataclasses import dataclass

from nhipcau.places.models import Locality
from nhipcau.places.row_security import over_localities
from nhipcau.replication.merger.going import rows_of
from nhipcau.replication.merger.ids import unpack
from nhipcau.replication.models import Merger

PLACES = "places.Neighbourhood"


@dataclass(frozen=True, slots=True)
class WayBack:
    former: Locality
    heir: Locality
    places: tuple[str, ...]

    @property
    def typed(self) -> dict[str, str]:
        """The form of a new record, filled in; number and days of the decision are not ours."""
        return {"former": f"{self.heir.slug}: {', '.join(self.places)}", "slug": self.former.slug}


@over_localities()
def ways_back(merger: Merger) -> list[WayBack]:
    """One for each that was closed by it and of whose neighbourhoods some are still there."""
    heir = merger.successor
    if merger.state != Merger.State.DONE or heir is None or heir.closed_at is not None:
        return []
    found = []
    moves = merger.moves.filter(model=PLACES, locality__closed_at__isnull=False)
    for move in moves.select_related("locality").order_by("locality__name"):
        came = rows_of(PLACES).filter(locality=heir.pk, pk__in=unpack(move.ids))
        names = tuple(came.order_by("position", "pk").values_list("name", flat=True))
        if names and "," not in "".join(names):
            found.append(WayBack(move.locality, heir, names))
    return found
