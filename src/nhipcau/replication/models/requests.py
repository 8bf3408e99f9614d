"""What people ask about their own data, and a locality's whole data as a file to fetch."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models import Household, Resident, Staff
from nhipcau.places.tenant import Tenanted


class DataRequest(Tenanted):
    """Law 91/2025 and Decree 356/2025: answered in two working days, done by `due_at`. Who asked
    and what they wrote goes with the erasure; that it was asked and done in time stays."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("Xem, nhận bản sao dữ liệu")
        RECTIFY = "rectify", _("Sửa cho đúng")
        ERASE = "erase", _("Xoá dữ liệu")
        STOP = "stop", _("Ngừng, hạn chế xử lý; rút đồng ý")

    class State(models.TextChoices):
        RECEIVED = "received", _("mới nhận")
        ANSWERED = "answered", _("đã trả lời, đang làm")
        DONE = "done", _("đã xong")
        REFUSED = "refused", _("không làm được")

    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED)
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="+")
    resident = models.ForeignKey(Resident, null=True, on_delete=models.SET_NULL, related_name="+")
    asker = models.CharField(max_length=120)
    contact = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    received_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    extended_at = models.DateTimeField(null=True)
    why_longer = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["locality", "due_at"],
                condition=models.Q(ended_at=None),
                name="data_request_open",
            )
        ]

    def __str__(self) -> str:
        return f"request {self.pk} {self.kind}"


class DataExport(Tenanted):
    """One making of the whole (data_out/export.py), in the background. The file lives a day."""

    class State(models.TextChoices):
        WAITING = "waiting", _("đang chờ")
        RUNNING = "running", _("đang xuất")
        READY = "ready", _("sẵn sàng để tải")
        FAILED = "failed", _("không xuất được")
        GONE = "gone", _("tệp đã xoá")

    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    leased_until = models.FloatField(default=0)
    rows = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    file = models.CharField(max_length=200, blank=True)
    ready_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["locality"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_export_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"export {self.pk}"
