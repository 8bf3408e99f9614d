"""The desk's dossiers: the list, a new one, one with its history and its main action."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import HiddenInput
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, DomainError, WrongState
from nhipcau.counter.dossiers.acts import ACTS, MAIN
from nhipcau.counter.dossiers.ask_for_papers import still_missing
from nhipcau.counter.dossiers.call import called, to_call
from nhipcau.counter.dossiers.forms import DossierForm
from nhipcau.counter.dossiers.guard import desk
from nhipcau.counter.dossiers.masked import mask_name
from nhipcau.counter.dossiers.papers import PAPERS, paper_pdf, papers_of
from nhipcau.counter.dossiers.paths import dossier_url
from nhipcau.counter.dossiers.queries import (
    Filters,
    history,
    is_overdue,
    listed,
    masked,
    tabs,
    terms_for,
)
from nhipcau.counter.dossiers.receive import Promise, open_dossier, register_dossier
from nhipcau.counter.dossiers.rights import CORRECTS
from nhipcau.counter.dossiers.statuses import NEXT
from nhipcau.counter.models import Dossier, DossierMessage, DossierRating
from nhipcau.people.guards import me
from nhipcau.printing.qr import qr_svg
from nhipcau.procedures.models import ProcedureVersion
from nhipcau.procedures.queries import listed as procedures_listed

A_PAGE = 40
LATER = "later"


@require_safe
@desk
def dossiers(request: HttpRequest) -> HttpResponse:
    now, filters = civil_now(), Filters.read(request.GET)
    page = Paginator(listed(filters, now), A_PAGE).get_page(request.GET.get("trang"))
    given = request.GET.copy()
    given.pop("trang", None)
    context = {
        "filters": filters,
        "tabs": tabs(now),
        "page": page,
        "rows": masked(list(page), now),
        "query": given.urlencode(),
        "calls": to_call().count(),
    }
    return render(request, "counter/dossiers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def new_dossier(request: HttpRequest) -> HttpResponse:
    """Received at the desk with a date of return, or only noted as filed online."""
    form = DossierForm(request.POST or None, initial={"procedure": _asked(request)})
    terms: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            version = form.version()
            terms = terms_for(version, form.cleaned_data["filed"])
            made = _opened(request, form, version, terms)
        except DomainError as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        else:
            messages.success(request, _("Đã ghi hồ sơ %(number)s.") % {"number": made.number})
            return redirect("dossier_one", made.pk)
    if "number" not in form.errors:  # asked only of a number that is not ours
        form.fields["takes_elsewhere"].widget = HiddenInput()
    context = {
        "form": form,
        "terms": terms if len(terms) > 1 else [],
        "term": request.POST.get("term", ""),
        "procedures": procedures_listed().values_list("code", "name"),
    }
    return render(request, "counter/dossier_new.html", context, status=422 if form.errors else 200)


@require_safe
@desk
def dossier(request: HttpRequest, dossier_id: int) -> HttpResponse:
    return show(request, find(dossier_id))


@require_POST
@desk
def act(request: HttpRequest, dossier_id: int, name: str) -> HttpResponse:
    """One verb; a fault is shown where it was typed, and what was typed stays."""
    found = find(dossier_id)
    if name not in ACTS:
        return redirect("dossier_one", found.pk)
    try:
        _require_fresh(request, found)
        messages.success(request, ACTS[name](request.POST, found, me(request)))
    except DomainError as fault:
        is_conflict = isinstance(fault, WrongState)
        status = 409 if is_conflict else 422
        typed = {"form": name, "values": request.POST, "fault": fault.message}
        return show(request, find(dossier_id), typed, status=status)
    return redirect("dossier_one", found.pk)


@require_safe
@desk
def paper(request: HttpRequest, dossier_id: int, which: str) -> HttpResponse:
    found = find(dossier_id)
    if which not in PAPERS:
        return redirect("dossier_one", found.pk)
    try:
        made = paper_pdf(found, which)
    except DomainError as fault:
        messages.error(request, fault.message)
        return redirect("dossier_one", found.pk)
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{which}-{found.pk}.pdf"'
    return response


@require_safe
@desk
def calls(request: HttpRequest) -> HttpResponse:
    waiting = list(to_call()[:100])
    for one in waiting:
        one.who = mask_name(one.dossier.name)  # type: ignore[attr-defined]
    return render(request, "counter/dossier_calls.html", {"calls": waiting})


@require_POST
@desk
def call_done(request: HttpRequest, message_id: int) -> HttpResponse:
    message = get_object_or_404(DossierMessage.objects.all(), pk=message_id)
    is_reached = request.POST.get("ket-qua") == "da-bao"
    try:
        called(message, by=me(request), is_reached=is_reached)
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        said = _("Đã ghi: đã báo.") if is_reached else _("Đã ghi: gọi chưa được.")
        messages.success(request, said)
    return redirect("dossier_calls")


def find(dossier_id: int) -> Dossier:
    known = Dossier.objects.select_related(
        "locality", "procedure_version__procedure", "household", "officer", "link"
    )
    return get_object_or_404(known, pk=dossier_id)


def show(
    request: HttpRequest, found: Dossier, typed: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    now = civil_now()
    main = MAIN.get(found.status, "")
    context = {
        "dossier": found,
        "typed": typed or {},
        "steps": history(found),
        "missing": still_missing(found),
        "main": main,
        "may": NEXT[found.status],
        "S": Dossier.Status,
        "is_late": is_overdue(found, now),
        "terms": terms_for(found.procedure_version, found.filed),
        "papers": papers_of(found),
        "paid": Dossier.Paid.choices,
        "statuses": Dossier.Status.choices,
        "rating": DossierRating.objects.filter(dossier=found).first(),
        "left": round(found.left.total_seconds() / 3600, 1) if found.left else 0,
        "may_correct": me(request).role in CORRECTS,
        "rows": range(4),
        "url": "" if found.erased_at else dossier_url(found),
    }
    context["qr"] = qr_svg(str(context["url"])) if context["url"] else ""
    return render(request, "counter/dossier.html", context, status=status)


def _opened(
    request: HttpRequest, form: DossierForm, version: ProcedureVersion, terms: list[Any]
) -> Dossier:
    by, filing = me(request), form.filing(version)
    if LATER in request.POST:
        return register_dossier(by.locality, filing, by=by)
    due = form.due()
    chosen = {str(one.way): one for one in terms}.get(request.POST.get("term", ""))
    if due is None and chosen is None and len(terms) == 1:
        chosen = terms[0]
    if due is None and chosen is None:
        raise BadInput(
            _("Thủ tục có nhiều thời hạn: hãy chọn một, hoặc ghi ngày hẹn trả.")
            if terms
            else _("Danh mục chưa ghi thời hạn của thủ tục này: hãy ghi ngày hẹn trả."),
            field="due_at",
        )
    promise = Promise(chosen.term if chosen else None, due)
    return open_dossier(by.locality, filing, promise, by=by)


def _asked(request: HttpRequest) -> str:
    return request.GET.get("thu-tuc", "")[:40]


def _require_fresh(request: HttpRequest, found: Dossier) -> None:
    """What the page showed; a form without it decides on what is there now."""
    given = request.POST.get("turn", "")
    if given.isdecimal() and int(given) != found.turn:
        raise WrongState(_("Hồ sơ này vừa có thay đổi. Hãy xem lại rồi làm tiếp."))
