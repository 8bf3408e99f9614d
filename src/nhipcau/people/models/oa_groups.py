"""A group that the ward's Official Account owns, who is in it, and codes that link a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.channels.models import Account
from nhipcau.people.models.groups import Group
from nhipcau.people.models.households import Household, Resident
from nhipcau.people.models.staff import Staff
from nhipcau.places.tenant import Tenanted


class OaGroup(Tenanted):
    """Beside the chat that people made themselves: the machine posts here. `external_id` is the
    platform's id; empty while it is being made. What it says is as of `read_at`."""

    class State(models.TextChoices):
        MAKING = "making", _("Đang lập")
        ENABLED = "enabled", _("Đang hoạt động")
        DISABLED = "disabled", _("Bị khoá")
        GONE = "gone", _("Không còn")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="oa_groups")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=56, blank=True)
    asset = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=30)
    link = models.URLField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.MAKING)
    problem = models.CharField(max_length=40, blank=True, help_text="error code, words are made")
    ceiling = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0, help_text="people in it, as the platform counts")
    deletes_on = models.CharField(max_length=20, blank=True, help_text="in the platform's words")
    valid_through = models.CharField(max_length=20, blank=True)
    read_at = models.DateTimeField(null=True, help_text="last full look that was answered")
    look_at = models.DateTimeField(help_text="when the next look is due")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group"],
                condition=~models.Q(state="gone"),
                name="one_oa_group_a_group",
            ),
            models.UniqueConstraint(
                fields=["account", "external_id"],
                condition=~models.Q(external_id=""),
                name="oa_group_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OaMember(Tenanted):
    """One person of the platform as the group knows them. Which household they are of is said by
    their contact point (account and person), so that linking them once is enough."""

    class State(models.TextChoices):
        INVITED = "invited", _("Đã mời")
        PENDING = "pending", _("Chờ duyệt")
        IN = "in", _("Trong nhóm")
        LEFT = "left", _("Đã rời nhóm")

    group = models.ForeignKey(OaGroup, on_delete=models.CASCADE, related_name="people")
    person = models.CharField(max_length=64)
    name = models.CharField(max_length=80, blank=True, help_text="as the platform shows it")
    state = models.CharField(max_length=8, choices=State)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="oa_member_once"),
        ]
        indexes = [models.Index(fields=["person"], name="oa_member_person")]

    def __str__(self) -> str:
        return f"{self.person} {self.state}"


class LinkCode(Tenanted):
    """Says once which household somebody is of, or which of our own. Only a keyed hash is kept;
    times are the machine's."""

    household = models.ForeignKey(
        Household, null=True, on_delete=models.CASCADE, related_name="link_codes"
    )
    resident = models.ForeignKey(Resident, null=True, on_delete=models.SET_NULL, related_name="+")
    staff = models.ForeignKey(Staff, null=True, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    is_printed = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locality", "digest"], name="link_code_once"),
            models.CheckConstraint(
                condition=models.Q(household__isnull=True) ^ models.Q(staff__isnull=True),
                name="link_code_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"code {self.pk}"
