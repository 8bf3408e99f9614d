"""Short codes that lead to a path of ours, how often they were opened by day, printed codes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.core.language import own_language
from nhipcau.places.models import Neighbourhood
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


class Poster(Tenanted):
    """A printed code and where it hangs. One that was taken down still leads on: its link stays.

    What it is about is told in plain values, never by a key: `about` is a procedure's code, a
    group's id, an Official Account's id at Zalo. `printed` is what stands on the paper and can go
    old: {"version": 2, "name": …, "issuer": …}.
    """

    class Kind(models.TextChoices):
        PROCEDURE = "procedure", _("Thủ tục")
        GROUP = "group", _("Nhóm của tổ")
        OA = "oa", _("Zalo OA của phường")
        PORTAL = "portal", _("Trang thông tin")
        OTHER = "other", _("Trang khác")

    class Size(models.TextChoices):
        A4 = "a4", "A4"
        A5 = "a5", "A5"

    class State(models.TextChoices):
        TO_HANG = "to_hang", _("Chờ treo")
        HANGS = "hangs", _("Đang treo")
        TO_REMOVE = "to_remove", _("Cần gỡ")
        DOWN = "down", _("Đã gỡ")

    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="poster")
    kind = models.CharField(max_length=10, choices=Kind)
    about = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=600)
    printed = models.JSONField(default=dict)
    place = models.CharField(max_length=120)
    neighbourhood = models.ForeignKey(
        Neighbourhood, null=True, on_delete=models.PROTECT, related_name="+"
    )
    size = models.CharField(max_length=2, choices=Size, default=Size.A4)
    language = models.CharField(max_length=8, default=own_language)
    state = models.CharField(max_length=10, choices=State, default=State.TO_HANG)
    made_at = models.DateTimeField()
    hung_at = models.DateTimeField(null=True)
    taken_down_at = models.DateTimeField(null=True)
    replaces = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="replacements"
    )

    class Meta:
        indexes = [models.Index(fields=["locality", "state"], name="poster_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.link_id}"
