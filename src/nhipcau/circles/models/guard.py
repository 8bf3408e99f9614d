"""Nothing of a circle is read without saying who looks (docs/decisions/0023).

Who belongs to a party cell is sensitive (Law 91/2025, political views). The tenancy scope keeps
localities apart; it lets everybody of one locality see everything. So these models have no plain
read at all: `objects.all()`, `.filter()`, a related manager raise, and a query that forgets the
viewer fails in its first test instead of leaking in its thousandth use.
"""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models

from nhipcau.people.models import Staff
from nhipcau.places.tenant import LocalityManager

M = TypeVar("M", bound=models.Model)


class NobodyNamed(TypeError):
    """A row of a circle was read without a viewer."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """One of our staff, or the memberships that a browser has proved to hold."""

    staff: int | None = None
    members: frozenset[int] = frozenset()

    @classmethod
    def of(cls, staff: Staff) -> "Viewer":
        return cls(staff=staff.pk)

    @property
    def is_them(self) -> models.Q:
        """Rows of CircleMember that are this viewer today: not removed, still at work."""
        stays = models.Q(left_at__isnull=True, circle__closed_at__isnull=True)
        if self.staff is not None:
            return stays & models.Q(staff=self.staff, staff__is_active=True)
        return stays & models.Q(pk__in=sorted(self.members), staff__isnull=True)


class GuardedManager(LocalityManager[M]):
    """Two doors only: `seen_by(viewer)` for pages, `unguarded(why)` for verbs and guards."""

    def get_queryset(self) -> models.QuerySet[M]:
        raise NobodyNamed(
            f"{self.model.__name__} is read by objects.seen_by(viewer), never without a viewer"
        )

    def all(self) -> models.QuerySet[M]:
        return self.get_queryset()

    def unguarded(self, why: str) -> models.QuerySet[M]:
        """Rows whoever looks. `why` is for the reader; tests/test_guard.py lists who may."""
        if not why:
            raise NobodyNamed("say why nobody is named")
        return LocalityManager.get_queryset(self)

    def seen_by(self, viewer: Viewer) -> models.QuerySet[M]:
        seen: Any = self.model
        return self.unguarded("narrowed to the viewer here").filter(seen.seen(viewer))
