"""The page at the end of a shift: which questions go to whom, with a word."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.inbox.desk import frame, home
from nhipcau.inbox.end_shift import hand_on_shift, open_questions, successors
from nhipcau.inbox.queries import colleagues
from nhipcau.people.guards import me


@require_http_methods(["GET", "HEAD", "POST"])
def end_shift(request: HttpRequest) -> HttpResponse:
    staff, now = me(request), civil_now()
    fault, given = "", request.POST
    if request.method == "POST":
        to = colleagues(staff).filter(pk=_number(given.get("to", ""))).first()
        try:
            if to is None:
                raise DomainError(_("Hãy chọn người nhận bàn giao."))
            handed = hand_on_shift(staff, to=to, why=given.get("why", ""), turns=_turns(request))
        except DomainError as error:
            fault = error.message
        else:
            said = ngettext(
                "Đã bàn giao %(n)d câu hỏi cho %(who)s.",
                "Đã bàn giao %(n)d câu hỏi cho %(who)s.",
                handed,
            )
            messages.success(request, said % {"n": handed, "who": to.name})
            return redirect(home(request))
    heirs = successors(staff, now)
    context = {
        **frame(request),
        "questions": open_questions(staff).select_related("topic", "conversation"),
        "people": sorted(
            colleagues(staff).exclude(pk=staff.pk), key=lambda one: one.pk not in heirs
        ),
        "heirs": heirs,
        "fault": fault,
        "why": given.get("why", ""),
        "chosen": _number(given.get("to", "")),
        "ticked": _turns(request) if given else None,
    }
    return render(request, "inbox/end_shift.html", context, status=422 if fault else 200)


def _turns(request: HttpRequest) -> dict[int, int]:
    """question → turn, of those that are ticked; each tick's value is "id:turn"."""
    found = {}
    for said in request.POST.getlist("questions"):
        question, _colon, turn = said.partition(":")
        if _number(question) and turn.isdecimal():
            found[_number(question)] = _number(turn)
    return found


def _number(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 19 else 0
