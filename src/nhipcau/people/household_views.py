"""Households at the desk: the ward as a tree, one neighbourhood, one household."""

from typing import Any, cast

from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.errors import DomainError
from nhipcau.people.contacts import Address, link_contact, resume_contact, stop_contact
from nhipcau.people.erase import erase_everywhere
from nhipcau.people.guards import console
from nhipcau.people.household_forms import EraseForm, HouseholdForm, PhoneForm
from nhipcau.people.households import edit_household, mark_back, mark_gone
from nhipcau.people.models import (
    ContactPoint,
    Group,
    Household,
    Membership,
    Resident,
    Role,
    Staff,
)
from nhipcau.people.queries import counts_by_place, find_households, helpers_of, ward_sums
from nhipcau.people.rights import KEEPS_THE_REGISTER
from nhipcau.people.staff_views import here, me, say
from nhipcau.places.models import Neighbourhood

FILTERS = {
    "": gettext_lazy("Tất cả"),
    "chua-vao-nhom": gettext_lazy("Chưa vào nhóm"),
    "khong-dien-thoai": gettext_lazy("Không có điện thoại thông minh"),
    "chua-ro": gettext_lazy("Chưa rõ điện thoại"),
    "da-di": gettext_lazy("Đã chuyển đi"),
}


@require_safe
@console()
def people_home(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("tim", "").strip()
    if words:
        found = find_households(here(request), words)
        context: dict[str, Any] = {"words": words, "found": found}
        return render(request, "people/people_found.html", context)
    counts = counts_by_place(here(request))
    context = {"counts": counts, "sums": ward_sums(counts)}
    return render(request, "people/people_home.html", context)


@require_safe
@console()
def neighbourhood(request: HttpRequest, place_id: int) -> HttpResponse:
    place = get_object_or_404(Neighbourhood.objects.select_related("former_unit"), pk=place_id)
    shown = request.GET.get("loc", "")
    shown = shown if shown in FILTERS else ""
    counts = {count.neighbourhood.pk: count for count in counts_by_place(here(request))}
    context = {
        "place": place,
        "count": counts[place.pk],
        "homes": _filtered(place, shown),
        "filters": FILTERS.items(),
        "shown": shown,
        "helpers": helpers_of(place),
        "may_edit": cast(Staff, request.user).role in KEEPS_THE_REGISTER,
        "sees_addresses": _sees_addresses(request),
        "group": Group.objects.filter(neighbourhood=place, kind=Group.Kind.HOUSEHOLDS).first(),
    }
    return render(request, "people/neighbourhood.html", context)


@console()
def household(request: HttpRequest, household_id: int) -> HttpResponse:
    home = _one(household_id)
    return _household_page(request, home)


@require_POST
@console(*KEEPS_THE_REGISTER)
def household_edit(request: HttpRequest, household_id: int) -> HttpResponse:
    home = _one(household_id)
    form = HouseholdForm(request.POST)
    if form.is_valid():
        try:
            edit_household(home, form.change(), by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Đã ghi vào sổ."))
            return redirect("household", home.pk)
    return _household_page(request, home, form=form)


@require_POST
@console(*KEEPS_THE_REGISTER)
def household_moved(request: HttpRequest, household_id: int, action: str) -> HttpResponse:
    home = _one(household_id)
    verb = {"da-di": mark_gone, "tro-lai": mark_back}[action]
    try:
        verb(home, by=me(request))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("household", home.pk)


@require_POST
@console(*KEEPS_THE_REGISTER)
def phone_add(request: HttpRequest, household_id: int) -> HttpResponse:
    home = _one(household_id)
    form = PhoneForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        kinds = ContactPoint.Kind
        kind = kinds.EMAIL if "@" in typed["value"] else kinds.PHONE
        address = Address(kind, typed["value"], basis=typed["basis"])
        try:
            link_contact(home, address, by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Đã thêm liên lạc."))
            return redirect("household", home.pk)
    return _household_page(request, home, phone_form=form)


@require_POST
@console(*KEEPS_THE_REGISTER)
def contact_act(request: HttpRequest, contact_id: int, action: str) -> HttpResponse:
    contact = get_object_or_404(ContactPoint, pk=contact_id)
    verb = {"ngung": stop_contact, "tiep": resume_contact}[action]
    try:
        verb(contact, by=me(request))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("household", contact.household_id)


@console(*KEEPS_THE_REGISTER)
def person_erase(request: HttpRequest, resident_id: int) -> HttpResponse:
    person = get_object_or_404(Resident.objects.select_related("household"), pk=resident_id)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            erase_everywhere(person, by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Đã xoá dữ liệu của người này."))
            return redirect("household", person.household_id)
    return render(request, "people/person_erase.html", {"person": person, "form": form})


def _one(household_id: int) -> Household:
    return get_object_or_404(Household.objects.select_related("neighbourhood"), pk=household_id)


def _household_page(
    request: HttpRequest,
    home: Household,
    *,
    form: Form | None = None,
    phone_form: Form | None = None,
) -> HttpResponse:
    contacts = home.contacts.select_related("resident", "account").order_by("kind", "id")
    members = home.memberships.select_related("group", "resident").order_by("id")
    live = [contact for contact in contacts if not contact.stopped_at and not contact.failed_at]
    context = {
        "home": home,
        "residents": home.residents.order_by("is_gone", "-is_head", "id"),
        "contacts": contacts,
        "members": members,
        "consents": home.consents.order_by("-given_at"),
        "is_joined": any(member.state == Membership.State.CONFIRMED for member in members),
        "takes_sms": any(contact.takes_sms for contact in live),
        "may_edit": cast(Staff, request.user).role in KEEPS_THE_REGISTER,
        "sees_addresses": _sees_addresses(request),
        "form": form or HouseholdForm.of(home),
        "phone_form": phone_form or PhoneForm(),
    }
    status = 422 if form or phone_form else 200
    return render(request, "people/household.html", context, status=status)


def _sees_addresses(request: HttpRequest) -> bool:
    """Who only looks on sees that there is a telephone, and of its number the last three digits."""
    return cast(Staff, request.user).role != Role.VIEWER


def _filtered(place: Neighbourhood, shown: str) -> QuerySet[Household]:
    joined = Membership.objects.filter(
        household=OuterRef("pk"),
        group__kind=Group.Kind.HOUSEHOLDS,
        state=Membership.State.CONFIRMED,
    )
    phones = ContactPoint.objects.filter(kind=ContactPoint.Kind.PHONE).order_by("id")
    homes = (
        Household.objects.filter(neighbourhood=place, is_gone=shown == "da-di")
        .annotate(is_joined=Exists(joined))
        .prefetch_related(Prefetch("contacts", queryset=phones, to_attr="phones"))
        .order_by("walk_order", "id")
    )
    if shown == "chua-vao-nhom":
        return homes.filter(is_joined=False)
    if shown == "khong-dien-thoai":
        return homes.filter(has_smartphone=False)
    if shown == "chua-ro":
        return homes.filter(has_smartphone__isnull=True)
    return homes
