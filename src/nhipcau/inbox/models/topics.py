"""What questions are about, and whose each topic is: a table that officers edit."""

from django.db import models

from nhipcau.people.models import Staff
from nhipcau.places.tenant import Tenanted


class Topic(Tenanted):
    """`words`: what people write when they mean it, one a line; compared without marks. `hours` are
    working hours until the answer is due."""

    name = models.CharField(max_length=80)
    words = models.TextField(blank=True)
    hours = models.PositiveSmallIntegerField(default=8)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["locality", "name"],
                condition=models.Q(retired_at=None),
                name="topic_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Answerer(Tenanted):
    """Who answers questions of a topic."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="answerers")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="topics")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["topic", "staff"], name="answerer_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} for {self.topic_id}"
