"""A question on its way to an answer, and what officers do with it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.core.clock import machine_now
from nhipcau.core.language import own_language
from nhipcau.inbox.models.conversations import Conversation
from nhipcau.inbox.models.topics import Topic
from nhipcau.links.models import Link
from nhipcau.people.models import Staff
from nhipcau.places.tenant import Tenanted


class Question(Tenanted):
    """received → assigned → answered → closed; forwarded waits for another body.

    `turn` counts every change: a verb that was decided upon an older one is refused. `held_by` and
    `held_until` (machine time) say who is writing an answer just now.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("Mới đến")
        ASSIGNED = "assigned", _("Đã giao")
        FORWARDED = "forwarded", _("Đã chuyển cơ quan khác")
        ANSWERED = "answered", _("Đã trả lời")
        CLOSED = "closed", _("Đã đóng")

    class Closed(models.TextChoices):
        DONE = "done", _("Đã trả lời xong")
        AUTOMATIC = "automatic", _("Máy trả lời đã đủ")
        THANKED = "thanked", _("Người hỏi báo đã rõ")
        SILENT = "silent", _("Không hỏi thêm")
        DELETED = "deleted", _("Người viết đã xoá")
        WITHDRAWN = "withdrawn", _("Người hỏi rút lại dữ liệu")
        NO_QUESTION = "no_question", _("Không phải câu hỏi")
        ABUSE = "abuse", _("Lời lẽ không phù hợp")
        TWICE = "twice", _("Trùng câu khác")

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="questions"
    )
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    turn = models.PositiveIntegerField(default=0)
    tracking = models.CharField(max_length=16, unique=True)
    link = models.ForeignKey(
        Link, null=True, on_delete=models.SET_NULL, related_name="+", help_text="to its page"
    )
    gist = models.CharField(max_length=300, blank=True, help_text="its first words, masked")
    folded = models.CharField(max_length=300, blank=True, help_text="to search and compare by")
    topic = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="questions")
    assignee = models.ForeignKey(
        Staff, null=True, on_delete=models.SET_NULL, related_name="questions"
    )
    procedure_version = models.ForeignKey(
        "procedures.ProcedureVersion",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="what it is about, as the search or an officer says",
    )
    automatic = models.BooleanField(default=False, help_text="the machine gave a procedure")
    wants_person = models.BooleanField(default=False, help_text="asked for an officer")
    is_heavy = models.BooleanField(default=False, help_text="abusive words")
    may_show_card = models.BooleanField(default=False, help_text="a picture may show an ID card")
    language = models.CharField(
        max_length=8, default=own_language, help_text="vi, en, tyz: a guess"
    )
    about_path = models.CharField(max_length=200, blank=True, help_text="the page it stands under")
    times = models.PositiveIntegerField(default=1, help_text="how often the same words came")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    first_answer_at = models.DateTimeField(null=True, help_text="of a person's answer")
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=12, choices=Closed, blank=True)
    held_by = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")
    held_until = models.DateTimeField(null=True, help_text="machine time")

    class Meta:
        indexes = [
            models.Index(
                fields=["locality", "due_at"],
                name="question_open",
                condition=models.Q(state__in=["received", "assigned", "forwarded"]),
            ),
            models.Index(fields=["conversation", "state"], name="question_of"),
            models.Index(fields=["locality", "asked_at"], name="question_asked"),
        ]

    def __str__(self) -> str:
        return self.tracking

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def writer(self) -> Staff | None:
        """Who is writing an answer just now."""
        is_held = self.held_until is not None and self.held_until > machine_now()
        return self.held_by if is_held else None


# Somebody waits for us, or for a body that we asked.
OPEN = (Question.State.RECEIVED, Question.State.ASSIGNED, Question.State.FORWARDED)


class Note(Tenanted):
    """What officers tell each other; never shown to who asked."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Ghi chú")
        HANDED = "handed", _("Bàn giao")
        FORWARDED = "forwarded", _("Chuyển cơ quan khác")
        OVERDUE = "overdue", _("Quá hạn")
        FAILED = "failed", _("Chưa gửi được")

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NOTE)
    text = models.TextField(blank=True)
    by = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Forwarding(Tenanted):
    """Another body was asked; the ward follows it until it answers. Who asked is told of it."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="forwardings")
    body = models.CharField(max_length=160)
    contact = models.CharField(max_length=160, blank=True)
    how = models.CharField(max_length=80, blank=True, help_text="letter 12/UBND, telephone …")
    by = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="when the ward asks again")
    came_back_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["question"],
                condition=models.Q(came_back_at=None),
                name="one_forwarding_a_question",
            )
        ]

    def __str__(self) -> str:
        return f"forwarding {self.pk}"


class Rating(Tenanted):
    """One tap of who asked; the last tap counts."""

    class Score(models.IntegerChoices):
        NO = 1, _("Chưa giúp được")
        PARTLY = 2, _("Được một phần")
        YES = 3, _("Đã giúp được")

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="rating")
    score = models.PositiveSmallIntegerField(choices=Score)
    text = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.score} for {self.question_id}"
