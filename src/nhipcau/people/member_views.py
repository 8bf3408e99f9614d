"""The group on the leader's phone: found it, show its QR, say who is who."""

from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.errors import DomainError
from nhipcau.people.group_acts import act_on_group
from nhipcau.people.group_forms import GroupIs
from nhipcau.people.group_queries import (
    group_of,
    guide_of,
    members_of,
    not_in,
    waiting_asks,
    waiting_members,
)
from nhipcau.people.groups import describe_group, found_group
from nhipcau.people.guards import phone
from nhipcau.people.join import join_link, join_url
from nhipcau.people.models import Group, Household, Staff
from nhipcau.people.oa_queries import summary_of
from nhipcau.people.poster import poster_pdf
from nhipcau.people.staff_views import me, say
from nhipcau.printing.qr import qr_svg


@require_safe
@phone
def my_group(request: HttpRequest) -> HttpResponse:
    return _page(request, group_of(_staff(request)))


@require_POST
@phone
def my_group_found(request: HttpRequest) -> HttpResponse:
    staff = _staff(request)
    place = staff.neighbourhood
    if place is None:
        raise Http404(_("Bạn chưa được giao tổ nào."))
    try:
        found_group(
            staff.locality,
            kind=Group.Kind.HOUSEHOLDS,
            name=f"{place.name}, {staff.locality.name}",
            neighbourhood=place,
            owner=staff,
            by=me(request),
        )
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("my_group")


@require_POST
@phone
def my_group_describe(request: HttpRequest) -> HttpResponse:
    group, form = _mine(request), GroupIs(request.POST)
    if form.is_valid():
        try:
            describe_group(group, **form.cleaned_data, by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Đã ghi."))
            return redirect("my_group")
    return _page(request, group, form=form)


@require_POST
@phone
def my_group_act(request: HttpRequest, action: str) -> HttpResponse:
    act_on_group(request, _mine(request), action)
    return redirect("my_members" if request.POST.get("back") == "members" else "my_group")


@require_safe
@phone
def my_members(request: HttpRequest) -> HttpResponse:
    """Who is in and who is not, ticked in one gesture from the member list in Zalo."""
    group = _mine(request)
    context = {"group": group, "outside": not_in(group), "members": members_of(group)}
    return render(request, "people/phone_members.html", context)


@require_safe
@phone
def my_qr(request: HttpRequest) -> HttpResponse:
    group = _mine(request)
    link = join_url(join_link(group, by=me(request)))
    return render(
        request, "people/phone_qr.html", {"group": group, "link": link, "qr": qr_svg(link)}
    )


@require_safe
@phone
def my_poster(request: HttpRequest) -> HttpResponse:
    content = poster_pdf(_mine(request), by=me(request))
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="to-moi-vao-nhom.pdf"'
    return answer


def _staff(request: HttpRequest) -> Staff:
    return cast(Staff, request.user)


def _mine(request: HttpRequest) -> Group:
    found = group_of(_staff(request))
    if found is None:
        raise Http404(_("Tổ của bạn chưa có nhóm."))
    return found


def _page(request: HttpRequest, group: Group | None, *, form: Form | None = None) -> HttpResponse:
    context: dict[str, Any] = {"group": group}
    if group:
        as_it_is = {"name": group.name, "invite_link": group.invite_link}
        guide = guide_of(group)
        context |= {
            "oa": summary_of(group),
            "form": form or GroupIs(initial=as_it_is),
            "guide": guide,
            "left": sum(not line.is_done for line in guide),
            "waiting": waiting_members(group),
            "asks": waiting_asks(group),
            "joined": members_of(group).values("household").distinct().count(),
            "homes": Household.objects.filter(
                neighbourhood=group.neighbourhood, is_gone=False
            ).order_by("walk_order", "id"),
        }
    return render(request, "people/phone_group.html", context, status=422 if form else 200)
