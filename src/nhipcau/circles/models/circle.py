"""A circle, who belongs to it, and the telephones of those who are not staff."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.circles.models.guard import GuardedManager, Viewer
from nhipcau.people.models import Staff
from nhipcau.places.tenant import Tenanted


class Office(models.TextChoices):
    HEAD = "head", _("Đứng đầu")
    OFFICER = "officer", _("Cấp phó, người soạn")
    MEMBER = "member", _("Thành viên")


OFFICES = (Office.HEAD, Office.OFFICER)  # who writes, sees who belongs and who has read


class Circle(Tenanted):
    """An internal group of the commune. Its row says that it exists, and nothing about people:
    it is all that the ward's admin sees of a circle that is not their own."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", _("Đảng ủy")
        CELL = "cell", _("Chi bộ")
        FRONT = "front", _("Mặt trận Tổ quốc")
        SECTOR = "sector", _("Ngành")
        UNIT = "unit", _("Cơ quan, đơn vị")
        ASSOCIATION = "association", _("Hội, đoàn thể")

    SENSITIVE = frozenset({Kind.COMMITTEE, Kind.CELL})

    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    founded_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[GuardedManager[Self]] = GuardedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["locality", "name"],
                condition=models.Q(closed_at__isnull=True),
                name="circle_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_sensitive(self) -> bool:
        """Belonging to it tells a political view."""
        return self.kind in self.SENSITIVE

    @classmethod
    def seen(cls, viewer: Viewer) -> models.Q:
        return models.Q(pk__in=circles_of(viewer), closed_at__isnull=True)


class CircleMember(Tenanted):
    """One person in one circle: one of our staff, or a name and a telephone that only this circle
    has. There is no key to the register on purpose: a resident's row must not say where they
    belong."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=80, blank=True, help_text="Bí thư, Chi hội trưởng")
    office = models.CharField(max_length=8, choices=Office, default=Office.MEMBER)
    may_approve = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    chair_asked_at = models.DateTimeField(null=True, help_text="would lead it; a second agrees")
    invite_hash = models.CharField(max_length=64, blank=True)
    invite_until = models.DateTimeField(null=True, help_text="machine time")

    objects: ClassVar[GuardedManager[Self]] = GuardedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "staff"],
                condition=models.Q(left_at__isnull=True, staff__isnull=False),
                name="circle_staff_once",
            ),
            models.UniqueConstraint(
                fields=["circle", "phone"],
                condition=models.Q(left_at__isnull=True) & ~models.Q(phone=""),
                name="circle_phone_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["invite_hash"], name="circle_invite", condition=~models.Q(invite_hash="")
            )
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"  # never the name: this text may reach a log

    @property
    def is_officer(self) -> bool:
        return self.office in OFFICES

    @property
    def called(self) -> str:
        """For pages of the circle's own people."""
        return self.name or (self.staff.name if self.staff else "")

    @classmethod
    def seen(cls, viewer: Viewer) -> models.Q:
        """Oneself; the head, whom to ask; and, for officers, everybody of their circle."""
        led = circles_of(viewer, officers=True)
        here = models.Q(circle__in=circles_of(viewer))
        return viewer.is_them | models.Q(circle__in=led) | (here & models.Q(office=Office.HEAD))


class CircleDevice(Tenanted):
    """A browser that has proved which member it belongs to; only the cookie's hash is kept.

    `is_enrolled`: by the one-time link that an officer handed over. Otherwise by the link in a
    message and three digits: enough to read, never to write or approve.
    """

    member = models.ForeignKey(CircleMember, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    is_enrolled = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(help_text="machine time")
    revoked_at = models.DateTimeField(null=True)

    objects: ClassVar[GuardedManager[Self]] = GuardedManager()

    def __str__(self) -> str:
        return f"device {self.pk}"

    @classmethod
    def seen(cls, viewer: Viewer) -> models.Q:
        mine = CircleMember.objects.unguarded("the viewer's own").filter(viewer.is_them)
        return models.Q(member__in=mine.values("pk"))


def circles_of(viewer: Viewer, *, officers: bool = False) -> models.QuerySet[CircleMember, int]:
    """Keys of the viewer's circles, for a subquery; `officers`: of those that they lead."""
    mine = CircleMember.objects.unguarded("the viewer's own").filter(viewer.is_them)
    if officers:
        mine = mine.filter(office__in=OFFICES)
    return mine.values_list("circle", flat=True)
