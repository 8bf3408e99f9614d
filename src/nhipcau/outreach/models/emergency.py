"""What belongs to an emergency beside its notice: the danger, quiet hours lifted, alerts that came
in, who takes part in drills."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.notices.models import Notice
from nhipcau.people.models import Household, Staff
from nhipcau.places.tenant import Tenanted


class AlertFeed(Tenanted):
    """An address of others that is looked at for alerts of CAP 1.2: entered by an admin."""

    name = models.CharField(max_length=120)
    url = models.URLField(max_length=500)
    added_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    worked_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, blank=True, help_text="a code, words are made")
    seen = models.JSONField(default=list, help_text="links of alerts that were taken")
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["locality", "url"], name="alert_feed_once")]

    def __str__(self) -> str:
        return self.name


class IncomingAlert(Tenanted):
    """An alert that somebody else issued, once by identifier, sender and time."""

    feed = models.ForeignKey(AlertFeed, on_delete=models.CASCADE, related_name="alerts")
    identifier = models.CharField(max_length=255)
    sender = models.CharField(max_length=255)
    sent = models.DateTimeField()
    status = models.CharField(max_length=10)
    kind = models.CharField(max_length=10, help_text="Alert, Update, Cancel …")
    event = models.CharField(max_length=200, blank=True)
    headline = models.CharField(max_length=300, blank=True)
    areas = models.CharField(max_length=500, blank=True)
    is_ours = models.BooleanField(default=False, help_text="speaks of our area")
    notice = models.ForeignKey(Notice, null=True, on_delete=models.SET_NULL, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["locality", "identifier", "sender", "sent"], name="incoming_alert_once"
            )
        ]

    def __str__(self) -> str:
        return self.identifier


class Emergency(Tenanted):
    """The danger a notice speaks of, in the words of CAP 1.2; and why quiet hours do not hold."""

    class Hazard(models.TextChoices):
        STORM = "storm", _("Bão")
        FLOOD = "flood", _("Lũ, ngập")
        LANDSLIDE = "landslide", _("Sạt lở đất")
        FIRE = "fire", _("Cháy")
        OTHER = "other", _("Khẩn cấp khác")

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="emergency")
    hazard = models.CharField(max_length=10, choices=Hazard, default=Hazard.OTHER)
    urgency = models.CharField(max_length=10, default="Immediate")
    severity = models.CharField(max_length=10, default="Severe")
    certainty = models.CharField(max_length=10, default="Likely")
    alert = models.ForeignKey(IncomingAlert, null=True, on_delete=models.SET_NULL, related_name="+")
    quiet_why = models.CharField(max_length=300, blank=True)
    quiet_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    quiet_at = models.DateTimeField(null=True, help_text="since when quiet hours do not hold")

    def __str__(self) -> str:
        return f"{self.hazard} of notice {self.pk}"


class DrillHousehold(Tenanted):
    """A household that agreed to get drills."""

    household = models.OneToOneField(Household, on_delete=models.CASCADE, related_name="+")
    added_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"drill household {self.pk}"


class DrillStaff(Tenanted):
    """One of ours who gets drills."""

    staff = models.OneToOneField(Staff, on_delete=models.CASCADE, related_name="+")
    added_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"drill staff {self.pk}"
