"""Nobody stands at two places at once: whoever gives somebody a shift waits for everybody else who
does, looks, and writes. Call inside the verb's transaction."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from nhipcau.core.errors import WrongState
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality
from nhipcau.rosters.models import Post, Shift
from nhipcau.rosters.rights import check_post
from nhipcau.text.dates import say_exact_span


def hold_people(*people: int) -> None:
    """Writes the persons' rows as they are, in one order: on PostgreSQL a second verb about the
    same person waits here (SQLite has one writer anyway)."""
    for pk in sorted(set(people)):
        Staff.objects.filter(pk=pk).update(name=F("name"))


def hold_to_stand(staff: Staff, post: str, locality_id: int) -> None:
    """Holds them, and looks again whether they may: they might have left while we waited."""
    hold_people(staff.pk)
    staff.refresh_from_db(fields=["is_active", "role"])
    check_post(staff, post, locality_id)


def hold_locality(locality_id: int) -> None:
    Locality.objects.filter(pk=locality_id).update(name=F("name"))


def clash_of(
    staff_id: int, starts_at: datetime, ends_at: datetime, *, besides: Collection[int] = ()
) -> Shift | None:
    """A shift of theirs that touches these hours."""
    return (
        Shift.objects.filter(
            staff=staff_id,
            state=Shift.State.STANDING,
            starts_at__lt=ends_at,
            ends_at__gt=starts_at,
        )
        .exclude(pk__in=besides)
        .first()
    )


def refuse_clash(
    staff: Staff, starts_at: datetime, ends_at: datetime, *, besides: Collection[int] = ()
) -> None:
    clash = clash_of(staff.pk, starts_at, ends_at, besides=besides)
    if clash is not None:
        raise WrongState(
            _("%(who)s đã có ca trực %(post)s %(when)s: một người không trực hai nơi cùng lúc.")
            % {
                "who": staff.name,
                "post": Post(clash.post).label,
                "when": say_exact_span(clash.starts_at, clash.ends_at),
            }
        )
