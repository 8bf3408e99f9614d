"""Accounts of a locality, their credentials, what platforms sent us, quotas and windows."""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from nhipcau.places.tenant import Tenanted


class ChannelKind(models.TextChoices):
    PORTAL = "portal", _("Cổng thông tin của phường")
    ZALO_OA = "zalo_oa", _("Zalo Official Account")
    ZALO_GROUP = "zalo_group", _("Nhóm do Zalo OA lập")
    ZALO_TEMPLATE = "zalo_template", _("Mẫu tin Zalo")
    ZALO_BOT = "zalo_bot", _("Zalo Bot")
    FACEBOOK_PAGE = "facebook_page", _("Trang Facebook")
    SMS = "sms", _("Tin nhắn SMS")
    WEB_PUSH = "web_push", _("Thông báo trên máy")
    EMAIL = "email", _("Thư điện tử")
    RELAY = "relay", _("Nhóm của tổ dân phố")
    SHEET = "sheet", _("Tờ in A4")
    BOARD = "board", _("Bảng tin")
    LOUDSPEAKER = "loudspeaker", _("Loa truyền thanh")
    VISIT = "visit", _("Báo tận nơi")


class Account(Tenanted):
    """One connected account. `settings` holds nothing secret; secrets are in Credential."""

    class State(models.TextChoices):
        NEW = "new", _("Chưa kết nối")
        WORKING = "working", _("Đang hoạt động")
        TROUBLED = "troubled", _("Cần xử lý")
        CLOSED = "closed", _("Đã ngừng")

    kind = models.CharField(max_length=20, choices=ChannelKind)
    name = models.CharField(max_length=120)
    settings = models.JSONField(default=dict)
    external_id = models.CharField(max_length=64, blank=True)
    keeper = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the account whose credential this one speaks with",
    )
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    problem = models.CharField(max_length=64, blank=True, help_text="error code, words are made")
    checked_at = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    per_minute = models.PositiveIntegerField(default=60)
    price_vnd = models.PositiveIntegerField(default=0, help_text="per message or SMS part")
    rank = models.PositiveSmallIntegerField(default=0, help_text="of one kind, the lowest is first")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "external_id"],
                condition=~models.Q(external_id=""),
                name="account_external_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def speaks(self) -> str:
        """Its transport: of a kind with several gateways, which of them."""
        gateway = self.settings.get("gateway", "")
        return f"{self.kind}_{gateway}" if gateway else str(self.kind)


class Credential(Tenanted):
    """Secrets of an account, encrypted with a key derived from SECRET_KEY. Never in a log."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="credential")
    sealed = models.TextField()
    version = models.PositiveIntegerField(default=1)
    expires_at = models.DateTimeField(null=True)
    refreshing_until = models.DateTimeField(null=True, help_text="machine time; one refresher")

    def __str__(self) -> str:
        return f"credential of {self.account_id}"


class RawEvent(models.Model):
    """A webhook as it came, before anyone knows whose it is. Short retention: bodies hold ids."""

    kind = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    loaded_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], name="raw_unloaded", condition=models.Q(loaded_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.received_at}"


class Incoming(Tenanted):
    """One thing a platform told us, understood. Pulled from above in the order of wiring.py."""

    class What(models.TextChoices):
        MESSAGE = "message"
        RECEIPT = "receipt"
        SEEN = "seen"
        FOLLOW = "follow"
        UNFOLLOW = "unfollow"
        COMMENT = "comment"
        ECHO = "echo"
        TYPED = "typed"
        WITHDRAW = "withdraw"
        REVOKED = "revoked"
        OTHER = "other"

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=12, choices=What)
    key = models.CharField(max_length=160, help_text="the platform's id, for dedupe")
    person = models.CharField(max_length=64, blank=True)
    reference = models.CharField(max_length=80, blank=True, help_text="our message it speaks of")
    text = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField()
    taken_by = models.CharField(max_length=30, blank=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="incoming_once"),
        ]
        indexes = [
            models.Index(
                fields=["id"], name="incoming_free", condition=models.Q(taken_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.key}"


class Window(Tenanted):
    """When a person last acted towards an account: what decides which messages may go."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    person = models.CharField(max_length=64)
    last_act_at = models.DateTimeField()
    follows = models.BooleanField(default=False)
    followed_at = models.DateTimeField(null=True, help_text="of the last follow or unfollow")
    free_used = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "person"], name="window_once")]

    def __str__(self) -> str:
        return f"window {self.account_id}"


class Quota(Tenanted):
    """What is left of an allowance, as read from the platform or counted by us."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="quotas")
    name = models.CharField(max_length=40, help_text="broadcast, upload, cs_free …")
    period = models.CharField(max_length=10, help_text="2023-05 or 2023-05-26")
    total = models.PositiveIntegerField()
    used = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "name", "period"], name="quota_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.period}"


class Price(Tenanted):
    """What one unit costs through an account, or through any of its kind, between two days.

    The last day is included; without one it holds until another price follows.
    """

    class Unit(models.TextChoices):
        MESSAGE = "message", _("Một tin")
        PART = "part", _("Một phần SMS")
        TEMPLATE_PHONE = "template_phone", _("Một tin mẫu theo số điện thoại")
        TEMPLATE_UID = "template_uid", _("Một tin mẫu theo tài khoản Zalo")
        SHEET = "sheet", _("Một tờ giấy in")
        MINUTE = "minute", _("Một phút công của người đi báo")

    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="prices")
    kind = models.CharField(max_length=20, choices=ChannelKind)
    unit = models.CharField(max_length=14, choices=Unit)
    vnd = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    set_by = models.CharField(max_length=80)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "locality",
                "kind",
                Coalesce("account", 0),
                "unit",
                "valid_from",
                name="price_once",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="price_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit} {self.vnd}"


class Template(Tenanted):
    """A message that Zalo has approved, as last read. `filled_from`: its parameter → a field of the
    notice, or "=" and fixed words. One of an account's templates is chosen for notices."""

    class State(models.TextChoices):
        ENABLE = "ENABLE", _("Đã duyệt")
        PENDING = "PENDING_REVIEW", _("Chờ Zalo duyệt")
        REJECT = "REJECT", _("Bị từ chối")
        DISABLE = "DISABLE", _("Bị khoá")
        GONE = "GONE", _("Không còn trên Zalo")

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="templates")
    external_id = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=16, choices=State)
    reason = models.CharField(max_length=300, blank=True, help_text="why Zalo refused it")
    quality = models.CharField(max_length=12, blank=True)
    tag = models.CharField(max_length=24, blank=True)
    parameters = models.JSONField(default=list, help_text="name, require, type, lengths")
    filled_from = models.JSONField(default=dict)
    preview_url = models.CharField(max_length=300, blank=True)
    price_phone_vnd = models.PositiveIntegerField(default=0)
    price_uid_vnd = models.PositiveIntegerField(default=0)
    by_uid = models.BooleanField(default=True, help_text="false once Zalo said -249")
    is_chosen = models.BooleanField(default=False)
    answers_from = models.JSONField(
        default=dict, help_text="its parameter → a field of an answer; empty: not for answers"
    )
    dossiers_from = models.JSONField(
        default=dict, help_text="its parameter → a field of a dossier; empty: not for dossiers"
    )
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "external_id"], name="template_read_once"),
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(is_chosen=True), name="template_chosen_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
