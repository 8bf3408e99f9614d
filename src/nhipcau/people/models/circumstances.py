"""What makes a household hard to reach, as somebody found it, with who says so and since when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models.households import Household
from nhipcau.people.models.staff import Staff
from nhipcau.places.tenant import Tenanted


class Circumstance(Tenanted):
    """One row a household, the newest word on it. Whether it has a smartphone is on the household
    itself, where the plan for a notice reads it; this says when and by whom it was last looked at.
    """

    class Source(models.TextChoices):
        VISIT = "visit", _("đến nhà")
        LEADER = "leader", _("tổ trưởng ghi")
        WARD = "ward", _("phường ghi")

    household = models.OneToOneField(
        Household, on_delete=models.CASCADE, related_name="circumstance"
    )
    is_elder_alone = models.BooleanField(null=True, help_text="an old person lives there alone")
    is_remote = models.BooleanField(null=True, help_text="far off, or hard to get to")
    source = models.CharField(max_length=8, choices=Source)
    noted_on = models.DateField()
    noted_by = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"circumstance of {self.household_id}"
