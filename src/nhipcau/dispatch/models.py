"""The ledger. The Delivery row is the truth; the unit of work is a chunk (design section 4).

Keys to households and neighbourhoods are plain numbers: dispatch knows content and addresses only.
A Delivery's keys are not checked by the database and have no index of their own: both are paid for
on every one of a million inserts, and rows are only ever made by one statement (fill.py).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.channels.models import Account
from nhipcau.places.tenant import Tenanted


class Bucket(models.Model):
    """A rate: one per account, and one per app where a platform limits both (GCRA).

    `tat` and `paused_until` are civil seconds since the epoch; `gap` is seconds between sends, 0
    is no limit. `app` is the bucket of the app that limits too. `turn` is the start tag last
    served: what comes new starts from there (start-time fair queueing).
    """

    account = models.OneToOneField(
        Account, null=True, on_delete=models.CASCADE, related_name="bucket"
    )
    app = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="accounts")
    name = models.CharField(max_length=120, unique=True)
    gap = models.FloatField()
    tat = models.FloatField(default=0)
    paused_until = models.FloatField(default=0)
    failing_since = models.FloatField(default=0, help_text="civil; 0 while it answers")
    turn = models.FloatField(default=0)

    def __str__(self) -> str:
        return self.name


class Job(Tenanted):
    """One content through one channel account."""

    class State(models.TextChoices):
        FILLING = "filling", _("Đang lập danh sách")
        PREPARING = "preparing", _("Đang chuẩn bị nội dung")
        READY = "ready", _("Đang gửi")
        STOPPED = "stopped", _("Đã dừng")
        FAILED = "failed", _("Không gửi được")
        DONE = "done", _("Đã xong")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="jobs")
    key = models.CharField(max_length=80, help_text="made by the caller: enqueuing twice is once")
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    link = models.CharField(max_length=200, blank=True)
    image = models.TextField(blank=True, help_text="names in the file storage, one a line")
    lane = models.PositiveSmallIntegerField(default=1, help_text="0 urgent, 1 usual, 2 when idle")
    not_before = models.DateTimeField(null=True)
    not_after = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.FILLING)
    problem = models.CharField(max_length=40, blank=True, help_text="why it failed: a code")
    note = models.JSONField(default=dict, help_text="of the prepare stage: article id, upload")
    query = models.JSONField(default=dict, help_text="the compiled address query, until filled")
    prefix = models.CharField(max_length=12, help_text="random; begins every delivery's key")
    filled_up_to = models.BigIntegerField(default=0, help_text="materialising resumes from here")
    chunks_made = models.PositiveIntegerField(default=0, help_text="numbers its chunks")
    first_turn = models.FloatField(default=0)
    total = models.PositiveIntegerField(default=0)
    unit_vnd = models.PositiveIntegerField(default=0, help_text="price of one message")
    cost_vnd = models.PositiveBigIntegerField(default=0, help_text="of what went, once done")
    ready_at = models.FloatField(default=0, help_text="civil: next step of the prepare stage")
    leased_until = models.FloatField(default=0, help_text="machine: somebody is preparing")
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["locality", "key"], name="job_key_once")]
        indexes = [
            models.Index(fields=["state"], name="job_open", condition=models.Q(done_at=None))
        ]

    def __str__(self) -> str:
        return self.key


class Chunk(Tenanted):
    """`ready_at` is civil seconds, NULL = done; `leased_until` is machine seconds, past = free.

    The id is given: the job's id, shifted, and a running number (sql.chunk_id). While leased,
    `ready_at` is when the next window is due, so that everybody can see who waits for the clock.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="chunks", db_index=False)
    bucket = models.ForeignKey(Bucket, on_delete=models.PROTECT, related_name="+")
    lane = models.PositiveSmallIntegerField()
    turn = models.FloatField(default=0)
    ready_at = models.FloatField(null=True)
    leased_until = models.FloatField(default=0)
    nrows = models.PositiveIntegerField()
    started = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=40, blank=True)
    fence = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["bucket", "lane", "turn", "ready_at"],
                name="chunk_pick",
                condition=models.Q(ready_at__isnull=False),
            ),
            models.Index(
                fields=["job"], name="chunk_open", condition=models.Q(ready_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"chunk {self.pk}"


class Delivery(Tenanted):
    """One message to one address in a job. States only move up."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Chờ gửi")
        SENT = "sent", _("Đã gửi")
        DELIVERED = "delivered", _("Đã đến máy")
        SEEN = "seen", _("Đã xem")
        REFUSED = "refused", _("Bị từ chối")
        UNKNOWN = "unknown", _("Chưa rõ kết quả")
        STOPPED = "stopped", _("Đã dừng")
        EXPIRED = "expired", _("Quá hạn")

    locality = models.ForeignKey(
        "places.Locality",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    job = models.ForeignKey(
        Job,
        on_delete=models.CASCADE,
        related_name="deliveries",
        db_index=False,
        db_constraint=False,
    )
    chunk = models.ForeignKey(
        Chunk,
        on_delete=models.CASCADE,
        related_name="deliveries",
        db_index=False,
        db_constraint=False,
    )
    pos = models.PositiveIntegerField()
    account = models.BigIntegerField()
    household = models.BigIntegerField(null=True)
    neighbourhood = models.BigIntegerField(null=True)
    address = models.CharField(max_length=500)
    thread = models.CharField(max_length=120, blank=True)
    link = models.CharField(max_length=120, blank=True, help_text="instead of {link} in the text")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    reference = models.CharField(max_length=80, null=True)  # noqa: DJ001  NULL keeps the index small
    error = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=40)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chunk", "pos"], name="delivery_place"),
            models.UniqueConstraint(fields=["job", "address"], name="delivery_once"),
        ]
        indexes = [
            models.Index(
                fields=["account", "reference"],
                name="delivery_reference",
                condition=models.Q(reference__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class Diversion(Tenanted):
    """A job went on by another account; `unit_vnd` is what a message cost at the former one."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="diversions")
    former = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    chosen = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    unit_vnd = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=64, blank=True, help_text="the former's problem: a code")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"diversion of {self.job_id}"


class Part(Tenanted):
    """One part of a message on which the platform reports part by part; `whole` is the delivery's
    reference. The message has arrived when all of them have."""

    account = models.BigIntegerField()
    reference = models.CharField(max_length=80)
    whole = models.CharField(max_length=80)
    state = models.CharField(max_length=10, blank=True)
    error = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "reference"], name="part_once")]
        indexes = [models.Index(fields=["account", "whole"], name="part_whole")]

    def __str__(self) -> str:
        return self.reference


class EarlyReceipt(Tenanted):
    """A receipt that came before its send was written back; applied at write-back."""

    account = models.BigIntegerField()
    reference = models.CharField(max_length=80)
    state = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "reference", "state"], name="early_receipt_once"
            )
        ]

    def __str__(self) -> str:
        return self.reference
