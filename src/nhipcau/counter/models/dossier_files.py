"""Where statuses come from beside our own desk: the desk's own facts, sources, staged files."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.counter.models.dossiers import Dossier
from nhipcau.places.tenant import Tenanted


class DeskName(Tenanted):
    """What the one-stop desk is called and which agency it is, from a day on. Both change with
    the law and with mergers."""

    name = models.CharField(max_length=160)
    agency = models.CharField(max_length=40, blank=True, help_text="000.00.01.H03")
    valid_from = models.DateField()

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["locality", "valid_from"], name="desk_name_once_a_day")
        ]

    def __str__(self) -> str:
        return self.name


class DossierSource(Tenanted):
    """A live source of statuses, read by its adapter (counter/adapters.py)."""

    kind = models.CharField(max_length=20)
    settings = models.JSONField(default=dict)
    is_on = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locality", "kind"], name="dossier_source_once")
        ]

    def __str__(self) -> str:
        return self.kind


class DossierBatch(Tenanted):
    """One export: read, its columns understood or asked for, looked through, applied. A long one
    is read and written in the background; `leased_until` says that somebody is at it."""

    class State(models.TextChoices):
        READING = "reading", _("Đang đọc")
        ASKING = "asking", _("Chờ chọn cột")
        READY = "ready", _("Chờ xem lại")
        APPLYING = "applying", _("Đang ghi")
        APPLIED = "applied", _("Đã nhập")
        REFUSED = "refused", _("Không đọc được")
        DROPPED = "dropped", _("Đã bỏ")

    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64, blank=True, help_text="of its lines: the same file")
    file = models.CharField(max_length=200, blank=True, help_text="storage key until it is read")
    source = models.CharField(max_length=20, blank=True, help_text="the adapter; empty: by hand")
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    fault = models.CharField(max_length=400, blank=True, help_text="why it cannot be read")
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict, help_text="found: field → the heading it is read from")
    counts = models.JSONField(default=dict)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0, help_text="read, then written")
    leased_until = models.DateTimeField(null=True, help_text="machine time; one writer")
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)
    applied_at = models.DateTimeField(null=True)
    applied_by = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_busy(self) -> bool:
        return self.state in {self.State.READING, self.State.APPLYING}

    @property
    def to_write(self) -> int:
        """Lines that change something."""
        return int(self.counts.get("new", 0) + self.counts.get("changed", 0))


class DossierRow(Tenanted):
    """One line of an export. `cells` as they came, deleted with the preview; `said` understood."""

    class Verdict(models.TextChoices):
        NEW = "new", _("Mới")
        CHANGED = "changed", _("Thay đổi")
        SAME = "same", _("Không đổi")
        BACKWARDS = "backwards", _("Đi lùi")
        REFUSED = "refused", _("Không nhận")

    batch = models.ForeignKey(DossierBatch, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField(help_text="line of the file, as a spreadsheet numbers it")
    cells = models.JSONField(default=list)
    said = models.JSONField(default=dict)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    column = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    dossier = models.ForeignKey(Dossier, null=True, on_delete=models.SET_NULL, related_name="+")
    turn = models.PositiveIntegerField(null=True, help_text="of the dossier it was compared with")
    written_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["batch", "verdict", "row"], name="dossier_row_verdict")]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.row}"
