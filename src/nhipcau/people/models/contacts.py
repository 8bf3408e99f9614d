"""How a household can be reached, and why we may."""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from nhipcau.channels.models import Account
from nhipcau.people.models.households import Household, LegalBasis, Resident
from nhipcau.places.tenant import Tenanted


class ContactPoint(Tenanted):
    """(channel account, kind, value). A Zalo user id is per OA, a Messenger id per page.

    A telephone number belongs to no account; it is stored as +84…. `detail` holds what else its
    channel must know of it, nothing personal.
    """

    class Kind(models.TextChoices):
        PHONE = "phone", _("Điện thoại")
        ZALO = "zalo", _("Zalo")
        MESSENGER = "messenger", _("Messenger")
        PORTAL = "portal", _("Trình duyệt đã nhớ")
        EMAIL = "email", _("Thư điện tử")
        PUSH = "push", _("Thông báo trên máy")

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="contacts")
    resident = models.ForeignKey(
        Resident, null=True, on_delete=models.SET_NULL, related_name="contacts"
    )
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=500)
    detail = models.JSONField(default=dict)
    takes_sms = models.BooleanField(default=False)
    legal_basis = models.CharField(
        max_length=12, choices=LegalBasis, default=LegalBasis.PUBLIC_TASK
    )
    verified_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True, help_text="asked us to stop")
    failed_at = models.DateTimeField(null=True, help_text="refused for good by the platform")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "household", Coalesce("account", 0), "kind", "value", name="contact_once"
            )
        ]
        indexes = [models.Index(fields=["locality", "kind", "value"], name="contact_value")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.household_id}"


class Subscriber(Tenanted):
    """A browser that asked for notifications and has not said which household it is: nobody's, so
    it counts for no household. `value` as in ContactPoint of kind push."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    value = models.CharField(max_length=500)
    subscribed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "value"], name="subscriber_once")]

    def __str__(self) -> str:
        return f"subscriber {self.pk}"


class Consent(Tenanted):
    """What a person agreed to, in which wording, when, how; and when they took it back."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    basis = models.CharField(max_length=12, choices=LegalBasis)
    wording = models.CharField(max_length=20, help_text="version of the text shown")
    channel = models.CharField(max_length=20)
    evidence = models.CharField(max_length=200, blank=True)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.household_id}"
