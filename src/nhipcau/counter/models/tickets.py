"""Who waits at the desk: kinds of help, windows, numbers, and the keys of tablets and screens."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models import SecretAddress, Staff
from nhipcau.places.tenant import Tenanted


class HelpKind(Tenanted):
    """What people come for, as the ward names it. Never deleted: old tickets name it."""

    letter = models.CharField(max_length=2, help_text="before the number: A012")
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField(default=10, help_text="that one usually takes")
    per_slot = models.PositiveSmallIntegerField(
        default=0, help_text="appointments at one time; 0: none are taken"
    )
    slot_minutes = models.PositiveSmallIntegerField(default=30)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["locality", "letter"],
                condition=models.Q(ended_at__isnull=True),
                name="help_letter_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class DeskWindow(Tenanted):
    """One window of the desk and who sits at it now."""

    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60, blank=True)
    kinds = models.JSONField(default=list, help_text="ids of the kinds it serves; empty: all")
    staff = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")
    since = models.DateTimeField(null=True, help_text="open since then; null: closed")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["locality", "number"],
                condition=models.Q(ended_at__isnull=True),
                name="desk_window_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def is_open(self) -> bool:
        return self.since is not None


class DeskDay(Tenanted):
    """One day of the desk: the row at which calls go one after the other, and the fair rule's
    memory."""

    day = models.DateField()
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["locality", "day"], name="desk_day_once")]

    def __str__(self) -> str:
        return self.day.isoformat()


class TicketCount(Tenanted):
    """The last number of a kind on a day (counter/sql.py)."""

    kind = models.ForeignKey(HelpKind, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "day"], name="ticket_count_once")]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.day}: {self.last}"


class Ticket(Tenanted):
    """One person in line on one day. `code` opens its own page: it cannot be guessed."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Đang chờ")
        CALLED = "called", _("Đã gọi")
        SERVED = "served", _("Đã xong")
        LEFT = "left", _("Đã về")
        MISSED = "missed", _("Gọi hai lần vắng")
        UNCALLED = "uncalled", _("Hết ngày chưa gọi")

    class Priority(models.TextChoices):
        NONE = "", _("Không")
        ELDER = "elder", _("Người cao tuổi")
        DISABLED = "disabled", _("Người khuyết tật")
        PREGNANT = "pregnant", _("Phụ nữ mang thai, bế con nhỏ")
        APPOINTMENT = "appointment", _("Có hẹn trước")

    class Source(models.TextChoices):
        KIOSK = "kiosk", _("Máy lấy số")
        PHONE = "phone", _("Điện thoại của bà con")
        DESK = "desk", _("Cán bộ lấy giúp")
        APPOINTMENT = "appointment", _("Đến theo hẹn")

    kind = models.ForeignKey(HelpKind, on_delete=models.PROTECT, related_name="tickets")
    day = models.DateField()
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=12)
    key = models.CharField(max_length=64, blank=True, help_text="made by the page: a tap is once")
    source = models.CharField(max_length=12, choices=Source)
    priority = models.CharField(max_length=12, choices=Priority, blank=True)
    name = models.CharField(max_length=40, blank=True, help_text="as they are called out; masked")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    taken_at = models.DateTimeField()
    queue_at = models.DateTimeField(help_text="its place in line; later after an absence")
    first_from = models.DateTimeField(null=True, help_text="an appointment is early until then")
    first_called_at = models.DateTimeField(null=True, help_text="what the waiting time ends with")
    called_at = models.DateTimeField(null=True, help_text="the last call")
    calls = models.PositiveSmallIntegerField(default=0)
    call_order = models.PositiveIntegerField(default=0, help_text="of the day's calls")
    absences = models.PositiveSmallIntegerField(default=0)
    window = models.ForeignKey(
        DeskWindow, null=True, on_delete=models.PROTECT, related_name="tickets"
    )
    called_by = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_by = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "day", "number"], name="ticket_number_once"),
            models.UniqueConstraint(fields=["locality", "code"], name="ticket_code_once"),
            models.UniqueConstraint(
                fields=["locality", "key"], condition=~models.Q(key=""), name="ticket_key_once"
            ),
            models.UniqueConstraint(
                fields=["window"], condition=models.Q(state="called"), name="one_called_a_window"
            ),
        ]
        indexes = [models.Index(fields=["locality", "day", "state"], name="ticket_day_state")]

    def __str__(self) -> str:
        return f"ticket {self.pk}"

    @property
    def label(self) -> str:
        """A012"""
        return f"{self.kind.letter}{self.number:03d}"

    @property
    def is_over(self) -> bool:
        return self.state not in {self.State.WAITING, self.State.CALLED}


class DeskKey(SecretAddress):
    """A tablet at the door, a code on the wall, or a waiting screen."""

    WORD = "desk_key"

    class Kind(models.TextChoices):
        SCREEN = "screen", _("Màn hình chờ")
        KIOSK = "kiosk", _("Máy lấy số ở cửa")
        WALL = "wall", _("Mã QR lấy số bằng điện thoại")

    kind = models.CharField(max_length=8, choices=Kind)
