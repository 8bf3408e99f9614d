"""What an officer does with one question. Whatever goes wrong, what was typed stays in its box."""

from collections.abc import Callable
from datetime import datetime
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.errors import BadInput, DomainError, WrongState
from nhipcau.inbox.answer import Seen, answer_question, confirm_arrived
from nhipcau.inbox.cards import drop_files, mark_card
from nhipcau.inbox.close import close_question
from nhipcau.inbox.desk import find, home
from nhipcau.inbox.faq import propose_entry
from nhipcau.inbox.forward import ask_again, come_back, forward_question
from nhipcau.inbox.hand_over import give_topic, hand_over, take_question
from nhipcau.inbox.hold import hold_question
from nhipcau.inbox.models import FaqEntry, Forwarding, Message, Question, Topic
from nhipcau.inbox.note import add_note
from nhipcau.inbox.queries import colleagues, visible_to
from nhipcau.inbox.question_page import SHORT, Typed, show
from nhipcau.inbox.route import route_question
from nhipcau.inbox.suggest import suggest
from nhipcau.people.guards import me
from nhipcau.procedures.models import ProcedureVersion
from nhipcau.procedures.queries import whole
from nhipcau.procedures.short import short_form

P = ParamSpec("P")
Act = Callable[Concatenate[HttpRequest, Question, P], str]


@require_safe
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    return show(request, find(request, question_id))


