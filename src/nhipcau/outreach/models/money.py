"""What may be spent, what is taken for a notice, what came back, who allowed more."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.channels.models import Account
from nhipcau.dispatch.models import Job
from nhipcau.notices.models import NoticeVersion
from nhipcau.people.models import Staff
from nhipcau.places.tenant import Tenanted


class Budget(Tenanted):
    """The limits. `month` is 2023-05, or empty: every month that has no limits of its own."""

    month = models.CharField(max_length=7, blank=True)
    month_vnd = models.PositiveBigIntegerField(null=True, help_text="empty: no limit")
    reserve_vnd = models.PositiveBigIntegerField(
        default=0, help_text="of the month's money: only emergencies may touch it"
    )
    notice_vnd = models.PositiveBigIntegerField(null=True, help_text="for one notice")
    set_by = models.CharField(max_length=80)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locality", "month"], name="budget_once"),
        ]

    def __str__(self) -> str:
        return f"budget {self.month}"


class Purse(Tenanted):
    """What is taken in a month (`2023-05`) or for a notice (`notice:12`): moved by conditional
    updates only, so that two at once never pass a limit."""

    name = models.CharField(max_length=24)
    taken_vnd = models.PositiveBigIntegerField(default=0)
    granted_vnd = models.PositiveBigIntegerField(default=0, help_text="allowed beyond the limit")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["locality", "name"], name="purse_once")]

    def __str__(self) -> str:
        return self.name


class Taking(Tenanted):
    """Money reserved before something is sent. What was not sent comes back when the job is done.

    The key makes it happen once, whoever asks again. Without a version it belongs to no notice.
    """

    version = models.ForeignKey(
        NoticeVersion, null=True, on_delete=models.CASCADE, related_name="takings"
    )
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, help_text="a ChannelKind")
    key = models.CharField(max_length=120)
    month = models.CharField(max_length=7)
    vnd = models.PositiveBigIntegerField()
    back_vnd = models.PositiveBigIntegerField(default=0)
    job = models.OneToOneField(Job, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["locality", "key"], name="taking_once")]
        indexes = [
            models.Index(
                fields=["id"], name="taking_open", condition=models.Q(settled_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.key


class Grant(Tenanted):
    """An approver let a notice cost more than the limits say, and said why."""

    version = models.ForeignKey(NoticeVersion, on_delete=models.CASCADE, related_name="grants")
    vnd = models.PositiveBigIntegerField()
    why = models.CharField(_("Lý do"), max_length=300)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"grant {self.pk}"
