"""Keys that lead from one locality into another: there must be none. Neither a manager nor a plain
foreign key prevents them, so this is asked after every journey and whenever somebody doubts.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.db.models import F

from nhipcau.places.tenant import Tenanted


def find_strays() -> list[str]:
    """`Relay.group: 3` for three rows whose group belongs to another locality. One query a key."""
    found = []
    for model, field in _keys():
        astray = model._base_manager.filter(**{f"{field.name}__isnull": False}).exclude(
            **{f"{field.name}__locality_id": F("locality_id")}
        )
        if number := astray.count():
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
