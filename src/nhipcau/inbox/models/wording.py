"""The machine's sentences where the ward says them in its own words."""

from django.db import models

from nhipcau.people.models import Staff
from nhipcau.places.tenant import Tenanted


class Wording(Tenanted):
    """`name` is one of wording.NAMES; without a row the usual words are said."""

    name = models.CharField(max_length=20)
    text = models.TextField()
    by = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["locality", "name"], name="wording_once")]

    def __str__(self) -> str:
        return self.name
