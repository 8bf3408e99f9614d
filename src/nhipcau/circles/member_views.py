"""Who belongs, for the circle's officers; and founding, for the ward's admin."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nhipcau.circles.desk import frame, home, officer_in
from nhipcau.circles.forms import ChangeForm, CircleForm, MemberForm
from nhipcau.circles.found import CircleInput, close_unused, found_circle, invite_first_head
from nhipcau.circles.invite import invite_member
from nhipcau.circles.members import MemberInput, add_member, change_member, remove_member
from nhipcau.circles.models import Circle, CircleMember, Office
from nhipcau.circles.queries import known_circles, viewer_of
from nhipcau.core.errors import DomainError
from nhipcau.people.guards import console
from nhipcau.people.models import Role, Staff


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, circle_id: int) -> HttpResponse:
    me = officer_in(request, circle_id)
    form = MemberForm(request.POST or None, locality=me.circle.locality)
    if request.method == "POST" and form.is_valid():
        try:
            add_member(me.circle, MemberInput(**form.cleaned_data), by=me)
        except DomainError as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        else:
            messages.success(request, _("Đã thêm vào nhóm."))
            return redirect(request.path)
    return _members(request, me, form)


@require_POST
def member_acted(request: HttpRequest, circle_id: int, member_id: int) -> HttpResponse:
    me = officer_in(request, circle_id)
    found = CircleMember.objects.seen_by(viewer_of(me)).filter(circle=me.circle, left_at=None)
    member = get_object_or_404(found.select_related("circle"), pk=member_id)
    link = ""
    try:
        if request.POST.get("act") == "invite":
            link = invite_member(member, by=me)
        elif request.POST.get("act") == "change":
            _change(request, member, me)
        else:
            remove_member(member, by=me)
            messages.success(request, _("Đã đưa ra khỏi nhóm: người đó không đọc được gì nữa."))
    except DomainError as fault:
        messages.error(request, fault.message)
    if link:
        form = MemberForm(None, locality=me.circle.locality)
        return _members(request, me, form, link=request.build_absolute_uri(link), of=member)
    return redirect(f"{home(request)}{circle_id}/nguoi/")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@console(Role.ADMIN)
def found(request: HttpRequest) -> HttpResponse:
    staff = cast(Staff, request.user)
    above = [one.circle for one in known_circles()]
    form = CircleForm(request.POST or None, above=above)
    link = ""
    if request.method == "POST" and form.is_valid():
        try:
            _circle, path = found_circle(staff.locality, CircleInput(**form.cleaned_data), by=staff)
        except DomainError as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        else:
            link, form = request.build_absolute_uri(path), CircleForm(above=above)
    context = {**frame(request), "form": form, "link": link}
    status = 422 if form.is_bound else 200
    return render(request, "circles/found.html", context, status=status)


@never_cache
@require_POST
@console(Role.ADMIN)
def known_acted(request: HttpRequest, circle_id: int) -> HttpResponse:
    """What an admin may still do: the first head's link again, or end what nobody came into."""
    staff = cast(Staff, request.user)
    rows = Circle.objects.unguarded("that it exists").filter(closed_at=None)
    circle = get_object_or_404(rows, pk=circle_id)
    try:
        if request.POST.get("act") == "invite":
            link = request.build_absolute_uri(invite_first_head(circle, by=staff))
            above = [one.circle for one in known_circles()]
            context = {**frame(request), "form": CircleForm(above=above), "link": link}
            return render(request, "circles/found.html", context)
        close_unused(circle, by=staff)
        messages.success(request, _("Đã đóng nhóm."))
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect(home(request))


def _change(request: HttpRequest, member: CircleMember, me: CircleMember) -> None:
    form = ChangeForm(request.POST)
    if form.is_valid():
        change_member(member, **form.cleaned_data, by=me)
        messages.success(request, _("Đã lưu."))


def _members(
    request: HttpRequest,
    me: CircleMember,
    form: MemberForm,
    *,
    link: str = "",
    of: CircleMember | None = None,
) -> HttpResponse:
    rows = CircleMember.objects.seen_by(viewer_of(me)).filter(circle=me.circle, left_at=None)
    shown = list(rows.exclude(staff=None, phone="").select_related("staff"))
    order = list(Office.values)
    shown.sort(key=lambda one: (order.index(one.office), one.called))
    context = {
        **frame(request),
        "circle": me.circle,
        "me": me,
        "is_head": me.office == Office.HEAD,
        "members": shown,
        "offices": Office.choices,
        "form": form,
        "link": link,
        "of": of,
    }
    status = 422 if form.is_bound else 200
    return render(request, "circles/members.html", context, status=status)
