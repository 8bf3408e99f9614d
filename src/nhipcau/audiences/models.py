"""Named selections of places, groups and filters."""

from django.db import models

from nhipcau.places.tenant import Tenanted


class Audience(Tenanted):
    """`selection` is audiences.selection.Selection as JSON."""

    name = models.CharField(max_length=120)
    selection = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["locality", "name"], name="audience_once")]

    def __str__(self) -> str:
        return self.name
