"""Templates of an account: read from Zalo, chosen for notices; and the bot's way of listening."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nhipcau.channels.models import Template
from nhipcau.channels.templates import (
    choose_template,
    drop_template,
    use_for_answers,
    use_for_dossiers,
)
from nhipcau.core.errors import DomainError
from nhipcau.counter.dossiers.tell import DOSSIER_FIELDS
from nhipcau.inbox.send import ANSWER_FIELDS
from nhipcau.outreach.template_data import FIELDS
from nhipcau.pages.channels import bot, templates
from nhipcau.pages.channels.views import one
from nhipcau.people.guards import console, me
from nhipcau.people.models import Role


@console(Role.ADMIN)
@require_POST
def listen(request: HttpRequest, account_id: int) -> HttpResponse:
    account = one(request, account_id)
    bot.listen_now(request, account, by=me(request).actor)
    return redirect("channel_one", account.pk)


@console(Role.ADMIN)
@require_POST
def read(request: HttpRequest, account_id: int) -> HttpResponse:
    account = one(request, account_id)
    templates.read_now(request, account)
    return redirect("channel_one", account.pk)


@console(Role.ADMIN)
def template_one(request: HttpRequest, account_id: int, template_id: int) -> HttpResponse:
    """Where each parameter comes from, with what people will read; chosen, or only looked at."""
    account = one(request, account_id)
    template = get_object_or_404(Template.objects.filter(account=account), pk=template_id)
    chosen = template.filled_from or templates.guess(template)
    uses = {"answers": template.answers_from, "dossiers": template.dossiers_from}
    act, faulty, status = request.POST.get("act", ""), "", 200
    if request.method == "POST":
        if act in uses:
            uses[act] = templates.given_for(template, request.POST, act[0])
        else:
            chosen = templates.given(template, request.POST)
        try:
            if (said := _act(request, template, chosen, uses)) is not None:
                messages.success(request, said)
                return redirect("channel_one", account.pk)
        except DomainError as fault:
            messages.error(request, fault.message)
            faulty, status = fault.field or "", 422
    context = {
        "account": account,
        "template": template,
        "tone": templates.TONES.get(template.state, "off"),
        "lines": templates.lines(template, me(request).locality, chosen, faulty),
        "fields": [(name, label) for name, (label, _read) in FIELDS.items()],
        "own": templates.OWN,
        "answer_lines": templates.use_lines(template, uses["answers"], faulty),
        "dossier_lines": templates.use_lines(template, uses["dossiers"], faulty),
        "open_use": act,
        "answer_fields": list(ANSWER_FIELDS.items()),
        "dossier_fields": list(DOSSIER_FIELDS.items()),
    }
    return render(request, "pages/channels/template.html", context, status=status)


def _act(
    request: HttpRequest,
    template: Template,
    chosen: dict[str, str],
    uses: dict[str, dict[str, str]],
) -> str | None:
    act, by = request.POST.get("act"), me(request).actor
    if act == "choose":
        choose_template(template, chosen, by=by)
        return _("Từ nay thông báo đi bằng mẫu này.")
    if act == "answers":
        use_for_answers(template, uses["answers"], by=by)
        return _("Đã ghi cách mẫu này báo có trả lời.")
    if act == "dossiers":
        use_for_dossiers(template, uses["dossiers"], by=by)
        return _("Đã ghi cách mẫu này báo tin hồ sơ.")
    if act == "drop":
        drop_template(template, by=by)
        return _("Đã ngừng dùng mẫu này.")
    return None
