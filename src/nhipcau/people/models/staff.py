"""Who works with the product: the user model, roles, one-time invitations, enrolled phones."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.core.actor import Actor
from nhipcau.core.clock import machine_now
from nhipcau.places.models import Neighbourhood
from nhipcau.places.tenant import Tenanted


class Role(models.TextChoices):
    ADMIN = "admin", _("Quản trị")
    EDITOR = "editor", _("Người soạn")
    APPROVER = "approver", _("Người duyệt")
    OFFICER = "officer", _("Cán bộ")
    CLERK = "clerk", _("Văn thư")
    LEADER = "leader", _("Tổ trưởng")
    DEPUTY = "deputy", _("Tổ phó")
    TEAM_MEMBER = "team_member", _("Thành viên tổ công nghệ số")
    VIEWER = "viewer", _("Người xem")
    OVERSEER = "overseer", _("Cán bộ tỉnh")


CONSOLE_ROLES = frozenset(
    {Role.ADMIN, Role.EDITOR, Role.APPROVER, Role.OFFICER, Role.CLERK, Role.VIEWER}
)
PHONE_ROLES = frozenset({Role.LEADER, Role.DEPUTY, Role.TEAM_MEMBER})
PASSWORD_ROLES = CONSOLE_ROLES | {Role.OVERSEER}  # who come in by the officers' door
TIED_ROLES = frozenset({Role.LEADER, Role.DEPUTY})  # to one neighbourhood


class StaffManager(BaseUserManager["Staff"]):
    """Unscoped: sign-in must find a person before the locality is known."""

    def get_by_natural_key(self, username: str | None) -> "Staff":
        return self.get(username=username)


class Staff(AbstractBaseUser):
    """Officers sign in with password and second factor; leaders with an enrolled phone only."""

    locality = models.ForeignKey("places.Locality", on_delete=models.PROTECT, related_name="+")
    username = models.CharField(max_length=80, unique=True)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=80, blank=True, help_text="Phó Chủ tịch UBND phường")
    phone = models.CharField(max_length=20, blank=True)
    identity = models.CharField(
        max_length=200, blank=True, help_text="who they are at the province's identity service"
    )
    role = models.CharField(max_length=12, choices=Role)
    neighbourhood = models.ForeignKey(
        Neighbourhood, null=True, blank=True, on_delete=models.PROTECT, related_name="staff"
    )
    may_release_urgent = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = StaffManager()

    # allauth and Django ask for these two; rights here come from `role` and rules.
    is_staff = False
    is_superuser = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(role__in=["leader", "deputy"])
                | models.Q(neighbourhood__isnull=False),
                name="leader_has_neighbourhood",
            ),
            models.UniqueConstraint(
                fields=["identity"], condition=~models.Q(identity=""), name="identity_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> Actor:
        return Actor("staff", str(self.pk))

    @property
    def uses_console(self) -> bool:
        """At a desk, by the officers' door. Which pages, the guards say."""
        return self.role in PASSWORD_ROLES

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class Invitation(Tenanted):
    """A one-time link: first sign-in, a phone's enrolment, or recovery. Only its hash is kept."""

    class Purpose(models.TextChoices):
        ACCOUNT = "account", _("Mở tài khoản")
        PHONE = "phone", _("Đăng ký điện thoại")
        RECOVERY = "recovery", _("Khôi phục tài khoản")

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="invitations")
    purpose = models.CharField(max_length=10, choices=Purpose)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.staff_id}"


class Device(Tenanted):
    """An enrolled phone: a long cookie whose hash is here; revocable at once."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="devices")
    token_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=120, blank=True)
    enrolled_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"device {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.expires_at > machine_now()
