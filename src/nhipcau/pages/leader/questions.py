"""A leader passes on what was asked in the group or at a door, and reads the answer to tell it."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.inbox.ask import Asked, pass_on
from nhipcau.inbox.models import Message, Question
from nhipcau.inbox.paths import say_tracking
from nhipcau.pages.leader.views import staff_of
from nhipcau.people.guards import phone
from nhipcau.people.models import Household, Staff

NEWEST = 20


@require_http_methods(["GET", "HEAD", "POST"])
@phone
def questions(request: HttpRequest) -> HttpResponse:
    staff = staff_of(request)
    typed, fault = {"key": secrets.token_hex(8)}, ""
    if request.method == "POST":
        typed = request.POST.dict()
        try:
            question = _pass_on(staff, typed)
        except DomainError as wrong:
            fault = wrong.message
        else:
            said = _("Đã chuyển cho phường, mã %(code)s. Câu trả lời sẽ hiện ở trang này.")
            messages.success(request, said % {"code": say_tracking(question.tracking)})
            return redirect("leader_questions")
    context = {
        "typed": typed,
        "fault": fault,
        "homes": _homes(staff),
        "passed": _passed(staff),
        "now": civil_now(),
    }
    return render(request, "pages/leader/questions.html", context, status=422 if fault else 200)


def _pass_on(staff: Staff, typed: dict[str, str]) -> Question:
    chosen = typed.get("home", "")
    home = _homes(staff).filter(pk=chosen).first() if chosen.isdecimal() else None
    asked = Asked(
        typed.get("text", ""),
        typed.get("name", "")[:80],
        typed.get("phone", "")[:30],
        key=typed.get("key", "")[:40],
    )
    return pass_on(asked, by=staff, household=home)


def _homes(staff: Staff) -> Any:
    if staff.neighbourhood_id is None:
        return Household.objects.none()
    return Household.objects.filter(neighbourhood=staff.neighbourhood_id, is_gone=False).order_by(
        "walk_order", "id"
    )


def _passed(staff: Staff) -> list[Question]:
    """What this person passed on, each with what was answered."""
    found = list(
        Question.objects.filter(conversation__passed_by=staff, conversation__source="leader")
        .select_related("conversation__household")
        .order_by("-asked_at")[:NEWEST]
    )
    said = Message.objects.filter(question__in=found, inbound=False, is_automatic=False)
    answers: dict[int, list[str]] = {}
    for message in said:
        answers.setdefault(message.question_id or 0, []).append(message.text)
    for question in found:
        question.answers = answers.get(question.pk, [])  # type: ignore[attr-defined]
    return found
