"""My shifts, on the telephone and at the console: swaps asked and answered, gaps taken."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.people.guards import me
from nhipcau.rosters.asks import accept_ask, refuse_ask
from nhipcau.rosters.desk import frame, home
from nhipcau.rosters.duty import next_on_duty, on_duty
from nhipcau.rosters.feed import has_feed, make_feed, revoke_feed
from nhipcau.rosters.mine import mine_of, swap_choices
from nhipcau.rosters.models import Ask, Shift, Swap, TeamMember
from nhipcau.rosters.swap import accept_swap, ask_swap, refuse_swap, withdraw_swap
from nhipcau.rosters.teams import About, describe_member
from nhipcau.rosters.tell import tell_swap

P = ParamSpec("P")
Act = Callable[Concatenate[HttpRequest, P], str]
SHOWN_ONCE = "rosters.feed"


@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """Also shows, once, the address of the calendar that was just made."""
    staff, now = me(request), civil_now()
    token = request.session.pop(SHOWN_ONCE, "") if "lich-moi" in request.GET else ""
    context = {
        **frame(request),
        "mine": mine_of(staff, now),
        "duty": on_duty(staff.locality, at=now),
        "next_duty": next_on_duty(staff.locality, at=now),
        "has_feed": has_feed(staff),
        "feed_url": settings.BASE_URL + reverse("calendar", args=[token]) if token else "",
        "teams": TeamMember.objects.filter(staff=staff, left_at=None).select_related("team"),
    }
    return render(request, "rosters/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def swap_new(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Whom to ask, and for which of their shifts: one list of choices, one press."""
    staff = me(request)
    shift = get_object_or_404(
        Shift.objects.select_related("locality", "staff"), pk=shift_id, staff=staff
    )
    fault, status = "", 200
    choices = swap_choices(shift, staff, civil_now())
    if request.method == "POST":
        chosen = next((one for one in choices if one.key == request.POST.get("to")), None)
        try:
            if chosen is None:
                raise DomainError(_("Hãy chọn một người để hỏi."))
            swap = ask_swap(
                shift,
                to=chosen.staff,
                by=staff,
                in_return=chosen.in_return,
                words=request.POST.get("words", ""),
            )
        except DomainError as error:
            fault, status = error.message, 422
        else:
            _say_told(request, swap, tell_swap(swap))
            return redirect(home(request))
    context = {
        **frame(request),
        "shift": shift,
        "choices": choices,
        "fault": fault,
        "chosen": request.POST.get("to", ""),
        "words": request.POST.get("words", ""),
    }
    return render(request, "rosters/swap.html", context, status=status)


def acts(act: Act[P]) -> Callable[..., HttpResponse]:
    """A POST that calls one verb, says what came of it, and shows my shifts again."""

    @require_POST
    def view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            messages.success(request, act(request, *args, **kwargs))
        except DomainError as fault:
            messages.error(request, fault.message)
        return redirect(home(request))

    return view


@acts
def swap_accepted(request: HttpRequest, swap_id: int) -> str:
    swap = _asked_of(request, swap_id)
    accept_swap(swap, by=me(request))
    tell_swap(swap)
    return _("Đã nhận lời. Ca trực đã đổi.")


@acts
def swap_refused(request: HttpRequest, swap_id: int) -> str:
    swap = _asked_of(request, swap_id)
    refuse_swap(swap, by=me(request))
    tell_swap(swap)
    return _("Đã trả lời là không đổi được.")


@acts
def swap_withdrawn(request: HttpRequest, swap_id: int) -> str:
    withdraw_swap(get_object_or_404(Swap, pk=swap_id, asker=me(request)), by=me(request))
    return _("Đã rút lời nhờ. Ca vẫn là của bạn.")


@acts
def ask_accepted(request: HttpRequest, ask_id: int) -> str:
    accept_ask(_ask(request, ask_id), by=me(request))
    return _("Cảm ơn bạn đã nhận ca.")


@acts
def ask_refused(request: HttpRequest, ask_id: int) -> str:
    refuse_ask(_ask(request, ask_id), by=me(request))
    return _("Đã ghi là bạn không nhận được. Lịch sẽ hỏi người khác.")


@acts
def phone_shown(request: HttpRequest, member_id: int) -> str:
    """One's own word: whether residents read the number while one is on duty."""
    member = get_object_or_404(TeamMember, pk=member_id, staff=me(request), left_at=None)
    shows = request.POST.get("shows") == "1"
    about = About(tuple(member.skills), tuple(member.languages), member.is_lead, shows)
    describe_member(member, about, by=me(request))
    if shows:
        return _("Khi bạn trực, bà con thấy số điện thoại của bạn.")
    return _("Số điện thoại của bạn không hiện cho bà con nữa.")


@require_POST
def feed_made(request: HttpRequest) -> HttpResponse:
    request.session[SHOWN_ONCE] = make_feed(me(request), by=me(request))
    return redirect(f"{home(request)}?lich-moi=1#lich")


@acts
def feed_revoked(request: HttpRequest) -> str:
    revoke_feed(me(request), by=me(request))
    return _("Đã tắt. Địa chỉ lịch cũ không còn mở được.")


def _say_told(request: HttpRequest, swap: Swap, is_told: bool) -> None:
    words = _("Đã hỏi %(who)s. Ca vẫn là của bạn cho tới khi được nhận lời.")
    if not is_told:
        words = _("Đã ghi lời hỏi. %(who)s chưa bật nhận tin: hãy gọi để họ mở Lịch trực trả lời.")
    messages.success(request, words % {"who": swap.to.name})


def _asked_of(request: HttpRequest, swap_id: int) -> Swap:
    return get_object_or_404(Swap, pk=swap_id, to=me(request))


def _ask(request: HttpRequest, ask_id: int) -> Ask:
    found: Any = Ask.objects.select_related("locality").filter(pk=ask_id, staff=me(request)).first()
    if found is None:
        raise Http404(_("Không có lời nhờ này."))
    return found  # type: ignore[no-any-return]
