"""The ward's own words for procedures: the table, and a place to try a question."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from nhipcau.core.errors import DomainError
from nhipcau.people.guards import console
from nhipcau.people.models import Staff
from nhipcau.procedures.models import Saying
from nhipcau.procedures.rights import EDITS_PROCEDURES
from nhipcau.procedures.sayings import LONGEST, add_saying, remove_saying
from nhipcau.procedures.search import find_procedures

LONGEST_QUESTION = 600


class SayingForm(forms.Form):
    said = forms.CharField(
        label=gettext_lazy("Người dân nói"),
        help_text=gettext_lazy("Nhiều lời cách nhau bằng dấu |. Ví dụ: giấy chợ | sổ sạp chợ"),
        max_length=LONGEST,
    )
    means = forms.CharField(
        label=gettext_lazy("Tên thủ tục gọi là"),
        help_text=gettext_lazy("Lời có trong tên thủ tục. Ví dụ: đăng ký thành lập hộ kinh doanh"),
        max_length=LONGEST,
    )


@console()
def sayings(request: HttpRequest) -> HttpResponse:
    staff = cast(Staff, request.user)
    form = SayingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            add_saying(staff.locality, **form.cleaned_data, by=staff.actor)
        except DomainError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("Đã thêm. Máy tìm theo lời này từ bây giờ."))
            return redirect("sayings")
    asked = request.GET.get("thu", "")[:LONGEST_QUESTION]
    context: dict[str, Any] = {
        "form": form,
        "rows": Saying.objects.order_by("said"),
        "may_edit": staff.role in EDITS_PROCEDURES,
        "asked": asked,
        "found": find_procedures(asked) if asked.strip() else None,
    }
    return render(request, "procedures/sayings.html", context, status=422 if form.errors else 200)


@require_POST
@console(*EDITS_PROCEDURES)
def saying_remove(request: HttpRequest, saying_id: int) -> HttpResponse:
    saying = get_object_or_404(Saying, pk=saying_id)
    try:
        remove_saying(saying, by=cast(Staff, request.user).actor)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Đã bỏ lời “%(said)s”.") % {"said": saying.said})
    return redirect("sayings")
