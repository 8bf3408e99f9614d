"""Numbers that people type, by what the last menu said; and what to enter in the account's menu."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.core.language import house_language
from nhipcau.inbox import automatic, phrases
from nhipcau.inbox.begin import hand_to_person
from nhipcau.inbox.close import end
from nhipcau.inbox.models import OPEN, Conversation, Message, Question, Rating
from nhipcau.inbox.paths import ask_path
from nhipcau.inbox.rate import rate_answer
from nhipcau.inbox.words import AFTER_ANSWER
from nhipcau.places.models import Locality
from nhipcau.places.working import office_of
from nhipcau.procedures.paths import procedures_path

HOLDS_FOR = timedelta(days=1)
RESIDENT = Actor("resident", "unknown")


def choose(talk: Conversation, message: Message, number: str) -> bool:
    """False when the number means nothing here: then it is words like any others."""
    choice = _meant(talk, str(int(number)))
    if not choice:
        return False
    question = _question_of(talk)
    if question is not None:
        Message.objects.filter(pk=message.pk).update(question=question)
        message.question = question
    name, _colon, value = choice.partition(":")
    with house_language():
        return ACTS[name](talk, message, question, value)


def _meant(talk: Conversation, number: str) -> str:
    choices, said_at = talk.menu.get("choices") or {}, talk.menu.get("at", "")
    if not said_at or civil_now() - datetime.fromisoformat(said_at) > HOLDS_FOR:
        return "person" if number == "0" else ""
    return str(choices.get(number, "person" if number == "0" else ""))


def _question_of(talk: Conversation) -> Question | None:
    own = Question.objects.filter(conversation=talk)
    return own.filter(pk=talk.menu.get("question") or 0).first() or own.order_by("-id").first()


def _person(talk: Conversation, message: Message, question: Question | None, value: str) -> bool:
    automatic.say_handed(talk, message, hand_to_person(talk, message, question))
    return True


def _procedure(talk: Conversation, message: Message, question: Question | None, value: str) -> bool:
    if question is None:
        return False
    automatic.say_procedure(talk, message, question, int(value))
    return True


def _procedures(talk: Conversation, message: Message, question: Question | None, v: str) -> bool:
    automatic.say_words(talk, message, phrases.look_up(talk.locality), phrases.ONLY_PERSON)
    return True


def _hours(talk: Conversation, message: Message, question: Question | None, value: str) -> bool:
    words = phrases.hours(talk.locality, office_of(talk.locality))
    automatic.say_words(talk, message, words, phrases.GREETING_CHOICES)
    return True


def _appointment(talk: Conversation, message: Message, question: Question | None, v: str) -> bool:
    automatic.say_words(talk, message, phrases.appointment(talk.locality), phrases.ONLY_PERSON)
    return True


def _fine(talk: Conversation, message: Message, question: Question | None, value: str) -> bool:
    """The machine's answer was what they wanted: they say so, so nobody need answer."""
    if question is None or question.state not in (*OPEN, Question.State.ANSWERED):
        return False
    end(question, why=Question.Closed.THANKED, by=RESIDENT)
    rate_answer(question, score=Rating.Score.YES, by=RESIDENT)
    automatic.say_words(talk, message, phrases.rated(True), phrases.ONLY_PERSON)
    return True


def _rate(talk: Conversation, message: Message, question: Question | None, value: str) -> bool:
    if question is None:
        return False
    try:
        rate_answer(question, score=int(value), by=RESIDENT)
    except DomainError:
        return False
    words = phrases.rated(int(value) == Rating.Score.YES)
    automatic.say_words(talk, message, words, AFTER_ANSWER)  # the last tap counts
    return True


Act = Callable[[Conversation, Message, Question | None, str], bool]
ACTS: dict[str, Act] = {
    "person": _person,
    "procedure": _procedure,
    "procedures": _procedures,
    "hours": _hours,
    "appointment": _appointment,
    "fine": _fine,
    "rate": _rate,
}


@dataclass(frozen=True, slots=True)
class MenuLine:
    """One line of the account's menu, as it is entered by hand in Zalo's own manager. `kind`: what
    to choose there. `fault`: why it would not work, in words."""

    title: str
    kind: str
    value: str
    fault: str = ""


def oa_menu(locality: Locality, *, centre: str = "") -> list[MenuLine]:
    """`centre`: the address of the provincial service centre, when it is known."""
    opens, says = _("Mở liên kết"), _("Gửi tin nhắn")
    lines = [
        _opening(_("Tra thủ tục"), opens, procedures_path(locality)),
        _opening(_("Thông báo của phường"), opens, f"/{locality.slug}/"),
        MenuLine(_("Hỏi cán bộ"), says, "#hoi-can-bo"),
        MenuLine(_("Giờ làm việc"), says, "#gio-lam-viec"),
        MenuLine(_("Đặt lịch hẹn"), says, "#dat-lich-hen"),
        _opening(_("Theo dõi câu hỏi"), opens, ask_path(locality)),
    ]
    if centre:
        fault = "" if centre.startswith("https://") else _("Địa chỉ phải bắt đầu bằng https://")
        lines.append(MenuLine(_("Nộp hồ sơ trực tuyến"), opens, centre, fault))
    return lines


def _opening(title: str, kind: str, path: str) -> MenuLine:
    try:
        resolve(path)
    except Resolver404:
        return MenuLine(title, kind, path, _("Trang này chưa có trên cổng."))
    url = f"{settings.BASE_URL}{path}"
    fault = "" if url.startswith("https://") else _("Cổng chưa có https: Zalo không mở được.")
    return MenuLine(title, kind, url, fault)
