"""Appointments as the desk sees them: who comes when, who came, booked for somebody who calls."""

from datetime import datetime, timedelta
from itertools import groupby
from secrets import token_hex

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import DomainError
from nhipcau.counter.arrange import live_kinds
from nhipcau.counter.book import Booking, arrive, book_appointment, cancel_appointment
from nhipcau.counter.desk import frame, home, me
from nhipcau.counter.models import Appointment, HelpKind
from nhipcau.counter.paths import say_code
from nhipcau.counter.slots import free_slots, takes_appointments
from nhipcau.text.dates import say_exact

A_WEEK = timedelta(days=15)


class ForSomebody(forms.Form):
    at = forms.CharField(label=gettext_lazy("Giờ hẹn"))
    name = forms.CharField(label=gettext_lazy("Họ gọi là gì"), max_length=40, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại"),
        help_text=gettext_lazy("Để nhắc lịch bằng SMS, nếu họ muốn."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def appointments(request: HttpRequest) -> HttpResponse:
    now = civil_now()
    kinds = [kind for kind in live_kinds() if takes_appointments(kind)]
    kind = _kind(request.GET.get("viec", ""), kinds)
    form = ForSomebody(request.POST or None, initial={"key": token_hex(8)})
    if request.method == "POST" and kind is not None and form.is_valid():
        try:
            return _book(request, kind, form)
        except DomainError as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.message)
    booked = Appointment.objects.filter(at__gt=now - timedelta(hours=12), at__lt=now + A_WEEK)
    rows = booked.select_related("kind", "ticket__kind").order_by("at", "pk")
    by_day = [(day, list(of)) for day, of in groupby(rows, lambda one: local(one.at).date())]
    context = {
        **frame(request),
        "days": by_day,
        "kinds": kinds,
        "kind": kind,
        "free": free_slots(kind) if kind else {},
        "form": form,
        "today": local(now).date(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "counter/appointments.html", context, status=status)


@require_POST
def appointment_step(request: HttpRequest, appointment_id: int, step: str) -> HttpResponse:
    appointment = get_object_or_404(
        Appointment.objects.select_related("kind__locality", "ticket__kind"), pk=appointment_id
    )
    staff = me(request)
    try:
        if step == "den":
            ticket = arrive(appointment, by=staff)
            messages.success(request, _("Đã đến, số %(n)s.") % {"n": ticket.label})
        elif step == "huy":
            cancel_appointment(appointment, by=staff.actor)
            messages.success(request, _("Đã huỷ lịch hẹn."))
        else:
            raise Http404
    except DomainError as fault:
        messages.error(request, fault.message)
    back = request.POST.get("back", "")
    return redirect(home(request) if back == "quay" else f"{home(request)}hen/")


def _kind(written: str, kinds: list[HelpKind]) -> HelpKind | None:
    found = [kind for kind in kinds if str(kind.pk) == written]
    return found[0] if found else (kinds[0] if kinds else None)


def _book(request: HttpRequest, kind: HelpKind, form: ForSomebody) -> HttpResponse:
    given = form.cleaned_data
    booking = Booking(
        source=Appointment.Source.DESK,
        name=given["name"],
        phone=given["phone"],
        key=given["key"],
    )
    made = book_appointment(kind, read_time(given["at"]), booking, by=me(request).actor)
    said = _("Đã đặt %(when)s. Mã hẹn để đưa cho họ: %(code)s")
    facts = {"when": say_exact(made.at), "code": say_code(made.code)}
    messages.success(request, said % facts)
    return redirect(f"{home(request)}hen/")


def read_time(written: str) -> datetime:
    """As a form sends it back. Nonsense is a time that nobody offers."""
    try:
        at = datetime.fromisoformat(written.strip()[:40])
    except ValueError:
        return datetime.min.replace(tzinfo=civil_now().tzinfo)
    return at if at.tzinfo else at.replace(tzinfo=civil_now().tzinfo)
