"""Short codes that lead to a path of ours, and how often they were opened, by day."""

from django.db import models

from nhipcau.places.tenant import Tenanted


class Link(Tenanted):
    """A short code = path + place + version. Random, so it cannot be guessed or forged.

    `place` says where it was put, in plain ids: {"neighbourhood": 13, "group": 4, "household": 9,
    "channel": "relay"}. A target is a path, never a foreign key.
    """

    code = models.CharField(max_length=16, unique=True)
    path = models.CharField(max_length=200)
    place = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code


class LinkDay(Tenanted):
    """Openings by people on one day; previews and robots are counted apart and never shown."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="days")
    on = models.DateField()
    people = models.PositiveIntegerField(default=0)
    robots = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "on"], name="link_day_once")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.on}"
