"""The plan of a version: one row a route, with its sentence and its job."""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.dispatch.models import Job
from nhipcau.notices.models import NoticeVersion
from nhipcau.places.tenant import Tenanted


class Route(Tenanted):
    class State(models.TextChoices):
        PLANNED = "planned", _("Sẽ làm")
        SKIPPED = "skipped", _("Không dùng")
        RUNNING = "running", _("Đang làm")
        DONE = "done", _("Đã xong")
        FAILED = "failed", _("Không được")
        STOPPED = "stopped", _("Đã dừng")

    version = models.ForeignKey(NoticeVersion, on_delete=models.CASCADE, related_name="routes")
    kind = models.CharField(max_length=20, choices=ChannelKind)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    job = models.OneToOneField(Job, null=True, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(
        max_length=12, default="households", help_text="households, leaders, rest"
    )
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    why = models.CharField(max_length=300, help_text="the planner's sentence")
    starts_at = models.DateTimeField(null=True)
    expects = models.PositiveIntegerField(default=0, help_text="households it may inform")
    cost_vnd = models.PositiveBigIntegerField(default=0)
    overruled_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                "version", "kind", Coalesce("account", 0), "purpose", name="route_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
