"""Questions that come again: drafts to review, what is public, and mending the words."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.core.errors import DomainError
from nhipcau.inbox.desk import at_console
from nhipcau.inbox.faq import publish_entry, retire_entry, revise_entry
from nhipcau.inbox.models import FaqEntry
from nhipcau.people.guards import me
from nhipcau.procedures.queries import is_old


class EntryForm(forms.Form):
    question = forms.CharField(
        label=gettext_lazy("Câu hỏi"),
        help_text=gettext_lazy("Như người dân hay hỏi; không nêu chuyện riêng của ai."),
        max_length=300,
    )
    answer = forms.CharField(
        label=gettext_lazy("Câu trả lời"), widget=forms.Textarea(attrs={"rows": 8})
    )


@require_safe
@at_console
def entries(request: HttpRequest) -> HttpResponse:
    rows = FaqEntry.objects.exclude(state=FaqEntry.State.RETIRED).select_related(
        "topic", "proposed_by", "reviewed_by", "procedure_version__procedure"
    )
    shown = list(rows.order_by("state", "position", "id"))
    for entry in shown:
        version = entry.procedure_version
        entry.is_old = version is not None and is_old(version)  # type: ignore[attr-defined]
    context = {
        "drafts": [one for one in shown if one.state == FaqEntry.State.DRAFT],
        "published": [one for one in shown if one.state == FaqEntry.State.PUBLISHED],
        "portal": f"/{me(request).locality.slug}/hoi-dap/",
    }
    return render(request, "inbox/faq.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_console
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    found = get_object_or_404(FaqEntry.objects.exclude(state=FaqEntry.State.RETIRED), pk=entry_id)
    initial = {"question": found.question, "answer": found.answer}
    form = EntryForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            revise_entry(found, **form.cleaned_data, by=me(request))
        except DomainError as fault:
            form.add_error(fault.field or None, fault.message)
        else:
            messages.success(request, _("Đã lưu. Mục này chờ người khác đọc lại rồi mới hiện."))
            return redirect("inbox_faq")
    status = 422 if form.is_bound else 200
    return render(request, "inbox/faq_entry.html", {"form": form, "entry": found}, status=status)


@require_POST
@at_console
def settled(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Let out, or taken off the page."""
    found = get_object_or_404(FaqEntry.objects.all(), pk=entry_id)
    try:
        if request.POST.get("act") == "publish":
            publish_entry(found, by=me(request))
            messages.success(request, _("Đã duyệt. Mục này hiện trên cổng."))
        else:
            retire_entry(found, by=me(request))
            messages.success(request, _("Đã gỡ khỏi cổng."))
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect("inbox_faq")
