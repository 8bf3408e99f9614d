"""Bringing phones and skills to those without: visits, what was taught, months, campaigns."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models import Household, Staff
from nhipcau.places.models import Neighbourhood
from nhipcau.places.tenant import Tenanted


class SkillVisit(Tenanted):
    """Somebody sat down with a household. No notes: what was taught is chosen from a list."""

    class Place(models.TextChoices):
        HOME = "home", _("Tại nhà")
        HALL = "hall", _("Nhà văn hoá")
        DESK = "desk", _("Một cửa")

    household = models.ForeignKey(
        Household, null=True, on_delete=models.SET_NULL, related_name="skill_visits"
    )
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=4, choices=Place, default=Place.HOME)
    on = models.DateField()
    at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=0)
    key = models.UUIDField(help_text="made with the page: sent twice it is once")
    undone_at = models.DateTimeField(null=True, help_text="a slip; no longer counted")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="skill_visit_key_once")]
        indexes = [models.Index(fields=["neighbourhood", "on"], name="skill_visit_place")]

    def __str__(self) -> str:
        return f"skill visit {self.pk}"


class Taught(Tenanted):
    """One skill of the list (counter/skills.py) at one visit."""

    visit = models.ForeignKey(SkillVisit, on_delete=models.CASCADE, related_name="taught")
    skill = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "skill"], name="taught_once")]

    def __str__(self) -> str:
        return self.skill


class GapMonth(Tenanted):
    """How many households of a neighbourhood a telephone reaches, as it stood at the end of the
    month (of the running one: as it stands). A month that is over is never written again."""

    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(help_text="its first day")
    households = models.PositiveIntegerField()
    by_app = models.PositiveIntegerField(help_text="in the group, on Zalo, Messenger or notified")
    by_sms = models.PositiveIntegerField(help_text="a telephone number and none of those")
    without = models.PositiveIntegerField(help_text="no smartphone, as they said")
    unknown = models.PositiveIntegerField(help_text="nobody has asked whether they have one")
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["neighbourhood", "month"], name="gap_month_once")
        ]

    def __str__(self) -> str:
        return f"{self.neighbourhood_id} {self.month:%Y-%m}"


class Campaign(Tenanted):
    """Some weeks in which people are shown what they gain; measured by what they took up."""

    name = models.CharField(max_length=120)
    benefit = models.CharField(max_length=300, help_text="what people are shown that they gain")
    first_on = models.DateField()
    last_on = models.DateField()
    begun_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="campaign_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.name


class CampaignPlace(Tenanted):
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="places")
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "neighbourhood"], name="campaign_place")
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} at {self.neighbourhood_id}"
