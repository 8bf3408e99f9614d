"""A procedure, its versions, the ways to file it and the papers it needs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.places.tenant import Tenanted


class Procedure(Tenanted):
    """One code of the catalogue. Without a current version it is not (yet) in the catalogue.

    `name`, `level`, `sector` and `audience` repeat the current version, for lists and filters.
    """

    code = models.CharField(max_length=40, help_text="1.004222, or 1.004222.000.00.00.H03")
    name = models.TextField()
    level = models.CharField(max_length=120, blank=True)
    sector = models.CharField(max_length=300, blank=True)
    audience = models.TextField(blank=True)
    current = models.ForeignKey(
        "ProcedureVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locality", "code"], name="procedure_code_once"),
        ]
        indexes = [  # every search asks whether the catalogue is still the one it knows
            models.Index(fields=["locality", "current", "retired_at"], name="procedure_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ProcedureVersion(Tenanted):
    """Never changed after it became current: answers, posters and links keep theirs."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    name = models.TextField()
    level = models.CharField(max_length=120, blank=True)
    sector = models.CharField(max_length=300, blank=True)
    audience = models.TextField(blank=True)
    steps = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    result = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True, help_text="one document a line")
    decision = models.CharField(max_length=200, blank=True)
    agency = models.TextField(blank=True, help_text="who does it")
    source_url = models.CharField(max_length=500, blank=True)
    retrieved_at = models.DateTimeField(null=True)
    details = models.JSONField(default=dict, help_text="other facts of the source, by heading")
    unclear = models.JSONField(default=dict, help_text="text nobody could place, by field")
    is_light = models.BooleanField(default=False, help_text="from an index: no ways, no papers")
    digest = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=80)
    current_since = models.DateTimeField(null=True, help_text="null: written, never in force")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="procedure_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class Way(Tenanted):
    """One line of the table of ways to file. A kind may have several (one a case)."""

    class Kind(models.TextChoices):
        DIRECT = "direct", _("Trực tiếp")
        ONLINE = "online", _("Trực tuyến")
        POST = "post", _("Dịch vụ bưu chính")

    class Unit(models.TextChoices):
        MINUTE = "minute", _("phút")
        HOUR = "hour", _("giờ")
        WORKING_HOUR = "working_hour", _("giờ làm việc")
        DAY = "day", _("ngày")
        WORKING_DAY = "working_day", _("ngày làm việc")
        WEEK = "week", _("tuần")
        MONTH = "month", _("tháng")
        YEAR = "year", _("năm")

    class Fee(models.TextChoices):
        FREE = "free", _("Miễn phí")
        AMOUNT = "amount", _("Có thu")
        DEPENDS = "depends", _("Tùy trường hợp")

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="ways")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=8, choices=Kind)
    time_amount = models.DecimalField(
        null=True, max_digits=7, decimal_places=2, help_text="never without its unit"
    )
    time_unit = models.CharField(max_length=14, choices=Unit, blank=True)
    time_text = models.TextField(blank=True, help_text="as the source says it")
    fee_kind = models.CharField(max_length=8, choices=Fee, blank=True, help_text="empty: not told")
    fee_vnd = models.PositiveBigIntegerField(null=True, help_text="0 is free; null: read fee_text")
    fee_text = models.TextField(blank=True, help_text="as the source says it; show it beside")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(time_amount__isnull=True, time_unit="")
                | models.Q(time_amount__isnull=False) & ~models.Q(time_unit=""),
                name="way_time_has_its_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Paper(Tenanted):
    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="papers")
    position = models.PositiveSmallIntegerField(default=0)
    case = models.TextField(blank=True, help_text="when it is needed; empty: always")
    name = models.TextField()
    originals = models.PositiveSmallIntegerField(null=True)
    copies = models.PositiveSmallIntegerField(null=True)
    form_name = models.CharField(max_length=300, blank=True)
    form_url = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
