"""Residents ask without an account: the form, the box under a notice, the page of one question."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.core.actor import Actor
from nhipcau.core.errors import DomainError
from nhipcau.inbox.ask import Asked, ask_on_portal, find_question
from nhipcau.inbox.faq import public_entries
from nhipcau.inbox.models import Message, Question, Rating
from nhipcau.inbox.paths import say_tracking
from nhipcau.inbox.rate import rate_answer
from nhipcau.links.models import Link
from nhipcau.pages.portal import limits
from nhipcau.pages.portal.asking import who_is_there
from nhipcau.pages.portal.place import link_of, locality_of, portal
from nhipcau.pages.portal.remember import household_of, known_browser
from nhipcau.pages.portal.views import opening_lines
from nhipcau.people.adapters import client_ip
from nhipcau.people.models import Household
from nhipcau.places.models import Neighbourhood
from nhipcau.procedures.models import Procedure
from nhipcau.procedures.paths import procedure_path
from nhipcau.procedures.queries import by_code, is_old
from nhipcau.procedures.short import clip
from nhipcau.text.fold import tidy

RESIDENT = Actor("resident", "unknown")


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the form; `key` makes sending it twice ask once."""

    text: str = ""
    name: str = ""
    phone: str = ""
    about: str = ""
    link: str = ""
    key: str = ""
    faults: dict[str, str] = field(default_factory=dict)


@require_http_methods(["GET", "HEAD", "POST"])
@portal
def ask(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _asked(request)
    if "ma" in request.GET:
        return _looked_up(request, request.GET["ma"])
    procedure = by_code(request.GET.get("thu-tuc", ""))
    about = procedure_path(locality_of(request), procedure.code) if procedure else ""
    return _show(request, Form(about=about, key=new_key()), procedure)


def _asked(request: HttpRequest) -> HttpResponse:
    locality, given = locality_of(request), request.POST
    about = tidy(given.get("about", ""))
    link = _link(request, given.get("link", ""))
    household, is_own = _household(request, link)
    place = link.place.get("neighbourhood") if link else None
    form = Form(
        given.get("text", ""),
        given.get("name", ""),
        given.get("phone", ""),
        about if about.startswith(f"/{locality.slug}/") else "",
        link.code if link else "",
        tidy(given.get("key", ""))[:40] or new_key(),
    )
    try:
        _refuse_robots(request)
        question = ask_on_portal(
            locality,
            Asked(form.text, form.name[:80], form.phone[:30], form.about, form.key),
            visitor=limits.browser_of(request) or client_ip(request),
            household=household,
            neighbourhood=Neighbourhood.objects.filter(pk=place or 0).first(),
            is_own_link=is_own,
        )
    except DomainError as fault:
        form.faults[fault.field] = fault.message
        return _show(request, form, _procedure_of(form.about), status=422)
    return redirect(f"/{locality.slug}/hoi/{question.tracking}/?xong=da-gui")


@require_safe
@portal
def question(request: HttpRequest, tracking: str) -> HttpResponse:
    return _looked_up(request, tracking)


@require_POST
@portal
def rated(request: HttpRequest, tracking: str) -> HttpResponse:
    """One tap; whoever has the number may change it."""
    found = _found(request, tracking)
    if found is None:
        return _lost(request)
    given = request.POST.get("score", "")
    try:
        score = int(given) if given.isdecimal() and len(given) < 3 else 0
        rate_answer(found, score=score, by=RESIDENT, text=request.POST.get("text", ""))
    except DomainError as fault:
        return _page(request, found, fault=fault.message, status=422)
    return redirect(f"/{locality_of(request).slug}/hoi/{found.tracking}/?xong=danh-gia")


@require_safe
@portal
def faq(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("tim", "").strip()[:80]
    entries = list(public_entries(words)[:60])
    for entry in entries:
        version = entry.procedure_version
        entry.is_old = version is not None and is_old(version)  # type: ignore[attr-defined]
        if not words:
            entry.answer = clip(entry.answer, 400)
    return render(request, "pages/portal/faq.html", {"entries": entries, "words": words})


def new_key() -> str:
    return secrets.token_hex(8)


def _looked_up(request: HttpRequest, typed: str) -> HttpResponse:
    found = _found(request, typed)
    if found is None:
        return _lost(request)
    if typed != found.tracking:
        return redirect("portal_question", locality_of(request).slug, found.tracking)
    return _page(request, found)


def _found(request: HttpRequest, typed: str) -> Question | None:
    """None also for who has tried hundreds of numbers: it reads the same."""
    if not limits.may_look_up(request):
        return None
    found = find_question(locality_of(request), typed)
    if found is None:
        limits.note_lost(request)
    return found


def _lost(request: HttpRequest) -> HttpResponse:
    """The same words for a number that never was, is of another ward, or is mistyped."""
    return render(request, "pages/portal/lost_question.html", status=404)


def _page(
    request: HttpRequest, found: Question, *, fault: str = "", status: int = 200
) -> HttpResponse:
    said = Message.objects.filter(question=found).select_related("procedure_version__procedure")
    shown = [message for message in said if message.is_answer or _is_asked(message)]
    for message in shown:
        version = message.procedure_version
        message.is_old = version is not None and is_old(version)  # type: ignore[attr-defined]
    answers = [message for message in shown if message.is_answer]
    guessed = found.procedure_version if not answers else None
    forwarding = found.forwardings.filter(came_back_at=None).first()
    context = {
        "question": found,
        "number": say_tracking(found.tracking),
        "messages_said": shown,
        "answers": answers,
        "guessed": guessed,
        "forwarding": forwarding,
        "rating": Rating.objects.filter(question=found).first(),
        "scores": [(int(score), score.label) for score in reversed(Rating.Score)],
        "may_rate": bool(answers) and found.state in {"answered", "closed"},
        "done": request.GET.get("xong", ""),
        "fault": fault,
    }
    response = render(request, "pages/portal/question.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _is_asked(message: Message) -> bool:
    """What they wrote; not the number that they chose in a chat's menu, nor the same again."""
    is_choice = message.text.isdecimal() and len(message.text) < 3
    return message.inbound and not message.is_repeat and not is_choice


def _show(
    request: HttpRequest, form: Form, procedure: Procedure | None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "about": procedure,
        "hours": opening_lines(),
        **who_is_there(locality_of(request)),
        "asking": {"key": form.key, "trap": limits.TRAP},
    }
    return render(request, "pages/portal/ask.html", context, status=status)


def _procedure_of(path: str) -> Procedure | None:
    parts = path.strip("/").split("/")
    return by_code(parts[2]) if len(parts) > 2 and parts[1] == "thu-tuc" else None


def _refuse_robots(request: HttpRequest) -> None:
    if request.POST.get(limits.TRAP):
        raise DomainError(_("Hãy để trống ô “Trang mạng” rồi gửi lại; lời bác viết vẫn còn đây."))
    if not limits.may_ask(request):
        raise DomainError(_("Từ mạng này đã gửi nhiều câu hỏi. Xin chờ một giờ, hoặc gọi phường."))


def _link(request: HttpRequest, code: str) -> Link | None:
    if not code:
        return link_of(request)
    return Link.objects.filter(
        code=tidy(code)[:20], locality=locality_of(request), closed_at__isnull=True
    ).first()


def _household(request: HttpRequest, link: Link | None) -> tuple[Household | None, bool]:
    """A browser that its household made known; else the household that the link was sent to."""
    browser = known_browser(request)
    if browser is not None:
        return household_of(browser), False
    own = link.place.get("household") if link else None
    home = Household.objects.filter(pk=own, is_gone=False).first() if own else None
    return home, home is not None
