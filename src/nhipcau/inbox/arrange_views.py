"""Who answers what, when we are open, what the machine says, and what to enter in Zalo's menu."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import DomainError
from nhipcau.inbox.desk import at_console
from nhipcau.inbox.menu import oa_menu
from nhipcau.inbox.models import Topic
from nhipcau.inbox.phrases import closed_now, greeting
from nhipcau.inbox.phrases import hours as say_hours
from nhipcau.inbox.queries import colleagues
from nhipcau.inbox.rights import ARRANGES
from nhipcau.inbox.route import LONGEST_HOURS, retire_topic, save_topic
from nhipcau.inbox.wording import MOST, NAMES, own_words, save_words, usual_words
from nhipcau.people.guards import console, me
from nhipcau.people.models import Role, Staff
from nhipcau.places.centres import centre_on, host_of
from nhipcau.places.working import office_of

arranger = console(*(Role(role) for role in sorted(ARRANGES)))


class TopicForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Chủ đề"), max_length=80)
    words = forms.CharField(
        label=gettext_lazy("Chữ nhận ra"),
        help_text=gettext_lazy("Mỗi dòng một cụm chữ người dân hay viết; không cần dấu."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )
    hours = forms.IntegerField(
        label=gettext_lazy("Trả lời trong bao nhiêu giờ làm việc"),
        min_value=1,
        max_value=LONGEST_HOURS,
        initial=8,
    )
    staff: Any = forms.ModelMultipleChoiceField(
        queryset=Staff.objects.none(),
        label=gettext_lazy("Ai trả lời"),
        help_text=gettext_lazy("Máy giao cho người đang giữ ít câu nhất."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


@require_safe
@at_console
def arrange(request: HttpRequest) -> HttpResponse:
    staff, now = me(request), civil_now()
    locality, office = staff.locality, office_of(staff.locality)
    centre = centre_on(local(now).date())
    context = {
        "topics": Topic.objects.filter(retired_at=None).prefetch_related("answerers__staff"),
        "hours": say_hours(locality, office),
        "greeting": greeting(locality),
        "outside": closed_now(locality, office.next_open(now)),
        "menu": oa_menu(locality, centre=f"https://{host_of(centre)}/" if centre else ""),
        "may_arrange": staff.role in ARRANGES,
    }
    return render(request, "inbox/arrange.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@arranger
def topic(request: HttpRequest, topic_id: int | None = None) -> HttpResponse:
    by = me(request)
    found = None
    if topic_id is not None:
        found = get_object_or_404(Topic.objects.filter(retired_at=None), pk=topic_id)
    form = TopicForm(request.POST or None, initial=_initial(found))
    form.fields["staff"].queryset = colleagues(by)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            save_topic(
                by.locality,
                found,
                name=given["name"],
                words=given["words"],
                hours=given["hours"],
                staff=list(given["staff"]),
                by=by,
            )
        except DomainError as fault:
            form.add_error(fault.field or None, fault.message)
        else:
            messages.success(request, _("Đã lưu. Câu hỏi mới sẽ được giao theo bảng này."))
            return redirect("inbox_arrange")
    context = {"form": form, "topic": found}
    return render(request, "inbox/topic.html", context, status=422 if form.is_bound else 200)


@require_POST
@arranger
def topic_retired(request: HttpRequest, topic_id: int) -> HttpResponse:
    found = get_object_or_404(Topic.objects.all(), pk=topic_id)
    try:
        retire_topic(found, by=me(request))
        messages.success(request, _("Chủ đề này thôi dùng cho câu hỏi mới."))
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect("inbox_arrange")


@require_http_methods(["GET", "HEAD", "POST"])
@arranger
def words(request: HttpRequest) -> HttpResponse:
    """The machine's own sentences: what stands there, what it will look like, back to the usual."""
    locality = me(request).locality
    values, faults = own_words(locality), dict[str, str]()
    is_preview = request.method == "POST" and "preview" in request.POST
    if request.method == "POST":
        values = {name: request.POST.get(name, "") for name in NAMES}
    if request.method == "POST" and not is_preview:
        try:
            save_words(locality, values, by=me(request))
        except DomainError as fault:
            faults[fault.field] = fault.message
        else:
            messages.success(request, _("Đã lưu. Từ nay máy nói những câu này."))
            return redirect("inbox_arrange")
    usual = usual_words(locality)
    lines = [
        {
            "name": name,
            "label": label,
            "usual": usual[name],
            "value": values.get(name, ""),
            "shown": values.get(name, "").strip() or usual[name],
            "fault": faults.get(name, ""),
        }
        for name, label in NAMES.items()
    ]
    context = {"lines": lines, "most": MOST, "is_preview": is_preview}
    return render(request, "inbox/words.html", context, status=422 if faults else 200)


def _initial(found: Topic | None) -> dict[str, Any]:
    if found is None:
        return {}
    chosen = found.answerers.values_list("staff_id", flat=True)
    return {
        "name": found.name,
        "words": found.words,
        "hours": found.hours,
        "staff": list(chosen),
    }
