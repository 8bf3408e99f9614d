"""How one of ours is told when it matters, and when somebody else stands in for them."""

from django.db import models
from django.db.models.functions import Coalesce

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.people.models.staff import Staff
from nhipcau.places.tenant import Tenanted


class StaffWay(Tenanted):
    """One way to tell one of our own: an SMS, a browser, a bot, a template message.

    It counts as working from the moment its owner tapped a link that came by it (`confirmed_at`).
    `value` is the address as the channel's transport takes it (a number, a user id, a push
    endpoint); `detail` holds what else it needs. `test_hash` is of the one-time link in the test
    message; it lives until `test_until`, on the machine's clock.
    """

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="ways")
    kind = models.CharField(max_length=20, choices=ChannelKind)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="+")
    value = models.CharField(max_length=500)
    detail = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField()
    offered_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True, help_text="refused for good by the platform")
    tested_at = models.DateTimeField(null=True)
    test_hash = models.CharField(max_length=64, blank=True)
    test_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                "staff", "kind", Coalesce("account", 0), "value", name="staff_way_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["test_hash"], name="staff_way_test", condition=~models.Q(test_hash="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.staff_id}"


class StaffAbsence(Tenanted):
    """Away from the first day to the last, both included: messages go to the deputy meanwhile."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="absences")
    first_on = models.DateField()
    last_on = models.DateField()
    said_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="came back early, or a slip")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="absence_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.first_on}..{self.last_on}"
