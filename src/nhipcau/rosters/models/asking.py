"""What people on duty ask of each other, what the roster asks of them, and their calendars."""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models import Staff
from nhipcau.places.tenant import Tenanted
from nhipcau.rosters.models.shifts import Post, Shift


class Swap(Tenanted):
    """My shift for yours (`in_return`), or stand in for me. Nothing moves until the other says
    yes; one waits at a time for each shift."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ trả lời")
        ACCEPTED = "accepted", _("Đã nhận lời")
        REFUSED = "refused", _("Không nhận được")
        WITHDRAWN = "withdrawn", _("Đã rút lại")
        VOID = "void", _("Không còn hiệu lực")

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="swaps")
    asker = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    in_return = models.ForeignKey(
        Shift, null=True, on_delete=models.CASCADE, related_name="returns"
    )
    words = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["shift"],
                condition=models.Q(state="waiting"),
                name="one_swap_a_shift",
            )
        ]

    def __str__(self) -> str:
        return f"swap {self.pk}"


class Ask(Tenanted):
    """Somebody was asked to fill a gap. `shift` is the empty one; none when nobody was planned."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ trả lời")
        ACCEPTED = "accepted", _("Đã nhận lời")
        REFUSED = "refused", _("Không nhận được")
        VOID = "void", _("Không cần nữa")

    post = models.CharField(max_length=8, choices=Post)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    shift = models.ForeignKey(Shift, null=True, on_delete=models.CASCADE, related_name="asks")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    is_told = models.BooleanField(default=False, help_text="a message went out; else telephone")
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "staff",
                "post",
                "starts_at",
                "ends_at",
                Coalesce("shift", 0),
                name="asked_once",
            )
        ]
        indexes = [models.Index(fields=["locality", "starts_at"], name="ask_when")]

    def __str__(self) -> str:
        return f"ask {self.pk}"


class Feed(Tenanted):
    """One person's shifts for their own calendar. Only the hash of the address is kept."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff"], condition=models.Q(revoked_at=None), name="one_feed_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"feed {self.pk}"
