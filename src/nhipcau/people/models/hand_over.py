"""A neighbourhood that changed hands: what went over on that day, and what only people can do."""

from django.db import models

from nhipcau.people.models.staff import Staff
from nhipcau.places.models import Neighbourhood
from nhipcau.places.tenant import Tenanted


class Handover(Tenanted):
    """`moved` is the list as it was said on that day: [{"what": "relay", "title": …, "n": 3}],
    titles and counts, nobody's name. `steps` are those of the checklist that concern this place,
    `steps_done` the ticked ones."""

    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, related_name="+")
    former = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    moved = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    steps_done = models.JSONField(default=list)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"handover {self.pk}"

    @property
    def steps_left(self) -> list[str]:
        return [step for step in self.steps if step not in self.steps_done]
