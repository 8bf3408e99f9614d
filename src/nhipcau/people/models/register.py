"""Staging of a register file: read in batches, shown as a preview, applied by one transaction."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models.households import Household, Resident
from nhipcau.places.models import Neighbourhood
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
    report = models.JSONField(default=dict, help_text="columns, new neighbourhoods, missing people")
    leased_until = models.DateTimeField(null=True, help_text="machine time; one reader")
    staged_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)
    applied_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField(null=True, help_text="machine time, beside staged_at")

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
    sheet = models.CharField(max_length=40, blank=True)
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


class StagedHousehold(Tenanted):
    """What applying will write, in final form. Empty text and NULL mean "as it is"."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="+")
    household = models.ForeignKey(Household, null=True, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    neighbourhood = models.ForeignKey(
        Neighbourhood, null=True, on_delete=models.CASCADE, related_name="+"
    )
    place = models.CharField(max_length=80, blank=True, help_text="of a neighbourhood to be made")
    code = models.CharField(max_length=40, blank=True)
    head_name = models.CharField(max_length=120, blank=True)
    house = models.CharField(max_length=40, blank=True)
    alley = models.CharField(max_length=80, blank=True)
    landmark = models.CharField(max_length=120, blank=True)
    walk_order = models.PositiveIntegerField(null=True)
    people = models.PositiveSmallIntegerField(null=True)
    has_smartphone = models.BooleanField(null=True)
    elder_alone = models.BooleanField(null=True)
    best_way = models.CharField(max_length=12, blank=True)
    language = models.CharField(max_length=8, blank=True)
    follows_oa = models.BooleanField(null=True)
    is_gone = models.BooleanField(null=True)

    def __str__(self) -> str:
        return self.key


class StagedResident(Tenanted):
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="+")
    resident = models.ForeignKey(Resident, null=True, on_delete=models.CASCADE, related_name="+")
    household_key = models.CharField(max_length=120)
    key = models.CharField(max_length=160)
    name = models.CharField(max_length=120, blank=True)
    born_on = models.DateField(null=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    residence = models.CharField(max_length=10, blank=True)
    relation = models.CharField(max_length=40, blank=True)
    is_head = models.BooleanField(null=True)
    is_gone = models.BooleanField(null=True)
    joined = models.BooleanField(default=False, help_text="is in the neighbourhood's group")

    def __str__(self) -> str:
        return f"staged {self.pk}"


class StagedContact(Tenanted):
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="+")
    household_key = models.CharField(max_length=120)
    resident_key = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, default="phone")
    value = models.CharField(max_length=120)
    takes_sms = models.BooleanField()

    def __str__(self) -> str:
        return f"staged contact {self.pk}"
