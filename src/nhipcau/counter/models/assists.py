"""Who helped whom with what, by which way, how long, and what was taught on the way."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.counter.models.tickets import Ticket
from nhipcau.people.models import Household, Staff
from nhipcau.places.models import Neighbourhood
from nhipcau.places.tenant import Tenanted
from nhipcau.procedures.models import ProcedureVersion


class Assist(Tenanted):
    """No copies of papers: only that help was given. Whom is said only where it is of use."""

    class Way(models.TextChoices):
        ONLINE = "online", _("Nộp trực tuyến")
        DIRECT = "direct", _("Nộp trực tiếp")
        POST = "post", _("Qua bưu chính")

    class Outcome(models.TextChoices):
        FILED = "filed", _("Đã nộp hồ sơ")
        NEEDS_MORE = "needs_more", _("Thiếu giấy tờ, hẹn lại")
        SHOWN = "shown", _("Đã hướng dẫn, họ tự làm")
        RESULT = "result", _("Đã nhận kết quả")
        FAILED = "failed", _("Chưa làm được")

    class Place(models.TextChoices):
        DESK = "desk", _("Tại quầy")
        HOME = "home", _("Tại nhà dân")
        ELSEWHERE = "elsewhere", _("Nhà văn hoá, nơi khác")

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="assists")
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.SET_NULL, related_name="assists")
    household = models.ForeignKey(Household, null=True, on_delete=models.SET_NULL, related_name="+")
    neighbourhood = models.ForeignKey(
        Neighbourhood, null=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(
        ProcedureVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.CharField(max_length=10, choices=Place, default=Place.DESK)
    way = models.CharField(max_length=8, choices=Way, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    receipt = models.CharField(max_length=60, blank=True, help_text="the portal's number")
    taught = models.JSONField(default=list, help_text="codes of counter/skills.py that were shown")
    note = models.CharField(max_length=300, blank=True, help_text="masked")
    key = models.UUIDField(null=True, help_text="made on the phone: sent twice it is once")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff"],
                condition=models.Q(ended_at__isnull=True),
                name="one_assist_at_a_time",
            ),
            models.UniqueConstraint(fields=["staff", "key"], name="assist_key_once"),
        ]
        indexes = [
            models.Index(fields=["locality", "started_at"], name="assist_started"),
        ]

    def __str__(self) -> str:
        return f"assist {self.pk}"
