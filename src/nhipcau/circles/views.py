"""A member's pages: my circles, one circle, one notice; and what officers do there."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.circles import queries
from nhipcau.circles.chair import is_headless, may_appoint, who_may_chair
from nhipcau.circles.desk import (
    CONSOLE,
    frame,
    home,
    is_theirs,
    may_write,
    member_in,
    notice_of,
    officer_in,
    viewer,
)
from nhipcau.circles.forms import WordingForm
from nhipcau.circles.models import CircleMember, CircleNotice, CircleRead, CircleRelay
from nhipcau.circles.publish import publish_notice, remind_unread, withdraw_notice
from nhipcau.circles.read import acknowledge, answer_call, mark_seen
from nhipcau.circles.relay import pass_on
from nhipcau.circles.rights import is_own, why_not_approve
from nhipcau.circles.write import (
    Wording,
    approve_notice,
    discard_notice,
    return_notice,
    revise_notice,
    submit_notice,
    write_notice,
)
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError, WrongState
from nhipcau.outreach.calls import calls_now
from nhipcau.people.models import Role, Staff

State = CircleNotice.State
SHOWN = 40
BY_READERS = frozenset({"acknowledge", "answer"})


@require_safe
def circles(request: HttpRequest) -> HttpResponse:
    mine = queries.my_circles(viewer(request))
    context = {"mine": mine, "known": queries.known_circles() if _is_admin(request) else []}
    return render(request, "circles/circles.html", {**frame(request), **context})


@require_safe
def circle(request: HttpRequest, circle_id: int) -> HttpResponse:
    return show_circle(request, member_in(request, circle_id))


def show_circle(request: HttpRequest, me: CircleMember, **more: object) -> HttpResponse:
    unread = set(queries.unread(me).values_list("pk", flat=True))
    rows = list(queries.notices_for(me).select_related("circle")[:SHOWN])
    may_chair = who_may_chair(me.circle) if is_theirs(request, me) else []
    context = {
        "circle": me.circle,
        "me": me,
        "may_write": may_write(request, me),
        "is_headless": is_headless(me.circle),
        "may_chair": me in may_chair,
        "is_alone": may_chair == [me],
        "asked": [one for one in may_chair if one.chair_asked_at],
        "below": may_appoint(me) if may_write(request, me) else [],
        "to_approve": queries.to_approve(me),
        "to_pass_on": queries.to_pass_on(me),
        "notices": [(row, row.pk in unread) for row in rows],
        **more,
    }
    return render(request, "circles/circle.html", {**frame(request), **context})


@require_http_methods(["GET", "HEAD", "POST"])
def written(request: HttpRequest, circle_id: int, notice_id: int | None = None) -> HttpResponse:
    me = officer_in(request, circle_id)
    draft = notice_of(me, notice_id) if notice_id else None
    fields = ("title", "text", "read_by", "passes_on", "asks", "call")
    initial = {name: getattr(draft, name) for name in fields} if draft else None
    calls = [(one.notice_id, one.title) for one in calls_now(civil_now())]
    form = WordingForm(request.POST or None, initial=initial, calls=calls)
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(me, draft, Wording(**form.cleaned_data))
            if request.POST.get("act") == "submit":
                submit_notice(saved, by=me)
        except DomainError as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        else:
            return redirect(f"{home(request)}{me.circle_id}/tin/{saved.pk}/")
    context = {"form": form, "circle": me.circle, "draft": draft}
    status = 422 if form.is_bound else 200
    return render(request, "circles/write.html", {**frame(request), **context}, status=status)


@require_safe
def notice(request: HttpRequest, circle_id: int, notice_id: int) -> HttpResponse:
    me = member_in(request, circle_id)
    found = notice_of(me, notice_id)
    read = mark_seen(found, by=me)
    leads = me.is_officer and found.state in CircleNotice.OUT
    relays = CircleRelay.objects.seen_by(queries.viewer_of(me)).filter(notice=found)
    readers = queries.readers(found, me) if leads else []
    context = {
        "circle": me.circle,
        "me": me,
        "notice": found,
        "read": read,
        "may_write": may_write(request, me),
        "is_ours": found.circle_id == me.circle_id,
        "why_not": why_not_approve(found, me) if found.state == State.SUBMITTED else "",
        "is_own": is_own(found, me),
        "readers": readers,
        "tally": queries.tally(readers) if found.asks else [],
        "answers": CircleRead.Answer.choices,
        "rounds": queries.rounds(found, me) if leads else None,
        "below": queries.below(found, me),
        "relay": relays.filter(circle=me.circle).first() if me.is_officer else None,
    }
    return render(request, "circles/notice.html", {**frame(request), **context})


@require_POST
def acted(request: HttpRequest, circle_id: int, notice_id: int) -> HttpResponse:
    """One tap on a notice. Reading needs a membership, everything else an enrolled browser."""
    me = member_in(request, circle_id)
    found = notice_of(me, notice_id)
    name = request.POST.get("act", "")
    act = ACTS.get(name)
    back = f"{home(request)}{circle_id}/"
    if act is None or (name not in BY_READERS and not may_write(request, me)):
        raise PermissionDenied(_("Máy này chỉ đọc được. Hãy mở bằng máy đã đăng ký."))
    try:
        said = act(request, found, me)
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, said)
        if name == "discard":
            return redirect(back)
    return redirect(f"{back}tin/{notice_id}/")


def _save(me: CircleMember, draft: CircleNotice | None, wording: Wording) -> CircleNotice:
    if draft is None:
        return write_notice(me.circle, wording, by=me)
    revise_notice(draft, wording, by=me)
    return draft


def _is_admin(request: HttpRequest) -> bool:
    """At the console: an enrolled browser may be of another locality than who is signed in."""
    is_admin = isinstance(request.user, Staff) and request.user.role == Role.ADMIN
    return is_admin and home(request) == CONSOLE


def _acknowledge(request: HttpRequest, found: CircleNotice, me: CircleMember) -> str:
    acknowledge(found, by=me)
    return _("Đã ghi: bạn đã nắm được. Cảm ơn bạn.")


def _answer(request: HttpRequest, found: CircleNotice, me: CircleMember) -> str:
    answer_call(found, request.POST.get("answer", ""), by=me)
    return _("Đã ghi câu trả lời của bạn. Cảm ơn bạn.")


def _submit(request: HttpRequest, found: CircleNotice, me: CircleMember) -> str:
    submit_notice(found, by=me)
    return _("Đã trình duyệt.")


def _approve(request: HttpRequest, found: CircleNotice, me: CircleMember) -> str:
    approve_notice(found, by=me)
    return _("Đã duyệt.")


def _approve_and_send(request: HttpRequest, found: CircleNotice, me: CircleMember) -> str:
    approve_notice(found, by=me)
    return _publish(request, found, me)


def _return(request: HttpRequest, found: CircleNotice, me: CircleMember) -> str:
    return_notice(found, reason=request.POST.get("why", ""), by=me)
    return _("Đã trả lại cho người soạn.")


def _publish(request: HttpRequest, found: CircleNotice, me: CircleMember) -> str:
    n = publish_notice(found, by=me)
    return _("Đã gửi: %(n)d người sẽ nhận được lời báo có thông báo mới.") % {"n": n}


def _remind(request: HttpRequest, found: CircleNotice, me: CircleMember) -> str:
    return _("Đã nhắc %(n)d người chưa đọc.") % {"n": remind_unread(found, by=me)}


def _withdraw(request: HttpRequest, found: CircleNotice, me: CircleMember) -> str:
    withdraw_notice(found, why=request.POST.get("why", ""), by=me)
    return _("Đã thu hồi. Không ai đọc được nội dung nữa.")


def _discard(request: HttpRequest, found: CircleNotice, me: CircleMember) -> str:
    discard_notice(found, by=me)
    return _("Đã bỏ bản nháp.")


def _pass_on(request: HttpRequest, found: CircleNotice, me: CircleMember) -> str:
    relays = CircleRelay.objects.seen_by(queries.viewer_of(me))
    relay = relays.filter(notice=found, circle=me.circle).select_related("notice", "circle").first()
    if relay is None:
        raise WrongState(_("Thông báo này không chờ nhóm bạn chuyển."))
    return _("Đã chuyển cho nhóm: %(n)d người được báo.") % {"n": pass_on(relay, by=me)}


ACTS: dict[str, Callable[[HttpRequest, CircleNotice, CircleMember], str]] = {
    "acknowledge": _acknowledge,
    "answer": _answer,
    "submit": _submit,
    "approve": _approve,
    "approve_and_send": _approve_and_send,
    "return": _return,
    "publish": _publish,
    "remind": _remind,
    "withdraw": _withdraw,
    "discard": _discard,
    "pass_on": _pass_on,
}
