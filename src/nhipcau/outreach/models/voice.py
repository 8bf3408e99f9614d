"""Loudspeakers that play by themselves, what each has played, and bulletins."""

from django.db import models

from nhipcau.notices.models import NoticeVersion
from nhipcau.people.models import SecretAddress, Staff
from nhipcau.places.models import Neighbourhood
from nhipcau.places.tenant import Tenanted


class Speaker(SecretAddress):
    """A networked loudspeaker, or a phone beside the microphone. Without a neighbourhood it is
    heard in the whole ward."""

    WORD = "speaker"

    neighbourhood = models.ForeignKey(
        Neighbourhood, null=True, on_delete=models.PROTECT, related_name="+"
    )


class Playing(Tenanted):
    """A loudspeaker said a version aloud. `key` is made by the device: sent twice is played once.
    `why` is the reason when it was outside the hours of loudspeakers."""

    speaker = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="playings")
    version = models.ForeignKey(NoticeVersion, on_delete=models.CASCADE, related_name="playings")
    key = models.UUIDField()
    at = models.DateTimeField(help_text="when it began, by the device's own clock")
    received_at = models.DateTimeField()
    seconds = models.FloatField()
    why = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["speaker", "key"], name="playing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.speaker_id} {self.version_id}"


class Bulletin(Tenanted):
    """Bản tin thông tin cơ sở: notices of a period on paper. Issued means handed out or hung."""

    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    begins_on = models.DateField()
    ends_on = models.DateField()
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    issued_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True)
    copies = models.PositiveIntegerField(default=0)
    where = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locality", "number"], name="bulletin_number_once")
        ]

    def __str__(self) -> str:
        return self.title


class BulletinItem(Tenanted):
    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="items")
    version = models.ForeignKey(
        NoticeVersion, on_delete=models.PROTECT, related_name="bulletin_items"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "version"], name="bulletin_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id} {self.version_id}"
