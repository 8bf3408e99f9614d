"""What is said, with the paper behind it; its versions; the forms of a version."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.core.language import own_language
from nhipcau.people.models import Group, Staff
from nhipcau.places.tenant import Tenanted


class Paper(Tenanted):
    """The paper behind a notice: so that lateness can be reported upwards."""

    issuer = models.CharField(max_length=160)
    number = models.CharField(max_length=60, blank=True, help_text="số và ký hiệu: 45/TB-TTYT")
    signer = models.CharField(max_length=120, blank=True)
    signed_on = models.DateField(null=True)
    received_at = models.DateTimeField(null=True)
    file = models.FileField(upload_to="papers", blank=True)
    file_name = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.number} {self.issuer}".strip()


class Notice(Tenanted):
    class Kind(models.TextChoices):
        ANNOUNCEMENT = "announcement", _("Thông báo")
        CALL = "call", _("Vận động, huy động")
        EMERGENCY = "emergency", _("Khẩn cấp")

    class Urgency(models.TextChoices):
        USUAL = "usual", _("Thường")
        URGENT = "urgent", _("Khẩn")

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ANNOUNCEMENT)
    urgency = models.CharField(max_length=6, choices=Urgency, default=Urgency.USUAL)
    issued_by_group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    paper = models.ForeignKey(Paper, null=True, blank=True, on_delete=models.PROTECT)
    selection = models.JSONField(default=dict)
    answers = models.JSONField(
        default=list, help_text="for a call: subset of will_come, excused, done, photo"
    )
    current = models.ForeignKey(
        "NoticeVersion",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the newest published version",
    )
    created_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)
    is_drill = models.BooleanField(default=False, help_text="for those who take part only")

    def __str__(self) -> str:
        return f"notice {self.pk}"

    @property
    def is_danger(self) -> bool:
        """Quiet hours do not hold and reserves are open: an emergency that is no drill."""
        return self.kind == self.Kind.EMERGENCY and not self.is_drill


class NoticeVersion(Tenanted):
    """draft → submitted → approved → published → superseded | withdrawn; rejected goes to draft."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Bản nháp")
        SUBMITTED = "submitted", _("Chờ duyệt")
        APPROVED = "approved", _("Đã duyệt")
        PUBLISHED = "published", _("Đã phát")
        SUPERSEDED = "superseded", _("Đã có bản mới")
        WITHDRAWN = "withdrawn", _("Đã thu hồi")

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField(max_length=160)
    text = models.TextField()
    for_whom = models.CharField(max_length=160, blank=True)
    place = models.CharField(max_length=160, blank=True)
    bring = models.CharField(max_length=200, blank=True)
    event_at = models.DateTimeField(null=True, blank=True)
    event_until = models.DateTimeField(null=True, blank=True)
    deadline = models.DateTimeField(help_text="must know by")
    correction = models.CharField(max_length=300, blank=True, help_text="what changed, in words")
    sms_without_marks = models.BooleanField(default=True, help_text="which SMS is sent")
    typed = models.JSONField(
        default=dict, help_text="the form as typed while a draft: an autosave loses nothing"
    )
    written_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(null=True)
    reject_reason = models.CharField(max_length=300, blank=True)
    households = models.PositiveIntegerField(null=True, help_text="in the audience when submitted")
    submitted_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    released_urgently = models.BooleanField(default=False)
    reviewed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review_note = models.CharField(max_length=300, blank=True)
    published_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="version_once"),
            models.UniqueConstraint(
                fields=["notice"],
                condition=models.Q(state__in=["draft", "submitted", "approved"]),
                name="one_version_in_hand",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def working_title(self) -> str:
        """The title, or what stands in its field of a draft that was only kept as typed."""
        typed: list[str] = self.typed.get("title") or [""]
        return self.title or typed[0].strip()

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_correction(self) -> bool:
        return self.number > 1

    @property
    def awaits_review(self) -> bool:
        return self.released_urgently and self.reviewed_at is None


class Rendition(Tenanted):
    """One form of a version in one language. `is_edited` keeps a person's words as they are.

    Texts hold `{link}` where the tracked address goes: each group and household has its own.
    """

    class Form(models.TextChoices):
        WEB = "web", _("Trang thông báo")
        GROUP = "group", _("Tin cho nhóm")
        SMS = "sms", _("SMS có dấu")
        SMS_PLAIN = "sms_plain", _("SMS không dấu")
        ARTICLE = "article", _("Bài Zalo OA")
        POST = "post", _("Bài Facebook")
        LOUDSPEAKER = "loudspeaker", _("Bài đọc loa")
        SHEET = "sheet", _("Tờ A4")
        BOARD = "board", _("Chữ trên bảng")

    version = models.ForeignKey(NoticeVersion, on_delete=models.CASCADE, related_name="renditions")
    form = models.CharField(max_length=12, choices=Form)
    language = models.CharField(max_length=8, default=own_language)
    title = models.CharField(max_length=160, blank=True)
    text = models.TextField()
    is_edited = models.BooleanField(default=False)
    source = models.CharField(
        max_length=16, blank=True, help_text="fingerprint of the version it was made or edited from"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "form", "language"], name="rendition_once")
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.language}"


