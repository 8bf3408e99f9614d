"""The monthly two-minute drill: who of ours would have been reached, by which way, how soon."""

from django.db import models

from nhipcau.core.actor import SYSTEM
from nhipcau.places.tenant import Tenanted


class Drill(Tenanted):
    """Its messages are Reminders. `stopped_at`: a real urgent notice came first."""

    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=80, help_text="staff:5, or system for the monthly one")
    people = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, help_text="everybody's last way was tried")
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return f"drill {self.pk}"

    @property
    def is_monthly(self) -> bool:
        """The machine began it, nobody by hand."""
        return self.started_by == str(SYSTEM)
