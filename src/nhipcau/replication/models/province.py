"""A province and its wards. What the province reads stands in its own tenant, its office: states,
counts, no person. What a ward got stands in the ward's tenant. Neither side holds a key into the
other's rows; numbers that lead across are plain."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.notices.models import Notice
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality
from nhipcau.places.tenant import Tenanted


class Issued(Tenanted):
    """A notice of the province to its wards. Never changed: who meant something else ends it and
    issues another. `audience` is in words: only a ward knows its households."""

    title = models.CharField(max_length=160)
    text = models.TextField()
    audience = models.CharField(max_length=160, blank=True)
    place = models.CharField(max_length=160, blank=True)
    bring = models.CharField(max_length=200, blank=True)
    event_at = models.DateTimeField(null=True)
    deadline = models.DateTimeField(help_text="households must know by")
    reply_by = models.DateTimeField(help_text="wards must have adopted it by")
    urgency = models.CharField(max_length=6, choices=Notice.Urgency, default=Notice.Urgency.USUAL)
    number = models.CharField(max_length=60, blank=True, help_text="of the paper behind it")
    signer = models.CharField(max_length=120, blank=True)
    signed_on = models.DateField(null=True)
    file = models.FileField(upload_to="papers", blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    issued_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title


class IssuedTo(Tenanted):
    """One ward's side of it, as the province may see it: a state and times.

    queued → waiting → in_hand → adopted | declined; a draft that nobody could be given waits with
    its `problem`.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Đang chuyển")
        WAITING = "waiting", _("Chưa làm")
        IN_HAND = "in_hand", _("Đang làm")
        ADOPTED = "adopted", _("Đã đăng")
        DECLINED = "declined", _("Không áp dụng")

    issued = models.ForeignKey(Issued, on_delete=models.CASCADE, related_name="wards")
    ward = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    is_edited = models.BooleanField(default=False, help_text="the ward wrote its own words")
    adopted_at = models.DateTimeField(null=True)
    why_not = models.CharField(max_length=300, blank=True)
    problem = models.CharField(max_length=12, blank=True, help_text="a code, words are made")
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["ward__name"]
        constraints = [models.UniqueConstraint(fields=["issued", "ward"], name="issued_once")]

    def __str__(self) -> str:
        return f"{self.issued_id} → {self.ward_id}"


class FromProvince(Tenanted):
    """In the ward: what came, and the draft that was made of it. `issued` is the plain number of
    the province's row."""

    issued = models.BigIntegerField()
    office = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    text = models.TextField()
    reply_by = models.DateTimeField()
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    adopted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    why_not = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, help_text="the province took it back")
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["locality", "issued"], name="from_province_once")
        ]

    def __str__(self) -> str:
        return self.title


class WardDay(Tenanted):
    """A ward's counts of one day, in the province's tenant; written anew until the day is over.

    `counts` and `places` as replication/province/counts.py: sums, small cells hidden before they
    are kept. `story`: how the ward says it did it.
    """

    ward = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    counts = models.JSONField(default=dict)
    places = models.JSONField(default=list)
    story = models.TextField(blank=True)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locality", "ward", "on"], name="ward_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.ward_id} {self.on}"


class WardStory(Tenanted):
    """In the ward: how it did it, in its own words, for the province and other wards to read."""

    text = models.TextField(blank=True)
    written_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["locality"], name="ward_story_once")]

    def __str__(self) -> str:
        return f"story {self.locality_id}"


class Push(Tenanted):
    """A procedure of the province's catalogue, given to all wards as it stood at that moment."""

    code = models.CharField(max_length=40)
    name = models.TextField()
    content = models.JSONField()
    pushed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    pushed_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.pushed_at:%Y-%m-%d}"


class PushTo(Tenanted):
    """What came of it in one ward."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Đang chuyển")
        ADDED = "added", _("Đã thêm")
        CHANGED = "changed", _("Đã có bản mới")
        KEPT = "kept", _("Có bản mới, giữ phần của địa phương")
        SAME = "same", _("Đã đúng như vậy")
        RETIRED = "retired", _("Địa phương đã ngừng áp dụng")
        FAILED = "failed", _("Không ghi được")

    push = models.ForeignKey(Push, on_delete=models.CASCADE, related_name="wards")
    ward = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    done_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["ward__name"]
        constraints = [models.UniqueConstraint(fields=["push", "ward"], name="push_once")]

    def __str__(self) -> str:
        return f"{self.push_id} → {self.ward_id}"
