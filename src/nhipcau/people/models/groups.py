"""Groups that carry notices, and who has joined them: persons and households counted apart."""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models.households import Household, Resident
from nhipcau.people.models.staff import Staff
from nhipcau.places.models import Neighbourhood
from nhipcau.places.tenant import Tenanted


class Group(Tenanted):
    """An issuer as well as an audience, seen by every officer. What only its own people may see,
    a party cell above all, is circles.Circle (docs/decisions/0023, 0035)."""

    class Kind(models.TextChoices):
        LEADERS = "leaders", _("Nhóm tổ trưởng")
        HOUSEHOLDS = "households", _("Nhóm hộ dân của tổ")
        VILLAGE_HEADS = "village_heads", _("Nhóm trưởng thôn, bản")
        SECTOR = "sector", _("Nhóm ngành")
        UNIT = "unit", _("Nhóm đơn vị")
        ASSOCIATION = "association", _("Nhóm hội, đoàn thể")

    class State(models.TextChoices):
        PLANNED = "planned", _("Đang lập")
        ACTIVE = "active", _("Đang hoạt động")
        CLOSED = "closed", _("Đã đóng")

    kind = models.CharField(max_length=14, choices=Kind)
    name = models.CharField(max_length=120)
    neighbourhood = models.ForeignKey(
        Neighbourhood, null=True, blank=True, on_delete=models.PROTECT, related_name="groups"
    )
    platform = models.CharField(max_length=20, default="zalo")
    owner = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.SET_NULL, related_name="owned_groups"
    )
    invite_link = models.URLField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    steps_done = models.JSONField(default=list, help_text="ticked steps of the founding checklist")
    founded_on = models.DateField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["neighbourhood"],
                condition=models.Q(kind="households"),
                name="one_household_group_a_neighbourhood",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Membership(Tenanted):
    """A household (by one of its people) in a group. The leader confirms who is who."""

    class State(models.TextChoices):
        PENDING = "pending", _("Chờ xác nhận")
        CONFIRMED = "confirmed", _("Đã vào nhóm")
        LEFT = "left", _("Đã rời nhóm")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="memberships")
    resident = models.ForeignKey(Resident, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    display_name = models.CharField(max_length=80, blank=True, help_text="as shown in the group")
    source = models.CharField(max_length=20, default="leader", help_text="leader, link, qr, import")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "group", "household", Coalesce("resident", 0), name="member_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.household_id} in {self.group_id}"


class JoinAsk(Tenanted):
    """Somebody asked to join and matched no household: the leader knows who it is."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="asks")
    house = models.CharField(max_length=80, help_text="as typed")
    display_name = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=20)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"ask {self.pk}"
