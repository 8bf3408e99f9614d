"""The tenancy key. Every tenant-owned model inherits it; a test walks the models.

django-scopes guards default and reverse managers only. It lets through raw SQL, `_base_manager`,
keys into another tenant, `create` and `bulk_create`: those are held by constraints and tests, and
where NHIPCAU_ROW_SECURITY is on by the database itself (row_security.py).
"""

from functools import lru_cache
from typing import Any, ClassVar, TypeVar

from django.db import models
from django_scopes import get_scope
from django_scopes.manager import DisabledQuerySet

M = TypeVar("M", bound=models.Model)


class LocalityManager(models.Manager[M]):
    """django-scopes' ScopedManager over `locality`, as a class that the type checker sees."""

    def get_queryset(self) -> models.QuerySet[M]:
        current: dict[str, Any] = get_scope()
        if not current.get("_enabled", True):
            return super().get_queryset()
        if "locality" not in current:
            disabled: models.QuerySet[M] = DisabledQuerySet(
                self.model, using=self._db, missing_scopes={"locality"}
            )
            return disabled
        locality = current["locality"]
        if type(self) is LocalityManager:  # not one that Django makes for a relation
            return _narrowed(self.model, self._db, getattr(locality, "pk", locality)).all()
        return super().get_queryset().filter(locality=locality)

    def all(self) -> models.QuerySet[M]:
        found = super().all()
        return found.all() if isinstance(found, DisabledQuerySet) else found  # the former raises


@lru_cache(maxsize=20_000)
def _narrowed(model: type[M], using: str | None, locality: int) -> models.QuerySet[M]:
    """Filtered once, copied at every use: a tenth of the work of each query went into this."""
    return models.QuerySet(model=model, using=using).filter(locality=locality)


class Tenanted(models.Model):
    """A row that belongs to one locality; reading it outside `scope(locality=…)` raises."""

    is_tenanted: ClassVar = True  # read by row_security.py, which is loaded before any model
    locality = models.ForeignKey("places.Locality", on_delete=models.PROTECT, related_name="+")

    objects = LocalityManager["Tenanted"]()

    class Meta:
        abstract = True
