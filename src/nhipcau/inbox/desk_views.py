"""Somebody stands at the desk or calls: the officer types the question in."""

import secrets

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nhipcau.core.errors import DomainError
from nhipcau.inbox.ask import Asked, ask_at_desk
from nhipcau.inbox.desk import CONSOLE, at_console
from nhipcau.inbox.paths import say_tracking
from nhipcau.people.guards import me


class DeskForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Điều người dân hỏi"),
        help_text=gettext_lazy("Ghi như lời họ nói. Đừng ghi số căn cước, số thẻ."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    name = forms.CharField(label=gettext_lazy("Họ gọi là gì"), max_length=80, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại"),
        help_text=gettext_lazy("Để nhắn khi có trả lời, nếu họ muốn."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@at_console
def new_question(request: HttpRequest) -> HttpResponse:
    form = DeskForm(request.POST or None, initial={"key": secrets.token_hex(8)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        asked = Asked(given["text"], given["name"], given["phone"], key=given["key"])
        try:
            question = ask_at_desk(me(request).locality, asked, by=me(request))
        except DomainError as fault:
            form.add_error(fault.field or None, fault.message)
        else:
            said = _("Đã ghi. Mã theo dõi để đưa cho người hỏi: %(code)s")
            messages.success(request, said % {"code": say_tracking(question.tracking)})
            return redirect(f"{CONSOLE}{question.pk}/")
    status = 422 if form.is_bound else 200
    return render(request, "inbox/new.html", {"form": form}, status=status)
