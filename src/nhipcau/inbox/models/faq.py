"""What was asked often and answered well, for everybody to read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.inbox.models.questions import Question
from nhipcau.inbox.models.topics import Topic
from nhipcau.people.models import Staff
from nhipcau.places.tenant import Tenanted


class FaqEntry(Tenanted):
    """Drawn from an answer by one click, public once a second person has read it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Chờ duyệt")
        PUBLISHED = "published", _("Đang hiện")
        RETIRED = "retired", _("Đã gỡ")

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    question = models.CharField(max_length=300)
    answer = models.TextField()
    folded = models.TextField(blank=True, help_text="question and answer, to search by")
    topic = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="faq")
    procedure_version = models.ForeignKey(
        "procedures.ProcedureVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    drawn_from = models.ForeignKey(
        Question, null=True, on_delete=models.SET_NULL, related_name="faq"
    )
    position = models.PositiveSmallIntegerField(default=0)
    proposed_by = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.question
