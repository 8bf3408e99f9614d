"""What people carry: relays into groups, sheets, doors. States of their own, never a queue."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.channels.models import ChannelKind
from nhipcau.dispatch.models import Job
from nhipcau.links.models import Link
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.models.drill import Drill
from nhipcau.people.models import Group, Household, Staff, StaffWay
from nhipcau.places.models import Neighbourhood
from nhipcau.places.tenant import Tenanted


class Relay(Tenanted):
    """A leader passes the notice into a group that no API can reach."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Chưa đăng")
        POSTED = "posted", _("Đã đăng")
        STOPPED = "stopped", _("Đã thu hồi")

    version = models.ForeignKey(NoticeVersion, on_delete=models.CASCADE, related_name="relays")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="relays")
    neighbourhood = models.ForeignKey(
        Neighbourhood, null=True, on_delete=models.PROTECT, related_name="+"
    )
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, help_text="the leader's phone showed it")
    posted_at = models.DateTimeField(null=True)
    posted_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    photo = models.FileField(upload_to="relays", blank=True)
    handed_to_deputy_at = models.DateTimeField(null=True)
    taken_over_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "group"], name="relay_once")]

    def __str__(self) -> str:
        return f"relay {self.pk}"


class Reminder(Tenanted):
    """One message to one of ours, by one way: what for, which round, which step of it, what came.

    Round 0 is the first word and climbs through all ways; later rounds remind once each. `way` and
    `channel` are empty when nothing could carry it and the ward has to call.
    """

    version = models.ForeignKey(
        NoticeVersion, null=True, on_delete=models.CASCADE, related_name="reminders"
    )
    drill = models.ForeignKey(Drill, null=True, on_delete=models.CASCADE, related_name="reminders")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=12, help_text="relay, doors, drill")
    number = models.PositiveSmallIntegerField(help_text="the round")
    step = models.PositiveSmallIntegerField(default=1)
    begins = models.CharField(max_length=120, blank=True, help_text="its first words")
    way = models.ForeignKey(StaffWay, null=True, on_delete=models.SET_NULL, related_name="+")
    channel = models.CharField(max_length=20)
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    link = models.ForeignKey(Link, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    failed_at = models.DateTimeField(null=True, help_text="it certainly did not arrive")
    opened_at = models.DateTimeField(null=True, help_text="tapped, or its page seen")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(version__isnull=True) ^ models.Q(drill__isnull=True),
                name="reminder_of_one",
            ),
            models.UniqueConstraint(
                fields=["version", "staff", "what", "number", "step"], name="reminder_step_once"
            ),
            models.UniqueConstraint(
                fields=["version", "staff", "what", "number", "way"], name="reminder_way_once"
            ),
            models.UniqueConstraint(fields=["drill", "staff", "step"], name="drill_step_once"),
            models.UniqueConstraint(fields=["drill", "staff", "way"], name="drill_way_once"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.number}.{self.step}"

    @property
    def channel_name(self) -> str:
        """In words; "gọi điện" where no message could go."""
        if self.channel not in ChannelKind.values:
            return str(_("chỉ còn gọi điện"))
        return str(ChannelKind(self.channel).label)


class Sheet(Tenanted):
    """A paper that hangs or lies somewhere."""

    class Form(models.TextChoices):
        SHEET = "sheet", _("Tờ A4")
        A5 = "a5", _("Tờ A5")
        BOARD = "board", _("Tờ bảng tin")
        LEAFLET = "leaflet", _("Tờ rơi từng nhà")

    class State(models.TextChoices):
        TO_HANG = "to_hang", _("Cần treo")
        HANGS = "hangs", _("Đang treo")
        TO_REMOVE = "to_remove", _("Cần gỡ")
        REMOVED = "removed", _("Đã gỡ")

    IN_HOUSES = {
        State.TO_HANG: _("Cần phát"),
        State.HANGS: pgettext_lazy("tờ rơi", "Đã phát"),
        State.TO_REMOVE: _("Cần thu lại"),
        State.REMOVED: _("Đã thu lại"),
    }

    version = models.ForeignKey(NoticeVersion, on_delete=models.CASCADE, related_name="sheets")
    neighbourhood = models.ForeignKey(
        Neighbourhood, null=True, on_delete=models.PROTECT, related_name="+"
    )
    form = models.CharField(max_length=12, choices=Form, default=Form.SHEET)
    place = models.CharField(max_length=120)
    copies = models.PositiveSmallIntegerField(default=1)
    link = models.ForeignKey(Link, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.TO_HANG)
    hung_at = models.DateTimeField(null=True)
    hung_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.place

    @property
    def said_state(self) -> str:
        """A leaflet does not hang: it lies in houses."""
        in_houses = self.IN_HOUSES if self.form == self.Form.LEAFLET else {}
        return str(in_houses.get(self.State(self.state), self.get_state_display()))


class Task(Tenanted):
    """Something the ward's people must do with their hands: post on the board, read by loudspeaker,
    enter something on a platform by hand. Ticked off with time and person."""

    version = models.ForeignKey(NoticeVersion, on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(
        max_length=20, help_text="loudspeaker, megaphone, gong, board, correct_post, call_leader"
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood, null=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField()
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    done_note = models.CharField(max_length=160, blank=True, help_text="what a machine did")
    stopped_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.kind


class Visit(Tenanted):
    """A household to be told at the door or by telephone. Closed by outcomes of its tries only."""

    class State(models.TextChoices):
        OPEN = "open", _("Còn phải báo")
        CLOSED = "closed", _("Đã xong")
        STOPPED = "stopped", _("Không cần nữa")

    class Outcome(models.TextChoices):
        TOLD = "told", _("Đã báo")
        CALLED = "called", _("Đã gọi được")
        SHEET = "sheet", _("Để lại giấy")
        ABSENT = "absent", _("Vắng hai lần")
        MOVED = "moved", _("Đã chuyển đi")
        NEW_TENANT = "new_tenant", _("Người mới đến ở")
        INFORMED = "informed", _("Đã tự xem")

    version = models.ForeignKey(NoticeVersion, on_delete=models.CASCADE, related_name="visits")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    why = models.CharField(
        max_length=20, help_text="no_smartphone, not_joined, not_seen, corrected"
    )
    position = models.PositiveIntegerField(default=0)
    by_ward = models.BooleanField(default=False, help_text="taken over: the ward's helpers see it")
    taken_by = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_until = models.DateTimeField(null=True, help_text="somebody is on the way to this door")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "household"], name="visit_once")]
        indexes = [models.Index(fields=["version", "neighbourhood", "state"], name="visit_doors")]

    def __str__(self) -> str:
        return f"visit {self.pk}"


class VisitTry(Tenanted):
    """One try at a door or by telephone. `id` is made on the phone, so a replay is the same try."""

    class Result(models.TextChoices):
        TOLD = "told", _("Đã báo")
        CALLED = "called", _("Đã gọi được")
        NO_ANSWER = "no_answer", _("Không nghe máy")
        ABSENT = "absent", _("Vắng nhà")
        SHEET = "sheet", _("Để lại giấy")
        MOVED = "moved", _("Đã chuyển đi")
        NEW_TENANT = "new_tenant", _("Người mới đến ở")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="tries")
    result = models.CharField(max_length=10, choices=Result)
    at = models.DateTimeField(help_text="on the phone's clock, held within the visit's life")
    received_at = models.DateTimeField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.result} {self.visit_id}"
