"""Found a circle, and end it. The ward's admin founds; from then on it belongs to its own people.

The admin gets a one-time link for the first head and need not say who that is. Once a head has
come in, no link of the admin's leads in any more: whoever keeps accounts is not thereby let in.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from nhipcau.circles.invite import new_invitation
from nhipcau.circles.models import Circle, CircleMember, CircleNotice, CircleRelay, Office
from nhipcau.circles.rights import actor_of, must_head, working
from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.people.models import Staff
from nhipcau.people.rights import require_admin
from nhipcau.places.models import Locality
from nhipcau.text.fold import tidy


@dataclass(frozen=True, slots=True)
class CircleInput:
    """`parent`: the circle above it, as a key; a party cell stands below its committee."""

    kind: str
    name: str
    parent: int | None = None
    title: str = ""  # of whoever leads it: Bí thư


def found_circle(locality: Locality, given: CircleInput, *, by: Staff) -> tuple[Circle, str]:
    """Verb. Returns the circle and the path that lets its first head in; it is shown only now."""
    require_admin(by.actor, locality.pk)
    with transaction.atomic(), scope(locality=locality):
        circle = Circle.objects.unguarded("founding").create(
            locality=locality, founded_at=civil_now(), **_checked(given)
        )
        head = CircleMember.objects.unguarded("founding").create(
            locality=locality,
            circle=circle,
            title=tidy(given.title),
            office=Office.HEAD,
            joined_at=civil_now(),
        )
        audit.record(by.actor, "circle.founded", circle, after={"kind": circle.kind})
        return circle, new_invitation(head)


def revise_unused(circle: Circle, given: CircleInput, *, by: Staff) -> None:
    """Verb. By an admin, as long as nobody is in it."""
    require_admin(by.actor, circle.locality_id)
    with transaction.atomic():
        if waiting_head(circle) is None:
            raise WrongState(_("Nhóm đã có người: chỉ người của nhóm đổi được."))
        fields = _checked(given, besides=circle.pk)
        open_one = Circle.objects.unguarded("revising").filter(pk=circle.pk, closed_at=None)
        if not open_one.update(**fields):
            raise WrongState(_("Nhóm này đã đóng rồi."))
        audit.record(by.actor, "circle.revised", circle, after={"kind": given.kind})
    circle.refresh_from_db()


def invite_first_head(circle: Circle, *, by: Staff) -> str:
    """Verb. The link again, as long as nobody has come in by it."""
    require_admin(by.actor, circle.locality_id)
    with transaction.atomic():
        waiting = waiting_head(circle)
        if waiting is None:
            raise WrongState(
                _(
                    "Nhóm này đã có người đứng đầu. Chỉ người của nhóm mời được người mới; "
                    "quản trị không vào được."
                )
            )
        if waiting.staff_id is not None:  # they stopped work before anything was said
            CircleMember.objects.unguarded("an empty place again").filter(pk=waiting.pk).update(
                staff=None
            )
        audit.record(by.actor, "circle.head_invited", circle)
        return new_invitation(waiting)


def waiting_head(circle: Circle) -> CircleMember | None:
    """The place of a first head whom nobody knows yet; None once anybody is in. A head who stopped
    work before there was anybody or anything in it counts as not come; later the circle chooses
    itself (chair.py)."""
    if working(circle.pk).exists():
        return None
    members = CircleMember.objects.unguarded("whether anybody is in").filter(circle=circle)
    if members.exclude(staff=None, phone="").count() > 1 or _is_used(circle):
        return None
    return members.filter(office=Office.HEAD, left_at=None).first()


def _checked(given: CircleInput, *, besides: int = 0) -> dict[str, Any]:
    name = tidy(given.name)
    if not name:
        raise BadInput(_("Hãy ghi tên nhóm, ví dụ: Chi bộ tổ 13."), field="name")
    if given.kind not in Circle.Kind.values:
        raise BadInput(_("Hãy chọn loại nhóm."), field="kind")
    known = Circle.objects.unguarded("founding").filter(closed_at=None).exclude(pk=besides)
    if known.filter(name=name).exists():
        raise BadInput(_("Đã có nhóm tên này."), field="name")
    above = known.filter(pk=given.parent).first() if given.parent else None
    if given.parent and above is None:
        raise BadInput(_("Nhóm cấp trên không còn."), field="parent")
    return {"kind": given.kind, "name": name, "parent": above}


def _is_used(circle: Circle) -> bool:
    """Something is there to read: of its own, or come down to it."""
    written = CircleNotice.objects.unguarded("whether anything is there").filter(circle=circle)
    down = CircleRelay.objects.unguarded("whether anything is there").filter(circle=circle)
    return written.exists() or down.exists()


def close_circle(circle: Circle, *, by: CircleMember) -> None:
    """Verb. By its own head: from now on nobody reads anything of it."""
    must_head(by, circle.pk)
    _close(circle, actor_of(by))


def close_unused(circle: Circle, *, by: Staff) -> None:
    """Verb. By an admin: only what nobody has come into, or what has nobody left."""
    require_admin(by.actor, circle.locality_id)
    if working(circle.pk).exists():
        raise WrongState(_("Nhóm còn thành viên: chỉ người đứng đầu nhóm đóng được."))
    _close(circle, by.actor)


def _close(circle: Circle, by: Actor) -> None:
    with transaction.atomic():
        open_one = Circle.objects.unguarded("closing").filter(pk=circle.pk, closed_at=None)
        if not open_one.update(closed_at=civil_now()):
            raise WrongState(_("Nhóm này đã đóng rồi."))
        audit.record(by, "circle.closed", circle)
    circle.refresh_from_db()
