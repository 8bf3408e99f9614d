"""How often something was tried: one counting row a name and span."""

from django.db import models


class TryCount(models.Model):
    """`name` is a hash: it may hold an address or a house. `until` is civil seconds."""

    name = models.CharField(max_length=64, primary_key=True)
    taken = models.PositiveIntegerField()
    until = models.FloatField(db_index=True)

    def __str__(self) -> str:
        return self.name
