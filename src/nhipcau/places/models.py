"""Units with validity and what became of them; the locality as tenant; neighbourhoods; hours."""

from datetime import date, time
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from nhipcau.country.chosen import country
from nhipcau.places.tenant import Tenanted


def usual_zone() -> str:
    return country().time_zone


def usual_quiet_from() -> time:
    return country().work.quiet[0]


def usual_quiet_until() -> time:
    return country().work.quiet[1]


def usual_loudspeaker() -> str:
    return country().work.loudspeaker


class Unit(models.Model):
    """An official unit. Codes are reused with a new meaning: the key is our own, never the code."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("Cấp tỉnh")
        DISTRICT = "district", _("Cấp huyện")
        COMMUNE = "commune", _("Cấp xã")

    code = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "level",
                "code",
                Coalesce("valid_from", models.Value(date(1900, 1, 1))),
                name="unit_code_once_per_time",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """Which units became which, many to many."""

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="became")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="came_from")
    on = models.DateField()
    is_whole = models.BooleanField()
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "on"], name="succession_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class Locality(models.Model):
    """The tenant: one ward or commune that uses the product."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    issuer = models.CharField(max_length=160, help_text="UBND phường Sông Cầu")
    time_zone = models.CharField(max_length=40, default=usual_zone)
    phone = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=200, blank=True)
    quiet_from = models.TimeField(default=usual_quiet_from)
    quiet_until = models.TimeField(default=usual_quiet_until)
    loudspeaker_hours = models.CharField(max_length=60, default=usual_loudspeaker)
    emergency_reserve = models.PositiveSmallIntegerField(
        default=1, help_text="OA broadcasts a month kept for emergencies"
    )
    ward_helpers = models.PositiveSmallIntegerField(default=6)
    escalate_after = models.PositiveSmallIntegerField(
        default=5, help_text="minutes of silence until a leader is told by the next way"
    )
    drill_day = models.PositiveSmallIntegerField(
        default=1, help_text="working day of the month on which leaders are drilled; 0 is never"
    )
    drill_at = models.TimeField(default=time(9, 0))
    is_office = models.BooleanField(
        default=False, help_text="a province's own tenant: its staff sign in, nobody lives there"
    )
    overseen_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="wards",
        help_text="the office that sees its counts",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_office=False) | models.Q(overseen_by=None),
                name="office_stands_alone",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class Lineage(models.Model):
    """The living objects of one locality went on in another; `is_whole`: all of them, and the
    former one is closed. What it keeps is history, read through this row (lineage.py)."""

    predecessor = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    is_whole = models.BooleanField()
    basis = models.CharField(max_length=160, help_text="number of the decision")
    record = models.BigIntegerField(help_text="plain id of the merger that made it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "record"], name="lineage_once")
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class Neighbourhood(Tenanted):
    """Tổ dân phố, thôn, bản. Names collide after a merger: former unit in the key."""

    name = models.CharField(max_length=80)
    number = models.PositiveSmallIntegerField(null=True)
    former_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    has_megaphone = models.BooleanField(default=False, help_text="a loudspeaker carried by hand")
    has_gong = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                "locality",
                Coalesce("former_unit", 0),
                "name",
                name="neighbourhood_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class OpeningHours(Tenanted):
    """When the desk is open. Monday is 0."""

    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}-{self.closes}"


class Holiday(Tenanted):
    on = models.DateField()
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["locality", "on"], name="holiday_once")]

    def __str__(self) -> str:
        return self.name


class ServiceCentre(Tenanted):
    """Where people of the locality file online. The address changes with a merger: by date."""

    name = models.CharField(max_length=160, help_text="Trung tâm Phục vụ hành chính công tỉnh …")
    url = models.CharField(max_length=300, help_text="{code} stands for the procedure's code")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["locality", "valid_from"], name="centre_once_a_day")
        ]

    def __str__(self) -> str:
        return self.name
