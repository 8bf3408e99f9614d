"""The tenancy key. Every tenant-owned model inherits it; a test walks the models.

django-scopes guards default and reverse managers only. It lets through raw SQL, `_base_manager`,
keys into another tenant, `create` and `bulk_create`: those are held by constraints and tests.
"""

from typing import Any, TypeVar

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
        return super().get_queryset().filter(locality=current["locality"])

    def all(self) -> models.QuerySet[M]:
        found = super().all()
        return found.all() if isinstance(found, DisabledQuerySet) else found  # the former raises


class Tenanted(models.Model):
    """A row that belongs to one locality; reading it outside `scope(locality=…)` raises."""

    locality = models.ForeignKey("places.Locality", on_delete=models.PROTECT, related_name="+")

    objects = LocalityManager["Tenanted"]()

    class Meta:
        abstract = True
