"""Times that people chose beforehand, and how many a time holds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.channels.models import Account
from nhipcau.counter.models.tickets import HelpKind, Ticket
from nhipcau.places.tenant import Tenanted


class Slot(Tenanted):
    """How many places of a time are taken (counter/sql.py): the count decides, not a reading."""

    kind = models.ForeignKey(HelpKind, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    taken = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "at"], name="slot_once")]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.at}"


class Appointment(Tenanted):
    """Name and telephone only if they wish: the code is what changes or cancels it."""

    class State(models.TextChoices):
        BOOKED = "booked", _("Đã hẹn")
        ARRIVED = "arrived", _("Đã đến")
        MISSED = "missed", _("Không đến")
        CANCELLED = "cancelled", _("Đã huỷ")
        CLOSED = "closed", _("Phường nghỉ, phải hẹn lại")

    class Source(models.TextChoices):
        PORTAL = "portal", _("Cổng thông tin")
        CHAT = "chat", _("Nhắn tin")
        DESK = "desk", _("Cán bộ đặt giúp")

    kind = models.ForeignKey(HelpKind, on_delete=models.PROTECT, related_name="appointments")
    at = models.DateTimeField()
    code = models.CharField(max_length=12)
    key = models.CharField(max_length=64, blank=True, help_text="made by the form: a tap is once")
    state = models.CharField(max_length=10, choices=State, default=State.BOOKED)
    source = models.CharField(max_length=8, choices=Source)
    name = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.CharField(max_length=64, blank=True, help_text="who booked, in the account")
    booked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    ticket = models.OneToOneField(
        Ticket, null=True, on_delete=models.SET_NULL, related_name="appointment"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locality", "code"], name="appointment_code_once"),
            models.UniqueConstraint(
                fields=["locality", "key"], condition=~models.Q(key=""), name="appointment_key_once"
            ),
        ]
        indexes = [models.Index(fields=["locality", "state", "at"], name="appointment_state_at")]

    def __str__(self) -> str:
        return f"appointment {self.pk}"


class ChatOffer(Tenanted):
    """What numbers mean to somebody who asked for an appointment in a chat, until they write
    something else or an hour has passed. `step`: a kind is chosen, or a time."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    person = models.CharField(max_length=64)
    kind = models.ForeignKey(HelpKind, null=True, on_delete=models.CASCADE, related_name="+")
    choices = models.JSONField(default=dict, help_text="number → id of a kind, or a time")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "person"], name="offer_once")]

    def __str__(self) -> str:
        return f"offer {self.pk}"
