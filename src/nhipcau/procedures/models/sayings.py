"""How people of this ward say what a procedure's name says otherwise."""

from django.db import models

from nhipcau.places.tenant import Tenanted


class Saying(Tenanted):
    """One line of the ward's own table, written as the shipped one: alternatives between "|"."""

    said = models.CharField(max_length=300)
    means = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locality", "said"], name="saying_once"),
        ]

    def __str__(self) -> str:
        return f"{self.said} = {self.means}"
