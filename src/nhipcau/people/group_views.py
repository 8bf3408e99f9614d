"""Groups at the desk: which neighbourhood has one, how far it is, who waits to be let in."""

from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.errors import DomainError
from nhipcau.people.group_acts import act_on_group
from nhipcau.people.group_forms import GroupIs, NewGroup
from nhipcau.people.group_queries import (
    guide_of,
    household_groups,
    members_of,
    not_in,
    other_groups,
    waiting_asks,
    waiting_members,
)
from nhipcau.people.groups import describe_group, found_group
from nhipcau.people.guards import console
from nhipcau.people.join import join_link, join_url
from nhipcau.people.models import Group, Household, Staff
from nhipcau.people.oa_queries import faulty_groups, summary_of
from nhipcau.people.poster import poster_pdf
from nhipcau.people.queries import leader_of
from nhipcau.people.rights import KEEPS_THE_REGISTER
from nhipcau.people.staff_views import here, me, say
from nhipcau.printing.qr import qr_svg


@require_safe
@console()
def groups(request: HttpRequest) -> HttpResponse:
    lines = household_groups(here(request))
    context = {
        "lines": lines,
        "others": other_groups(here(request)),
        "faulty": faulty_groups(here(request)),
        "without": sum(line.group is None for line in lines),
        "waiting": sum(line.waiting for line in lines),
    }
    return render(request, "people/groups.html", context)


@console(*KEEPS_THE_REGISTER)
def group_new(request: HttpRequest) -> HttpResponse:
    start = {"kind": request.GET.get("loai", "households"), "neighbourhood": request.GET.get("to")}
    form = NewGroup(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        place = typed["neighbourhood"]
        try:
            group = found_group(
                here(request), **typed, owner=leader_of(place) if place else None, by=me(request)
            )
        except DomainError as error:
            say(form, error)
        else:
            return redirect("group", group.pk)
    return render(request, "people/group_new.html", {"form": form})


@require_safe
@console()
def group(request: HttpRequest, group_id: int) -> HttpResponse:
    return _page(request, _one(group_id))


@require_POST
@console(*KEEPS_THE_REGISTER)
def group_describe(request: HttpRequest, group_id: int) -> HttpResponse:
    found, form = _one(group_id), GroupIs(request.POST)
    if form.is_valid():
        try:
            describe_group(found, **form.cleaned_data, by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Đã ghi."))
            return redirect("group", found.pk)
    return _page(request, found, form=form)


@require_POST
@console(*KEEPS_THE_REGISTER)
def group_act(request: HttpRequest, group_id: int, action: str) -> HttpResponse:
    found = _one(group_id)
    act_on_group(request, found, action)
    return redirect("group", found.pk)


@require_safe
@console()
def group_poster(request: HttpRequest, group_id: int) -> HttpResponse:
    answer = HttpResponse(
        poster_pdf(_one(group_id), by=me(request)), content_type="application/pdf"
    )
    answer["Content-Disposition"] = 'inline; filename="to-moi-vao-nhom.pdf"'
    return answer


def _one(group_id: int) -> Group:
    return get_object_or_404(
        Group.objects.select_related("neighbourhood", "owner", "locality"), pk=group_id
    )


def _page(request: HttpRequest, found: Group, *, form: Form | None = None) -> HttpResponse:
    as_it_is = {"name": found.name, "invite_link": found.invite_link}
    context: dict[str, Any] = {
        "group": found,
        "guide": guide_of(found),
        "members": members_of(found),
        "form": form or GroupIs(initial=as_it_is),
        "may_edit": cast(Staff, request.user).role in KEEPS_THE_REGISTER,
    }
    if found.neighbourhood:
        link = join_url(join_link(found, by=me(request)))
        context |= {
            "oa": summary_of(found),
            "takes_oa": True,
            "link": link,
            "qr": qr_svg(link),
            "waiting": waiting_members(found),
            "asks": waiting_asks(found),
            "outside": not_in(found),
            "homes": Household.objects.filter(
                neighbourhood=found.neighbourhood, is_gone=False
            ).order_by("walk_order", "id"),
        }
    return render(request, "people/group.html", context, status=422 if form else 200)
