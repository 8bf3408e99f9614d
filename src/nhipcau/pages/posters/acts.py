"""Who may hang and take down: the ward's officers, and in their own neighbourhood its helpers."""

from collections.abc import Callable

from nhipcau.links.hang import ask_down, hang_poster, take_down, unhang_poster
from nhipcau.links.models import Poster
from nhipcau.people.models import Staff
from nhipcau.people.rights import require_officer, require_place

ACTS: dict[str, Callable[..., None]] = {
    "da-treo": hang_poster,
    "chua-treo": unhang_poster,
    "da-go": take_down,
}


def act(poster: Poster, name: str, *, by: Staff) -> None:
    if poster.neighbourhood is not None:
        require_place(by.actor, poster.neighbourhood)
    else:
        require_officer(by.actor, poster.locality_id)
    ACTS[name](poster, by=by.actor)


def ask_down_all(posters: list[Poster], *, by: Staff) -> int:
    """Whoever keeps each place sees it; what was never hung need not be."""
    require_officer(by.actor, by.locality_id)
    for poster in posters:
        verb = ask_down if poster.state == Poster.State.HANGS else take_down
        verb(poster, by=by.actor)
    return len(posters)
