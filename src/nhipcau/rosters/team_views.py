"""Teams and their members at the console. Leaving is composed above (pages/teams)."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.people.guards import console, me
from nhipcau.people.models import Role
from nhipcau.people.staff_views import say
from nhipcau.rosters.desk import may_arrange
from nhipcau.rosters.duty import coming_shifts
from nhipcau.rosters.forms import AboutForm, MemberForm, TeamForm
from nhipcau.rosters.models import Team, TeamMember
from nhipcau.rosters.shift_views import ARRANGERS
from nhipcau.rosters.teams import (
    About,
    TeamInput,
    add_member,
    close_team,
    describe_member,
    found_team,
    revise_team,
)


@require_safe
@console()
def teams(request: HttpRequest) -> HttpResponse:
    here = TeamMember.objects.filter(left_at=None).select_related("staff")
    found = Team.objects.filter(closed_at=None).prefetch_related(
        Prefetch("members", here, to_attr="here"), "places__neighbourhood"
    )
    context = {"teams": found, "may_arrange": may_arrange(request)}
    return render(request, "rosters/teams.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@console(*ARRANGERS)
def team_new(request: HttpRequest) -> HttpResponse:
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            team = found_team(me(request).locality, _input(form), by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Đã lập tổ. Thêm thành viên ở dưới."))
            return redirect("team", team.pk)
    context = {"form": form}
    return render(request, "rosters/team_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@console(*ARRANGERS)
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    """POST writes what the team is."""
    found = _find(team_id)
    form = TeamForm(request.POST or None, initial=_as_it_is(found))
    if request.method == "POST" and form.is_valid():
        try:
            revise_team(found, _input(form), by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Đã ghi."))
            return redirect("team", found.pk)
    return _page(request, found, form, MemberForm(team=found))


@require_POST
@console(*ARRANGERS)
def member_added(request: HttpRequest, team_id: int) -> HttpResponse:
    found = _find(team_id)
    form = MemberForm(request.POST, team=found)
    if form.is_valid():
        staff = form.cleaned_data["staff"]
        try:
            add_member(found, staff, about_of(form), by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("%(who)s đã vào tổ.") % {"who": staff.name})
            return redirect("team", found.pk)
    return _page(request, found, TeamForm(initial=_as_it_is(found)), form)


@require_POST
@console(*ARRANGERS)
def team_closed(request: HttpRequest, team_id: int) -> HttpResponse:
    try:
        close_team(_find(team_id), by=me(request))
    except DomainError as fault:
        messages.error(request, fault.message)
        return redirect("team", team_id)
    messages.success(request, _("Đã giải thể tổ."))
    return redirect("teams")


@require_http_methods(["GET", "HEAD", "POST"])
@console(*ARRANGERS)
def member(request: HttpRequest, member_id: int) -> HttpResponse:
    found = find_member(member_id)
    form = AboutForm(request.POST or None, initial=about_initial(found))
    if request.method == "POST" and form.is_valid():
        try:
            describe_member(found, about_of(form), by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Đã ghi."))
            return redirect("team", found.team_id)
    staff = found.staff
    is_pure = staff.role == Role.TEAM_MEMBER
    context = {
        "member": found,
        "form": form,
        "shifts": coming_shifts(found.locality, staff.pk, civil_now()),
        "is_pure": is_pure,
        "may_let_go": me(request).role == Role.ADMIN or not is_pure,
    }
    return render(request, "rosters/member.html", context, status=422 if form.errors else 200)


def find_member(member_id: int) -> TeamMember:
    here = TeamMember.objects.filter(left_at=None).select_related("staff", "team", "locality")
    return get_object_or_404(here, pk=member_id)


def about_of(form: AboutForm) -> About:
    given = form.cleaned_data
    return About(
        tuple(given["skills"]),
        tuple(given["languages"]),
        given.get("is_lead", False),
        given["shows_phone"],
    )


def about_initial(found: TeamMember) -> dict[str, object]:
    return {
        "skills": found.skills,
        "languages": found.languages,
        "is_lead": found.is_lead,
        "shows_phone": found.shows_phone,
    }


def _find(team_id: int) -> Team:
    return get_object_or_404(
        Team.objects.filter(closed_at=None).select_related("locality"), pk=team_id
    )


def _input(form: TeamForm) -> TeamInput:
    given = form.cleaned_data
    return TeamInput(given["level"], given["name"], given["body"], tuple(given["places"]))


def _as_it_is(found: Team) -> dict[str, object]:
    places = list(found.places.values_list("neighbourhood_id", flat=True))
    return {"name": found.name, "level": found.level, "body": found.body, "places": places}


def _page(request: HttpRequest, found: Team, form: TeamForm, new: MemberForm) -> HttpResponse:
    members = TeamMember.objects.filter(team=found, left_at=None).select_related("staff")
    context = {"team": found, "form": form, "new": new, "members": members}
    status = 422 if form.errors or new.errors else 200
    return render(request, "rosters/team.html", context, status=status)
