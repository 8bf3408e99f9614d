"""What is said within a circle, passed on to those below it, and read by whom."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.circles.models.circle import Circle, CircleMember, circles_of
from nhipcau.circles.models.guard import GuardedManager, Viewer
from nhipcau.dispatch.models import Job
from nhipcau.links.models import Link
from nhipcau.people.models import StaffWay
from nhipcau.places.tenant import Tenanted


class CircleNotice(Tenanted):
    """draft → submitted → approved → published → withdrawn; what is returned is a draft again.

    Apart from notices.Notice on purpose: none of the many queries over those can meet it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Bản nháp")
        SUBMITTED = "submitted", _("Chờ duyệt")
        APPROVED = "approved", _("Đã duyệt")
        PUBLISHED = "published", _("Đã gửi")
        WITHDRAWN = "withdrawn", _("Đã thu hồi")

    OUT = (State.PUBLISHED, State.WITHDRAWN)

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField(max_length=160)
    text = models.TextField()
    read_by = models.DateTimeField(null=True, blank=True, help_text="should be read before")
    passes_on = models.BooleanField(default=False, help_text="goes to the circles below as well")
    asks = models.BooleanField(default=False, help_text="members say what they will do")
    call = models.PositiveBigIntegerField(
        null=True, help_text="the ward's call it takes part in; plain, a merger may part them"
    )
    written_by = models.ForeignKey(CircleMember, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        CircleMember, null=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        CircleMember, null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    approved_alone = models.BooleanField(
        default=False, help_text="by its writer, for want of anybody else who may"
    )
    return_reason = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    objects: ClassVar[GuardedManager[Self]] = GuardedManager()

    class Meta:
        indexes = [models.Index(fields=["circle", "-id"], name="circle_notice")]

    def __str__(self) -> str:
        return f"internal notice {self.pk}"  # never its title: this text may reach a log

    @classmethod
    def seen(cls, viewer: Viewer) -> models.Q:
        """Officers see what is written; members what is out; below, once their own pass it on."""
        mine, led = circles_of(viewer), circles_of(viewer, officers=True)
        relays = CircleRelay.objects.unguarded("narrowed to the viewer here")
        asked = relays.filter(circle__in=led).values("notice")
        passed = relays.filter(circle__in=mine, passed_at__isnull=False).values("notice")
        below = models.Q(pk__in=asked) | models.Q(pk__in=passed)
        out = models.Q(state__in=cls.OUT)
        return models.Q(circle__in=led) | (out & (models.Q(circle__in=mine) | below))


class CircleRelay(Tenanted):
    """A notice on its way to a circle below: passed on by one of that circle's own officers, who
    alone know its members."""

    notice = models.ForeignKey(CircleNotice, on_delete=models.CASCADE, related_name="+")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    passed_at = models.DateTimeField(null=True)
    passed_by = models.ForeignKey(
        CircleMember, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[GuardedManager[Self]] = GuardedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "circle"], name="circle_relay_once")
        ]

    def __str__(self) -> str:
        return f"relay {self.pk}"

    @classmethod
    def seen(cls, viewer: Viewer) -> models.Q:
        led = circles_of(viewer, officers=True)
        return models.Q(circle__in=led) | models.Q(notice__circle__in=led)


class CircleRead(Tenanted):
    """One member and one notice: seen when opened, acknowledged by one tap, or answered."""

    class Answer(models.TextChoices):
        WILL_COME = "will_come", _("Sẽ tham gia")
        EXCUSED = "excused", _("Xin vắng")
        DONE = "done", _("Đã làm xong")

    notice = models.ForeignKey(CircleNotice, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(CircleMember, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=9, choices=Answer, blank=True)

    objects: ClassVar[GuardedManager[Self]] = GuardedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "member"], name="circle_read_once")
        ]

    def __str__(self) -> str:
        return f"read {self.pk}"

    @classmethod
    def seen(cls, viewer: Viewer) -> models.Q:
        """One's own; officers those of their own circle's members, not of the circles below."""
        mine = CircleMember.objects.unguarded("the viewer's own").filter(viewer.is_them)
        led = circles_of(viewer, officers=True)
        return models.Q(member__in=mine.values("pk")) | models.Q(member__circle__in=led)


class CircleWord(Tenanted):
    """One message to one member: that there is something to read, and never what. `job` is
    forgotten after some days (circles/forget.py)."""

    read = models.ForeignKey(CircleRead, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(default=0, help_text="0 is the first, then reminders")
    way = models.ForeignKey(StaffWay, null=True, on_delete=models.SET_NULL, related_name="+")
    channel = models.CharField(max_length=20, blank=True)
    link = models.ForeignKey(Link, null=True, on_delete=models.SET_NULL, related_name="+")
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    failed_at = models.DateTimeField(null=True, help_text="no way, or it would not go")

    objects: ClassVar[GuardedManager[Self]] = GuardedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["read", "number"], name="circle_word_once")]

    def __str__(self) -> str:
        return f"word {self.pk}"

    @classmethod
    def seen(cls, viewer: Viewer) -> models.Q:
        return models.Q(read__member__circle__in=circles_of(viewer, officers=True))
