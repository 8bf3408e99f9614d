"""Codes that link a person: shown once on the page that made them, printed on slips for a walk."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nhipcau.core.errors import DomainError
from nhipcau.people.code_slips import slips_pdf
from nhipcau.people.guards import console, phone
from nhipcau.people.link_codes import make_code, make_staff_code
from nhipcau.people.models import Group, Household, Role, Staff
from nhipcau.people.oa_groups import oa_account
from nhipcau.people.rights import KEEPS_THE_REGISTER
from nhipcau.people.staff_views import me


@require_POST
@never_cache
@console(*KEEPS_THE_REGISTER)
def household_code(request: HttpRequest, household_id: int) -> HttpResponse:
    home = get_object_or_404(
        Household.objects.select_related("neighbourhood", "locality"), pk=household_id
    )
    try:
        made = make_code(home, by=me(request))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("household", home.pk)
    context = {"made": made, "home": home, "account": oa_account(home.locality_id)}
    return render(request, "people/link_code.html", context)


@require_POST
@never_cache
@console(*KEEPS_THE_REGISTER, Role.APPROVER)
def my_zalo_code(request: HttpRequest) -> HttpResponse:
    staff = cast(Staff, request.user)
    made = make_staff_code(staff, by=me(request))
    context = {"made": made, "account": oa_account(staff.locality_id)}
    return render(request, "people/link_code.html", context)


@never_cache
@phone
def my_code(request: HttpRequest) -> HttpResponse:
    """The leader chooses a house and reads the code to whoever stands there."""
    staff = cast(Staff, request.user)
    if staff.neighbourhood_id is None:
        raise Http404(_("Bạn chưa được giao tổ nào."))
    homes = Household.objects.filter(
        neighbourhood=staff.neighbourhood_id, is_gone=False
    ).select_related("neighbourhood")
    context: dict[str, Any] = {
        "homes": homes.order_by("walk_order", "id"),
        "account": oa_account(staff.locality_id),
    }
    status = 200
    if request.method == "POST":
        chosen = request.POST.get("home", "")
        home = homes.filter(pk=int(chosen) if chosen.isdecimal() and len(chosen) < 19 else 0)
        found = home.first()
        if found is None:
            context["fault"], status = _("Hãy chọn là nhà nào."), 422
        else:
            context |= {"made": make_code(found, by=me(request)), "home": found}
    return render(request, "people/phone_code.html", context, status=status)


@require_POST
@never_cache
@console(*KEEPS_THE_REGISTER)
def group_codes(request: HttpRequest, group_id: int) -> HttpResponse:
    """A PDF with a new code for every household; those printed before end."""
    group = get_object_or_404(
        Group.objects.select_related("neighbourhood", "locality"),
        pk=group_id,
        neighbourhood__isnull=False,
    )
    try:
        content = slips_pdf(group, by=me(request))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("group_oa", group.pk)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="ma-noi.pdf"'
    return answer
