"""The provincial service centre's addresses with their days: where procedures lead people."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import DomainError
from nhipcau.people.guards import console
from nhipcau.people.models import Role
from nhipcau.people.staff_views import here, me, say
from nhipcau.places.centres import CentreInput, centre_on, centre_page, end_centre, set_centre
from nhipcau.places.models import ServiceCentre

SAMPLE = "1.001193"


class NewCentre(forms.Form):
    name = forms.CharField(label=gettext_lazy("Tên trung tâm"), max_length=160)
    url = forms.CharField(
        label=gettext_lazy("Địa chỉ"),
        max_length=300,
        help_text=gettext_lazy(
            "Chỗ của mã thủ tục viết là {code}; không có {code} thì dẫn về trang đầu. Ví dụ "
            "https://dichvucong.gov.vn/…?ma_thu_tuc={code}"
        ),
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Từ ngày"), widget=forms.DateInput(attrs={"type": "date"})
    )


@console(Role.ADMIN)
def centres(request: HttpRequest) -> HttpResponse:
    form = NewCentre(request.POST or None, initial={"valid_from": _today().isoformat()})
    if request.method == "POST" and form.is_valid():
        try:
            set_centre(here(request), CentreInput(**form.cleaned_data), by=me(request))
        except DomainError as error:
            say(form, error)
        else:
            messages.success(request, _("Đã ghi. Các trang thủ tục dẫn tới địa chỉ này."))
            return redirect("centres")
    now = centre_on(_today())
    context: dict[str, Any] = {
        "form": form,
        "now": now,
        "sample": centre_page(now, SAMPLE) if now else "",
        "rows": ServiceCentre.objects.all(),
    }
    return render(request, "pages/centres.html", context, status=422 if form.errors else 200)


@require_POST
@console(Role.ADMIN)
def centre_ended(request: HttpRequest, centre_id: int) -> HttpResponse:
    """Today is its last day."""
    try:
        end_centre(get_object_or_404(ServiceCentre, pk=centre_id), on=_today(), by=me(request))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Đã ghi: hôm nay là ngày cuối của địa chỉ này."))
    return redirect("centres")


def _today() -> date:
    return local(civil_now()).date()
