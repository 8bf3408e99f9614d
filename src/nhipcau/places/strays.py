"""Keys that lead from one locality into another: there must be none but along a lineage, where
history speaks of households that live on elsewhere. Neither a manager nor a plain foreign key
prevents them, so this is asked after every journey and whenever somebody doubts.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.db.models import Count, F

from nhipcau.places.lineage import kin
from nhipcau.places.row_security import over_localities
from nhipcau.places.tenant import Tenanted


@over_localities()
def find_strays() -> list[str]:
    """`Relay.group: 3` for three rows whose group belongs to another locality. One query a key."""
    found, related = [], kin()
    for model, field in _keys():
        astray = model._base_manager.filter(**{f"{field.name}__isnull": False}).exclude(
            **{f"{field.name}__locality_id": F("locality_id")}
        )
        pairs = astray.values_list("locality_id", f"{field.name}__locality_id").order_by()
        number = sum(
            count
            for here, there, count in pairs.annotate(n=Count("pk"))
            if (here, there) not in related
        )
        if number:
            found.append(f"{model.__name__}.{field.name}: {number}")
    return found


def _keys() -> Iterator[tuple[type[Tenanted], models.ForeignKey[models.Model, models.Model]]]:
    """Every key from a tenant's row to a row that has a locality itself."""
    for model in apps.get_models():
        if not issubclass(model, Tenanted):
            continue
        for field in model._meta.concrete_fields:
            target = field.related_model
            if not isinstance(field, models.ForeignKey) or not isinstance(target, type):
                continue
            if any(each.name == "locality" for each in target._meta.concrete_fields):
                yield model, field
