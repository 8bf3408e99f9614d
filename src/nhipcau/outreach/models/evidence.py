"""That a household was informed of a version, how strongly, and the numbers kept beside it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.channels.models import ChannelKind
from nhipcau.notices.models import NoticeVersion
from nhipcau.people.models import Household
from nhipcau.places.models import Neighbourhood
from nhipcau.places.tenant import Tenanted


class Level(models.IntegerChoices):
    """From weak to strong. Informed = OBSERVED, SEEN, ACKNOWLEDGED, TOLD; never PASSED_ON."""

    NONE = 0, _("Chưa có gì")
    POSTED = 1, _("Mới đăng trong nhóm")
    DELIVERED = 2, _("Đã nhận, chưa xem")
    PASSED_ON = 3, _("Có người báo giúp")
    OBSERVED = 4, _("Tổ trưởng thấy đã xem")
    SEEN = 5, _("Đã xem")
    ACKNOWLEDGED = 6, _("Đã đọc, xác nhận")
    TOLD = 7, _("Báo tận nơi")


INFORMED_FROM = Level.OBSERVED


class Evidence(Tenanted):
    """Append-only. A mistake is mended by a row that retracts it; the counters follow.

    `key` makes an observation countable once: "delivery:123", "link:9f3:household", "try:<uuid>".
    """

    version = models.ForeignKey(NoticeVersion, on_delete=models.CASCADE, related_name="evidence")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level)
    channel = models.CharField(max_length=20, choices=ChannelKind)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    retracts = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="retracted_by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "household", "key"], name="evidence_once")
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.household_id}"


class Standing(Tenanted):
    """Where one household of the audience stands for one version: derived, kept with evidence.

    `covered`: posted or delivered to a known addressee of it. `informed_at`: first evidence from
    OBSERVED up that is not retracted. `accounted_at`: informed, or its visit closed by the rule.
    """

    version = models.ForeignKey(NoticeVersion, on_delete=models.CASCADE, related_name="standings")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.NONE)
    channel = models.CharField(max_length=20, blank=True, help_text="of the strongest evidence")
    covered = models.BooleanField(default=False)
    informed_at = models.DateTimeField(null=True)
    accounted_at = models.DateTimeField(null=True)
    code = models.CharField(
        max_length=16, blank=True, help_text="of the link that was sent to this household alone"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "household"], name="standing_once")
        ]
        indexes = [
            models.Index(fields=["version", "neighbourhood", "level"], name="standing_where")
        ]

    def __str__(self) -> str:
        return f"{self.household_id}: {self.level}"


class Counter(Tenanted):
    """Per version and neighbourhood: how many households stand where. Sums of Standing."""

    version = models.ForeignKey(NoticeVersion, on_delete=models.CASCADE, related_name="counters")
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, related_name="+")
    households = models.PositiveIntegerField(default=0)
    covered = models.PositiveIntegerField(default=0)
    informed = models.PositiveIntegerField(default=0)
    accounted = models.PositiveIntegerField(default=0)
    levels = models.JSONField(default=dict, help_text="level → households whose strongest it is")
    channels = models.JSONField(default=dict, help_text="channel → informed households")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "neighbourhood"], name="counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.version_id}/{self.neighbourhood_id}"


class HourCount(Tenanted):
    """For the curve: households informed for the first time in one quarter of an hour."""

    version = models.ForeignKey(NoticeVersion, on_delete=models.CASCADE, related_name="curve")
    slot = models.DateTimeField(help_text="start of the quarter hour")
    informed = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "slot"], name="hour_count_once")]

    def __str__(self) -> str:
        return f"{self.slot}: {self.informed}"
