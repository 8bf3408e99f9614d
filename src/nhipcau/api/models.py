"""Keys of other systems, what they sent, and the callbacks by which they hear of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.core.actor import Actor
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.people.models import Staff
from nhipcau.places.tenant import Tenanted


class Scope(models.TextChoices):
    NOTICES_READ = "notices:read", _("Đọc thông báo")
    NOTICES_WRITE = "notices:write", _("Gửi thông báo")
    REACH_READ = "reach:read", _("Đọc độ phủ")
    PROCEDURES_READ = "procedures:read", _("Đọc danh mục thủ tục")
    DOSSIERS_WRITE = "dossiers:write", _("Đẩy tình trạng hồ sơ")
    CALLBACKS_WRITE = "callbacks:write", _("Đặt địa chỉ nhận sự kiện")


class Mode(models.TextChoices):
    LIVE = "live", _("Chạy thật")
    TEST = "test", _("Chạy thử")


class Event(models.TextChoices):
    PUBLISHED = "notice.published", _("Thông báo đã phát")
    DEADLINE = "notice.deadline_reached", _("Thông báo đến hạn")
    WITHDRAWN = "notice.withdrawn", _("Thông báo đã thu hồi")
    REACH = "reach.changed", _("Độ phủ thay đổi")
    DOSSIER = "dossier.status_changed", _("Hồ sơ đổi tình trạng")


# Who may not read it does not hear of it either.
HEARD_WITH = {
    Event.PUBLISHED: Scope.NOTICES_READ,
    Event.DEADLINE: Scope.REACH_READ,
    Event.WITHDRAWN: Scope.NOTICES_READ,
    Event.REACH: Scope.REACH_READ,
    Event.DOSSIER: Scope.DOSSIERS_WRITE,
}


class Publish(models.TextChoices):
    NEVER = "never", _("Người của phường tự phát")
    WHEN_APPROVED = "when_approved", _("Tự phát khi đã duyệt")
    NOW = "now", _("Khẩn: phát trước, duyệt sau")


class ApiKey(Tenanted):
    """Another system of this locality. The token is shown once; only its hash is kept.

    What a live key writes, it writes in the name of `responsible`. `may_publish` is given by an
    admin and counts once that person has taken it on, under their own sign-in.
    """

    name = models.CharField(max_length=80)
    mode = models.CharField(max_length=4, choices=Mode, default=Mode.LIVE)
    scopes = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8, help_text="the token's last letters, to tell keys apart")
    responsible = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    may_publish = models.BooleanField(default=False)
    accepted_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> Actor:
        return Actor("platform", f"api:{self.pk}")

    @property
    def is_test(self) -> bool:
        return self.mode == Mode.TEST

    @property
    def publishes(self) -> bool:
        return self.may_publish and self.accepted_at is not None

    @property
    def scope_names(self) -> list[str]:
        return [str(Scope(name).label) for name in self.scopes]


class RateWindow(Tenanted):
    """How many calls a key made until when (civil seconds): one row a key."""

    key = models.OneToOneField(ApiKey, on_delete=models.CASCADE, related_name="+")
    taken = models.PositiveIntegerField()
    until = models.FloatField()

    def __str__(self) -> str:
        return f"{self.key_id}: {self.taken}"


class KeptCall(Tenanted):
    """A call with an Idempotency-Key: running, or done with the answer it got. Machine time."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, help_text="of method, path and body")
    status = models.PositiveSmallIntegerField(null=True, help_text="null while it runs")
    body = models.TextField(blank=True)
    location = models.CharField(max_length=200, blank=True)
    began_at = models.DateTimeField()
    leased_until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "name"], name="kept_call_once")]

    def __str__(self) -> str:
        return self.name


class SentNotice(Tenanted):
    """A notice that came by a live key, and whether it goes out by itself once approved."""

    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="sent")
    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="sent_by_api")
    version = models.ForeignKey(NoticeVersion, on_delete=models.CASCADE, related_name="+")
    reference = models.CharField(max_length=80, blank=True, help_text="the sender's own number")
    publish = models.CharField(max_length=13, choices=Publish, default=Publish.NEVER)
    submitted_at = models.DateTimeField(help_text="another time on the version: people took over")
    waits = models.BooleanField(default=False, help_text="to be published by itself")
    problem = models.CharField(max_length=300, blank=True, help_text="why it did not")

    class Meta:
        indexes = [
            models.Index(
                fields=["locality", "id"], name="sent_waits", condition=models.Q(waits=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.key_id} → {self.notice_id}"


class Rehearsal(Tenanted):
    """A notice of a test key: kept here only, sent to nobody, counted nowhere."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="rehearsals")
    given = models.JSONField(help_text="the call's body")
    recipients = models.JSONField(default=list, help_text="addresses of docs/api.md")
    reference = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"rehearsal {self.pk}"


class Endpoint(Tenanted):
    """Where a system wants to hear of events. Two secrets sign while one takes over."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Đang gửi")
        DISABLED = "disabled", _("Đã ngừng")

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="endpoints")
    mode = models.CharField(max_length=4, choices=Mode)
    url = models.CharField(max_length=500)
    events = models.JSONField(default=list)
    sealed = models.TextField()
    former_sealed = models.TextField(blank=True)
    former_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    read_to = models.BigIntegerField(default=0, help_text="the last event of the trail looked at")
    failing_since = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"endpoint {self.pk}"


class Happened(Tenanted):
    """Something that callbacks tell of. `name` says what once: told again, it is the same row."""

    name = models.CharField(max_length=120)
    mode = models.CharField(max_length=4, choices=Mode)
    kind = models.CharField(max_length=40, choices=Event)
    uid = models.CharField(max_length=40, unique=True, help_text="webhook-id")
    subject = models.CharField(max_length=60)
    body = models.TextField(help_text="the very bytes that are signed and sent")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locality", "mode", "name"], name="happened_once")
        ]
        indexes = [models.Index(fields=["locality", "subject", "id"], name="happened_subject")]

    def __str__(self) -> str:
        return self.name


class Callback(Tenanted):
    """One event on its way to one endpoint."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Đang chờ")
        DONE = "done", _("Đã nhận")
        FAILED = "failed", _("Không gửi được")

    happened = models.ForeignKey(Happened, on_delete=models.CASCADE, related_name="callbacks")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="callbacks")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(help_text="civil")
    leased_until = models.DateTimeField(null=True, help_text="machine time")
    last_status = models.PositiveSmallIntegerField(null=True)
    last_error = models.CharField(max_length=12, blank=True, help_text="a code, words are made")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["happened", "endpoint"], name="callback_once")
        ]
        indexes = [
            models.Index(
                fields=["next_at"], name="callback_due", condition=models.Q(state="waiting")
            )
        ]

    def __str__(self) -> str:
        return f"{self.happened_id} → {self.endpoint_id}"
