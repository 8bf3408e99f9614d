"""Staging of a catalogue file: read in batches, shown as a preview, put in force by one gesture."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.places.tenant import Tenanted
from nhipcau.procedures.models.catalogue import Procedure, ProcedureVersion


class CatalogueBatch(Tenanted):
    class State(models.TextChoices):
        READING = "reading", _("Đang đọc")
        READY = "ready", _("Chờ xem lại")
        WRITING = "writing", _("Đang ghi")
        APPLIED = "applied", _("Đã nhập")
        REFUSED = "refused", _("Không đọc được")
        DROPPED = "dropped", _("Đã bỏ")

    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    fault = models.TextField(blank=True)
    counts = models.JSONField(default=dict, help_text="new, changed, same, refused")
    report = models.JSONField(default=dict, help_text="headings that were read and that were not")
    leased_until = models.DateTimeField(null=True, help_text="machine time; one writer")
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)
    applied_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.file_name


class CatalogueRow(Tenanted):
    """One record of the file. `content` is what it says; `before` is whom it was compared with."""

    class Verdict(models.TextChoices):
        NEW = "new", _("Mới")
        CHANGED = "changed", _("Thay đổi")
        SAME = "same", _("Không đổi")
        REFUSED = "refused", _("Không nhận")

    batch = models.ForeignKey(CatalogueBatch, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=40, blank=True)
    row = models.PositiveIntegerField(help_text="line of the file, as a spreadsheet numbers it")
    column = models.CharField(max_length=80, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.CharField(max_length=400, blank=True)
    code = models.CharField(max_length=60, blank=True)
    name = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    content = models.JSONField(default=dict)
    before = models.ForeignKey(
        ProcedureVersion, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    procedure = models.ForeignKey(
        Procedure, null=True, on_delete=models.SET_NULL, related_name="+", help_text="when written"
    )
    version = models.ForeignKey(
        ProcedureVersion, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["batch", "verdict", "row"], name="catalogue_row_verdict"),
            models.Index(fields=["batch", "procedure"], name="catalogue_row_procedure"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.row}"
