"""What residents answer: replies to a call, "tôi đã báo giúp", who says to be which household."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.people.models import Household, Staff
from nhipcau.places.models import Neighbourhood
from nhipcau.places.tenant import Tenanted


class Reply(Tenanted):
    class Answer(models.TextChoices):
        WILL_COME = "will_come", _("Sẽ tham gia")
        EXCUSED = "excused", _("Xin vắng mặt")
        DONE = "done", _("Đã làm xong")

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="replies")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "household"], name="reply_once")]

    def __str__(self) -> str:
        return f"{self.answer} {self.household_id}"


class CallPhoto(Tenanted):
    """Proof of what was done: of a household, or of the whole neighbourhood by its leader. Seen by
    that leader and the ward's officers; by everybody only while an officer shows it (`shown_at`)
    and, for a household's, while that household agrees."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="photos")
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(upload_to="calls")
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    shown_at = models.DateTimeField(null=True)
    shown_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["notice", "neighbourhood"], name="call_photo_where")]

    def __str__(self) -> str:
        return f"photo {self.pk}"


class Thanks(Tenanted):
    """The ward says thank you in public for a call, by numbers; by name only who agreed."""

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="thanks")
    deed = models.CharField(max_length=80, help_text="treo cờ: as in “42 hộ đã treo cờ”")
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"thanks {self.pk}"


class PassedOn(Tenanted):
    """A resident says to have told another household: free words until the leader knows which."""

    version = models.ForeignKey(NoticeVersion, on_delete=models.CASCADE, related_name="passed_on")
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, related_name="+")
    by_household = models.ForeignKey(
        Household, null=True, on_delete=models.PROTECT, related_name="+"
    )
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=120)
    at = models.DateTimeField()
    matched_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"passed on {self.pk}"


class Claim(Tenanted):
    """Somebody on a tracked link said which house they are and it did not match: for the leader."""

    version = models.ForeignKey(NoticeVersion, on_delete=models.CASCADE, related_name="claims")
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, related_name="+")
    house = models.CharField(max_length=60)
    digits = models.CharField(max_length=3)
    browser = models.CharField(max_length=64, help_text="hash of the visitor's cookie")
    at = models.DateTimeField()
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="+")
    settled_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"claim {self.pk}"
