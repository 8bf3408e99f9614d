"""The second person's page, made for a phone: exactly what will go out, to how many, by which ways,
at what price; and one press to let it go. Also publishing what is approved, and taking back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nhipcau.audiences.describe import describe
from nhipcau.audiences.resolve import households
from nhipcau.audiences.selection import Selection
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.notices.approve import (
    approve_notice,
    reject_notice,
    release_urgently,
    review_release,
)
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.notices.papers import lateness, say_lateness
from nhipcau.notices.queries import in_hand, newest
from nhipcau.notices.renditions import sms_to_send
from nhipcau.notices.rights import (
    may_publish,
    why_not_approve,
    why_not_release,
    why_not_review,
)
from nhipcau.outreach.compose import lines, plan_of
from nhipcau.outreach.compose_panels import saved_panels
from nhipcau.outreach.limits import MAY_GRANT
from nhipcau.outreach.models import Route
from nhipcau.outreach.overrule import ALWAYS, MAY_DECIDE, overrule_route
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.withdraw import withdraw_notice
from nhipcau.people.guards import console, me

State = NoticeVersion.State
NOT_SENT = {"sms", "sms_plain"}  # of these two the version chose one; the other is not shown


@console()
def notice_approve(request: HttpRequest, notice_id: int) -> HttpResponse:
    version = _version(request, notice_id)
    if request.method == "POST":
        return _act(request, version)
    return _page(request, version)


@console()
@require_POST
def notice_route(request: HttpRequest, notice_id: int) -> HttpResponse:
    """A person decides otherwise than the planner about one way, before it goes out."""
    version = _version(request, notice_id)
    kind, _dot, purpose = request.POST.get("way", "").partition(".")
    is_used = request.POST.get("use") == "1"
    try:
        why = request.POST.get("why", "")
        route = overrule_route(version, kind, purpose, is_used=is_used, by=me(request), why=why)
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        if route.state == Route.State.FAILED:
            messages.error(request, route.why)
    is_out = version.state == State.PUBLISHED
    return redirect("reach" if is_out else "notice_approve", notice_id)


@console()
def notice_withdraw(request: HttpRequest, notice_id: int) -> HttpResponse:
    notice = get_object_or_404(Notice.objects.select_related("current"), pk=notice_id)
    if notice.current is None:
        raise Http404
    fault = ""
    if request.method == "POST":
        try:
            withdraw_notice(notice.current, why=request.POST.get("why", ""), by=me(request))
        except DomainError as refused:
            fault = refused.message
        else:
            messages.success(request, _("Đã thu hồi. Ai đã nhận tin sẽ được báo lại."))
            return redirect("notice_read", notice_id)
    context = {"version": notice.current, "fault": fault, "why": request.POST.get("why", "")}
    return render(request, "outreach/withdraw.html", context, status=422 if fault else 200)


def _page(request: HttpRequest, version: NoticeVersion, fault: str = "") -> HttpResponse:
    staff, now = me(request), civil_now()
    selection = Selection.from_json(version.notice.selection)
    sms = sms_to_send(version)
    plan = (
        plan_of(version, sms.text) if version.state in {State.SUBMITTED, State.APPROVED} else None
    )
    late = lateness(version)
    context = {
        "version": version,
        "households": households(version.locality, selection).count(),
        "audience": describe(selection),
        "panels": saved_panels(version, hidden=NOT_SENT - {sms.form}),
        "plan": plan,
        "used": lines(plan, is_used=True, decided=version),
        "skipped": lines(plan, is_used=False, decided=version),
        "always": ALWAYS,
        "may_decide": staff.role in MAY_DECIDE and plan is not None,
        "may_grant": staff.role in MAY_GRANT and plan is not None,
        "lateness": say_lateness(late, now) if late else "",
        "is_late": bool(late and late.is_late),
        "why_not_approve": why_not_approve(version, staff),
        "why_not_release": why_not_release(version, staff),
        "may_publish": may_publish(staff),
        "may_review": version.awaits_review and not why_not_review(version, staff),
        "is_over": version.deadline <= now,
        "fault": fault,
        "reason": request.POST.get("reason", ""),
        "now": now,
    }
    return render(request, "outreach/approve.html", context, status=422 if fault else 200)


def _act(request: HttpRequest, version: NoticeVersion) -> HttpResponse:
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        messages.success(request, act(request, version))
    except DomainError as fault:
        if fault.field == "reason":
            return _page(request, version, fault.message)
        messages.error(request, fault.message)
    return redirect("notice_read", version.notice_id)


def _approve(request: HttpRequest, version: NoticeVersion) -> str:
    approve_notice(version, by=me(request))
    return _published(request, version) if _at_once(request) else _("Đã duyệt.")


def _release(request: HttpRequest, version: NoticeVersion) -> str:
    release_urgently(version, by=me(request))
    said = _published(request, version) if _at_once(request) else _("Đã cho phát khẩn.")
    return said + _(" Một người duyệt khác sẽ xem lại sau.")


def _publish(request: HttpRequest, version: NoticeVersion) -> str:
    return _published(request, version)


def _reject(request: HttpRequest, version: NoticeVersion) -> str:
    reject_notice(version, reason=request.POST.get("reason", ""), by=me(request))
    return _("Đã trả lại người soạn.")


def _review(request: HttpRequest, version: NoticeVersion) -> str:
    review_release(version, note=request.POST.get("note", ""), by=me(request))
    return _("Đã ghi nhận bạn xem lại lần phát khẩn này.")


def _published(request: HttpRequest, version: NoticeVersion) -> str:
    """Approving has been done by then: what stops publishing must not undo it."""
    try:
        publish_notice(version, by=me(request))
    except DomainError as fault:
        if request.POST.get("do") == "publish":
            raise
        messages.error(request, fault.message)
        return _("Đã duyệt, nhưng chưa phát.")
    return _("Đang phát. Xem độ phủ để biết hộ nào đã biết.")


def _at_once(request: HttpRequest) -> bool:
    return request.POST.get("at_once") == "1"


_ACTS: dict[str, Callable[[HttpRequest, NoticeVersion], str]] = {
    "approve": _approve,
    "release": _release,
    "publish": _publish,
    "reject": _reject,
    "review": _review,
}


def _version(request: HttpRequest, notice_id: int) -> NoticeVersion:
    notice = get_object_or_404(Notice.objects.select_related("paper"), pk=notice_id)
    number = request.GET.get("ban", "")
    if number.isdecimal():
        found = notice.versions.select_related("notice", "notice__paper", "locality")
        return get_object_or_404(found, number=min(int(number), 30_000))
    return in_hand(notice) or newest(notice)