class Recording(Tenanted):
    """A person's voice for one version in one language. Residents hear it once another person has
    listened to it, and only while the notice still says what was said (`source`)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Đang xử lý")
        MADE = "made", _("Nghe được")
        FAILED = "failed", _("Không dùng được")
        REMOVED = "removed", _("Đã bỏ")

    version = models.ForeignKey(NoticeVersion, on_delete=models.CASCADE, related_name="recordings")
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    source = models.CharField(max_length=16, help_text="fingerprint of the version that was read")
    upload = models.FileField(upload_to="voices", blank=True, help_text="as it came, until made")
    audio = models.FileField(upload_to="voices", blank=True)
    seconds = models.FloatField(default=0)
    size = models.PositiveIntegerField(default=0)
    said_twice = models.BooleanField(default=False, help_text="the speaker said it twice already")
    recorded_by = models.CharField(max_length=120)
    recorded_on = models.DateField()
    uploaded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    checked_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=12, blank=True, help_text="a code, words are made")
    tries = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, help_text="machine time")

    def __str__(self) -> str:
        return f"{self.language} {self.state}"


class Audio(Tenanted):
    """What loudspeakers play for a version: chime, the script twice, then other languages.

    `wanted` is the fingerprint of what it has to say now, `source` of what the file says.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ làm")
        MAKING = "making", _("Đang làm")
        MADE = "made", _("Đã có")
        FAILED = "failed", _("Không làm được")

    version = models.OneToOneField(NoticeVersion, on_delete=models.CASCADE, related_name="audio")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    wanted = models.CharField(max_length=16)
    source = models.CharField(max_length=16, blank=True)
    file = models.FileField(upload_to="audio", blank=True)
    seconds = models.FloatField(default=0)
    size = models.PositiveIntegerField(default=0)
    languages = models.JSONField(default=list)
    recorded_by = models.CharField(max_length=120, blank=True, help_text="empty: the machine")
    progress = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=12, blank=True, help_text="a code, words are made")
    tries = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, help_text="machine time")

    def __str__(self) -> str:
        return f"audio {self.state}"


class Template(Tenanted):
    """A notice to start from: flags on holidays, cleaning, a meeting, a fee, a screening."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Notice.Kind)
    title = models.CharField(max_length=160)
    text = models.TextField()
    fields = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["locality", "name"], name="template_once")]

    def __str__(self) -> str:
        return self.name


class Recurrence(Tenanted):
    """A call that comes again: on certain days a notice is made of it, in time. Each occurrence is
    a notice of its own with its own deadline. Somebody approves every one, or the series once for
    a year at the most (`approved_until`); any change of it ends that.

    `rule` as in notices/dates.py. The event begins `from_days` after the day (before it: minus) at
    `begins`, and ends `until_days` after it at `ends`.
    """

    name = models.CharField(max_length=120)
    rule = models.JSONField()
    title = models.CharField(max_length=160)
    text = models.TextField()
    fields = models.JSONField(default=dict, help_text="for_whom, place, bring, answers")
    selection = models.JSONField(default=dict)
    from_days = models.SmallIntegerField(default=0)
    until_days = models.SmallIntegerField(default=0)
    begins = models.TimeField()
    ends = models.TimeField(null=True)
    ahead_days = models.PositiveSmallIntegerField(default=5, help_text="before it begins")
    written_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_until = models.DateField(null=True)
    problem = models.CharField(max_length=300, blank=True, help_text="why none could be made")
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Occurrence(Tenanted):
    """One day of a series and the notice that was made for it; a day is taken once."""

    recurrence = models.ForeignKey(Recurrence, on_delete=models.CASCADE, related_name="occurrences")
    on = models.DateField()
    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="occurrence")
    approved_at = models.DateTimeField(null=True, help_text="by the series: goes out by itself")

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [models.UniqueConstraint(fields=["recurrence", "on"], name="occurrence_once")]

    def __str__(self) -> str:
        return f"{self.recurrence_id} {self.on}"
