"""Who stands where and when: what is needed, the week's pattern, the shifts themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models import Staff
from nhipcau.places.tenant import Tenanted
from nhipcau.rosters.models.teams import Team


class Post(models.TextChoices):
    """Where somebody on duty stands."""

    DESK = "desk", _("Bộ phận một cửa")
    INBOX = "inbox", _("Hộp thư")
    FIELD = "field", _("Đi cơ sở")


class Need(Tenanted):
    """How many people a post needs whenever the desk is open; without a row the usual number."""

    post = models.CharField(max_length=8, choices=Post)
    people = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["locality", "post"], name="need_once")]

    def __str__(self) -> str:
        return f"{self.people} at {self.post}"


class Pattern(Tenanted):
    """A week as it usually is. Applied to a week it makes shifts, each line once a day."""

    name = models.CharField(max_length=80)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["locality", "name"],
                condition=models.Q(retired_at=None),
                name="pattern_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PatternLine(Tenanted):
    """One person at one post on one weekday (Monday is 0). Morning and afternoon follow the
    opening hours of the day it is applied to; `own` has times of its own."""

    class Part(models.TextChoices):
        MORNING = "morning", _("Buổi sáng")
        AFTERNOON = "afternoon", _("Buổi chiều")
        OWN = "own", _("Giờ riêng")

    pattern = models.ForeignKey(Pattern, on_delete=models.CASCADE, related_name="lines")
    weekday = models.PositiveSmallIntegerField()
    post = models.CharField(max_length=8, choices=Post)
    part = models.CharField(max_length=10, choices=Part)
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["weekday", "post", "part", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pattern", "weekday", "post", "part", "staff"],
                condition=~models.Q(part="own"),
                name="pattern_line_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(part="own")
                | models.Q(opens__isnull=False, closes__gt=models.F("opens")),
                name="own_times_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.part} {self.post}"


class Shift(Tenanted):
    """Nobody in it (`staff` empty) is a gap that everybody sees. Freed ones stay as history.

    `was`: whose it was before it was left empty or a colleague took it. `line` and `on` make
    applying a pattern twice the same as once.
    """

    class State(models.TextChoices):
        STANDING = "standing", _("Trực")
        FREED = "freed", _("Được nghỉ")

    class Why(models.TextChoices):
        HOLIDAY = "holiday", _("ngày nghỉ")
        ABSENT = "absent", _("vắng")
        LEFT = "left", _("đã rời tổ")
        DROPPED = "dropped", _("bỏ ca")
        OPENED = "opened", _("để trống chờ người nhận")
        CLASH = "clash", _("trùng ca khác")

    post = models.CharField(max_length=8, choices=Post)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="shifts")
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="shifts")
    state = models.CharField(max_length=8, choices=State, default=State.STANDING)
    why = models.CharField(max_length=8, choices=Why, blank=True)
    was = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(
        PatternLine, null=True, on_delete=models.SET_NULL, related_name="shifts"
    )
    on = models.DateField(help_text="its day on the locality's calendar")
    made_at = models.DateTimeField()
    turn = models.PositiveIntegerField(default=0, help_text="how often it was changed")
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "post", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "on"],
                condition=models.Q(line__isnull=False),
                name="line_once_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="shift_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["locality", "starts_at"], name="shift_when"),
            models.Index(fields=["staff", "starts_at"], name="shift_of"),
        ]

    def __str__(self) -> str:
        return f"shift {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.STANDING and self.staff_id is None
