"""Staging of a register file: read in batches, shown as a preview, applied by one transaction."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.places.tenant import Tenanted


class ImportBatch(Tenanted):
    class State(models.TextChoices):
        READING = "reading", _("Đang đọc")
        READY = "ready", _("Chờ xem lại")
        APPLIED = "applied", _("Đã nhập")
        REFUSED = "refused", _("Không đọc được")
        DROPPED = "dropped", _("Đã bỏ")

    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    file = models.CharField(max_length=200, blank=True, help_text="storage key while needed")
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    fault = models.TextField(blank=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, help_text="new, changed, same, doubtful, refused")
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)
    applied_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.file_name


class ImportRow(Tenanted):
    class Verdict(models.TextChoices):
        NEW = "new", _("Mới")
        CHANGED = "changed", _("Thay đổi")
        SAME = "same", _("Không đổi")
        DOUBTFUL = "doubtful", _("Cần xem lại")
        REFUSED = "refused", _("Không nhận")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField(help_text="as the spreadsheet numbers it")
    column = models.CharField(max_length=60, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.CharField(max_length=300, blank=True)
    household_key = models.CharField(max_length=120, blank=True)
    resident_key = models.CharField(max_length=160, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["batch", "verdict", "row"], name="import_row_verdict")]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.row}"
