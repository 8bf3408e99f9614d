"""Who talks with the ward where, and what was said. All text here is masked on arrival."""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from nhipcau.channels.models import Account
from nhipcau.core.language import own_language
from nhipcau.dispatch.models import Job
from nhipcau.people.models import Household, Staff
from nhipcau.places.models import Neighbourhood
from nhipcau.places.tenant import Tenanted


class Conversation(Tenanted):
    """One person through one account and source; a portal question is one of its own.

    `address` is where an answer goes, in the transport's words; empty where none can be sent by
    machine. `person` is the platform's id of who writes, which tells the household.
    """

    class Source(models.TextChoices):
        ZALO = "zalo", _("Zalo")
        ZALO_GROUP = "zalo_group", _("Nhóm Zalo")
        MESSENGER = "messenger", _("Messenger")
        COMMENT = "comment", _("Bình luận Facebook")
        PORTAL = "portal", _("Cổng thông tin")
        LINK = "link", _("Đường dẫn riêng của hộ")
        LEADER = "leader", _("Tổ trưởng chuyển")
        DESK = "desk", _("Tại bộ phận một cửa")

    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source)
    address = models.CharField(max_length=120, blank=True)
    person = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=80, blank=True, help_text="as they call themselves")
    phone = models.CharField(max_length=20, blank=True, help_text="left to be answered by SMS")
    household = models.ForeignKey(
        Household, null=True, on_delete=models.SET_NULL, related_name="conversations"
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    passed_by = models.ForeignKey(
        Staff, null=True, on_delete=models.SET_NULL, related_name="+", help_text="leader, officer"
    )
    language = models.CharField(max_length=8, default=own_language)
    told = models.JSONField(default=dict, help_text="what the machine said, and on which day")
    menu = models.JSONField(default=dict, help_text="what the numbers of the last menu mean")
    last_at = models.DateTimeField(help_text="last message of either side")
    withdrawn_at = models.DateTimeField(null=True, help_text="asked to be forgotten")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "locality",
                Coalesce("account", 0),
                "source",
                "address",
                "person",
                condition=~models.Q(address="", person=""),
                name="conversation_once",
            )
        ]
        indexes = [models.Index(fields=["locality", "person"], name="conversation_person")]

    def __str__(self) -> str:
        return f"conversation {self.pk}"


class Message(Tenanted):
    """One thing said. `key` names it in its conversation: told twice, it is there once."""

    class What(models.TextChoices):
        TEXT = "text", _("Chữ")
        IMAGE = "image", _("Ảnh")
        VOICE = "voice", _("Tin thoại")
        VIDEO = "video", _("Video")
        FILE = "file", _("Tệp")
        STICKER = "sticker", _("Nhãn dán")
        PLACE = "place", _("Vị trí")
        OTHER = "other", _("Loại khác")

    class Way(models.TextChoices):
        CHANNEL = "channel", _("Trong cuộc trò chuyện")
        COMMENT = "comment", _("Công khai dưới bình luận")
        PRIVATE = "private", _("Nhắn riêng người bình luận")
        TEMPLATE = "template", _("Mẫu tin Zalo")
        SMS = "sms", _("Tin nhắn SMS")
        PAGE = "page", _("Trang trả lời")
        PHONE = "phone", _("Gọi điện")
        ELSEWHERE = "elsewhere", _("Gõ ngay trên nền tảng")

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages"
    )
    question = models.ForeignKey(
        "inbox.Question", null=True, on_delete=models.SET_NULL, related_name="messages"
    )
    key = models.CharField(max_length=160)
    inbound = models.BooleanField()
    what = models.CharField(max_length=8, choices=What, default=What.TEXT)
    text = models.TextField(blank=True)
    files = models.JSONField(default=list, help_text="kind, name, size, address at the platform")
    reference = models.CharField(max_length=80, blank=True, help_text="the platform's id")
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")
    is_automatic = models.BooleanField(default=False)
    is_repeat = models.BooleanField(default=False, help_text="the same words again")
    is_cut = models.BooleanField(default=False, help_text="longer than is kept")
    had_ids = models.BooleanField(default=False, help_text="numbers were masked in it")
    may_show_card = models.BooleanField(default=False, help_text="a guess, or an officer's mark")
    is_heavy = models.BooleanField(default=False, help_text="abusive words")
    deleted_at = models.DateTimeField(null=True, help_text="taken back by its author, or by us")
    way = models.CharField(max_length=10, choices=Way, blank=True)
    job = models.ForeignKey(
        Job, null=True, on_delete=models.SET_NULL, related_name="+", help_text="how it is sent"
    )
    procedure_version = models.ForeignKey(
        "procedures.ProcedureVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    failed_at = models.DateTimeField(null=True, help_text="the platform did not take it")
    fault = models.CharField(max_length=40, blank=True, help_text="its code, words are made")

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["conversation", "key"], name="message_once")]
        indexes = [models.Index(fields=["question", "at"], name="message_of_question")]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def is_answer(self) -> bool:
        """A person's answer; what the machine said by itself is none."""
        return not self.inbound and not self.is_automatic
