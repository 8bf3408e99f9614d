"""How far a new locality has come on its first day."""

from django.db import models

from nhipcau.places.tenant import Tenanted


class FirstRun(Tenanted):
    """`steps`: what was done or skipped, by the step's name. What is not there is still to do."""

    steps = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locality"], name="first_run_once"),
        ]

    def __str__(self) -> str:
        return f"first run {self.locality_id}"