def acts(form: str) -> Callable[[Act[P]], Callable[..., HttpResponse]]:
    """A POST that calls one verb and says what came of it; `form` is where a fault is shown."""

    def decorate(act: Act[P]) -> Callable[..., HttpResponse]:
        @require_POST
        def view(
            request: HttpRequest, /, question_id: int, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            found = find(request, question_id)
            try:
                messages.success(request, act(request, found, *args, **kwargs))
            except DomainError as fault:
                return _again(request, found, form, fault)
            return redirect(_where_next(request, found))

        return view

    return decorate


def _where_next(request: HttpRequest, found: Question) -> str:
    """A team member who gave away a question of elsewhere does not see it any more."""
    is_seen = visible_to(me(request)).filter(pk=found.pk).exists()
    return f"{home(request)}{found.pk}/" if is_seen else home(request)


def _again(request: HttpRequest, found: Question, form: str, fault: DomainError) -> HttpResponse:
    is_conflict = isinstance(fault, WrongState)
    typed = Typed(form, request.POST.dict(), fault.message, fault.field, is_conflict)
    # As it is now, with the other's answer; also for a team member who has just lost it.
    found = Question.objects.get(pk=found.pk)
    return show(request, found, typed, status=409 if is_conflict else 422)


@acts("answer")
def answered(request: HttpRequest, found: Question) -> str:
    seen = Seen(_turn(request, found), takes_over="takes_over" in request.POST)
    message = answer_question(
        found,
        text=request.POST.get("text", ""),
        version=_version(request.POST.get("version", "")),
        way=request.POST.get("way", ""),
        by=me(request),
        seen=seen,
    )
    said = {
        Message.Way.PHONE: _("Đã ghi lời trả lời qua điện thoại."),
        Message.Way.PAGE: _("Đã đăng câu trả lời lên trang của người hỏi."),
    }
    return said.get(Message.Way(message.way), _("Đã trả lời. Tin đang được gửi."))


@require_POST
def inserted(request: HttpRequest, question_id: int) -> HttpResponse:
    """One click puts a suggestion under what stands in the box already."""
    found = find(request, question_id)
    values = request.POST.dict()
    kind, _colon, key = values.pop("insert", "").partition(":")
    text, version = _suggestion(found, kind, key)
    values["text"] = f"{values.get('text', '').rstrip()}\n\n{text}".strip()
    if version is not None:
        values["version"] = str(version.pk)
    return show(request, found, Typed("answer", values))


@require_POST
def writing(request: HttpRequest, question_id: int) -> HttpResponse:
    """The box tells that somebody types: colleagues see who, and who types sees the colleague."""
    found = find(request, question_id)
    try:
        hold_question(found, by=me(request))
    except WrongState:
        return render(request, "inbox/_writer.html", {"writer": found.writer})
    return render(request, "inbox/_writer.html")


@acts("take")
def taken(request: HttpRequest, found: Question) -> str:
    take_question(found, by=me(request), turn=_turn(request, found))
    return _("Câu hỏi này do bạn trả lời.")


@acts("hand")
def handed(request: HttpRequest, found: Question) -> str:
    chosen = request.POST.get("to", "")
    if not chosen.isdecimal():
        raise BadInput(_("Hãy chọn người nhận."), field="to")
    to = get_object_or_404(colleagues(me(request)), pk=chosen)
    why = request.POST.get("why", "")
    hand_over(found, to=to, by=me(request), why=why, turn=_turn(request, found))
    return _("Đã giao cho %(who)s.") % {"who": to.name}


@acts("topic")
def topic_given(request: HttpRequest, found: Question) -> str:
    chosen = request.POST.get("topic", "")
    topic = Topic.objects.filter(pk=chosen if chosen.isdecimal() else 0).first()
    give_topic(found, topic=topic, by=me(request))
    if "route" in request.POST and topic is not None and found.is_open:
        route_question(found, by=me(request).actor)
        return _("Đã đổi chủ đề và giao theo bảng phân công.")
    return _("Đã đổi chủ đề.")


@acts("forward")
def forwarded(request: HttpRequest, found: Question) -> str:
    said = forward_question(
        found,
        body=request.POST.get("body", ""),
        contact=request.POST.get("contact", ""),
        how=request.POST.get("how", ""),
        due_at=_moment(request),
        by=me(request),
        turn=_turn(request, found),
    )
    return _("Đã chuyển tới %(body)s. Đến hẹn, câu này hiện lại để hỏi tiếp.") % {"body": said.body}


@acts("back")
def came_back(request: HttpRequest, found: Question) -> str:
    waiting = get_object_or_404(Forwarding.objects.filter(question=found, came_back_at=None))
    if "again" in request.POST:
        ask_again(waiting, due_at=_moment(request), by=me(request))
        return _("Đã ghi hẹn hỏi lại.")
    come_back(waiting, outcome=request.POST.get("outcome", ""), by=me(request))
    return _("Đã ghi hồi âm. Hãy trả lời người hỏi.")


@acts("note")
def noted(request: HttpRequest, found: Question) -> str:
    add_note(found, request.POST.get("note", ""), by=me(request))
    return _("Đã ghi chú.")


@acts("close")
def closed(request: HttpRequest, found: Question) -> str:
    why = request.POST.get("why", "")
    close_question(found, why=why, by=me(request), turn=_turn(request, found))
    return _("Đã đóng câu hỏi.")


@acts("message")
def looked_at(request: HttpRequest, found: Question, message_id: int) -> str:
    """A picture that may show an ID card; an answer of which nobody knows whether it came."""
    message = get_object_or_404(found.conversation.messages.all(), pk=message_id)
    act = request.POST.get("act", "")
    if act == "drop":
        drop_files(message, by=me(request))
        return _("Đã bỏ ảnh, tệp khỏi hộp thư.")
    if act == "arrived":
        confirm_arrived(message, by=me(request))
        return _("Đã ghi: tin đã tới.")
    mark_card(message, is_card=act == "card", by=me(request))
    return _("Đã ghi.")


@acts("faq")
def to_faq(request: HttpRequest, found: Question) -> str:
    entry = propose_entry(found, by=me(request))
    if entry.state == FaqEntry.State.PUBLISHED:
        return _("Câu này đã có trong mục hỏi đáp.")
    return _("Đã đưa vào mục hỏi đáp, chờ người thứ hai duyệt.")


def _turn(request: HttpRequest, found: Question) -> int:
    """What the page showed; a form without it decides on what is there now."""
    given = request.POST.get("turn", "")
    return int(given) if given.isdecimal() and len(given) < 10 else found.turn


def _version(given: str) -> ProcedureVersion | None:
    if not given.isdecimal():
        return None
    return ProcedureVersion.objects.select_related("procedure").filter(pk=given).first()


def _moment(request: HttpRequest) -> datetime:
    given = parse_datetime(request.POST.get("due_at", ""))
    if given is None:
        raise BadInput(_("Hãy ghi ngày giờ hẹn hỏi lại."), field="due_at")
    return given.replace(tzinfo=me(request).locality.zone)


def _suggestion(found: Question, kind: str, key: str) -> tuple[str, ProcedureVersion | None]:
    """Of entries and answers only what the page offers: a team member does not see all of them."""
    if kind == "procedure" and key.isdecimal():
        version = get_object_or_404(ProcedureVersion.objects.exclude(current_since=None), pk=key)
        return short_form(whole(version.pk), limit=SHORT), version
    offered = suggest(found)
    for entry in offered.faq if kind == "faq" else ():
        if str(entry.pk) == key:
            return entry.answer, entry.procedure_version
    for earlier in offered.answers if kind == "answer" else ():
        if str(earlier.pk) == key:
            return earlier.text, earlier.procedure_version
    return "", None
