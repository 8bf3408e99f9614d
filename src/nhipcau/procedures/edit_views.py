"""Writing a procedure at the desk: a new one, a new version, out of use, back in use."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nhipcau.core.clock import local
from nhipcau.core.errors import DomainError
from nhipcau.country.chosen import country
from nhipcau.people.guards import console
from nhipcau.people.staff_views import here, me, say
from nhipcau.procedures.content import TEXTS, Content, content_of
from nhipcau.procedures.forms import (
    NewProcedureForm,
    PaperForms,
    ProcedureForm,
    WayForms,
)
from nhipcau.procedures.models import Procedure
from nhipcau.procedures.queries import whole
from nhipcau.procedures.retire import restore_procedure, retire_procedure
from nhipcau.procedures.revise import add_procedure, change_procedure
from nhipcau.procedures.rights import EDITS_PROCEDURES
from nhipcau.procedures.views import one

MORE_ROWS = 5


@console(*EDITS_PROCEDURES)
def procedure_new(request: HttpRequest) -> HttpResponse:
    blank = Content(name="", level=country().desk.own_level)
    page = _Page(request, NewProcedureForm, blank)
    if page.is_filled():
        try:
            content = page.form.content(blank, page.ways, page.papers)
            code = page.form.cleaned_data["code"]
            made = add_procedure(here(request), code, content, by=me(request))
        except DomainError as error:
            say(page.form, error)
        else:
            messages.success(request, _("Đã thêm vào danh mục."))
            return redirect("procedure", made.pk)
    return page.show({})


@console(*EDITS_PROCEDURES)
def procedure_edit(request: HttpRequest, procedure_id: int) -> HttpResponse:
    known = one(procedure_id)
    current = whole(known.current_id or 0)
    page = _Page(request, ProcedureForm, content_of(current), seen=current.pk)
    if page.is_filled():
        try:
            made = _change(request, known, page)
        except DomainError as error:
            say(page.form, error)
        else:
            messages.success(request, made)
            return redirect("procedure", known.pk)
    return page.show({"procedure": known, "version": current})


def _change(request: HttpRequest, known: Procedure, page: "_Page") -> str:
    seen = page.form.cleaned_data["seen"] or 0
    over = replace(page.content, unclear={}) if "da-ro" in request.POST else page.content
    content = page.form.content(over, page.ways, page.papers)
    made = change_procedure(known, content, seen=seen, by=me(request))
    if made.pk == seen:
        return _("Nội dung không đổi nên không lập bản mới.")
    return _("Đã lưu bản %(number)d. Bản trước vẫn xem được.") % {"number": made.number}


@require_POST
@console(*EDITS_PROCEDURES)
def procedure_retire(request: HttpRequest, procedure_id: int) -> HttpResponse:
    return _act(request, procedure_id, retire_procedure, _("Đã ngừng áp dụng thủ tục này."))


@require_POST
@console(*EDITS_PROCEDURES)
def procedure_restore(request: HttpRequest, procedure_id: int) -> HttpResponse:
    return _act(request, procedure_id, restore_procedure, _("Thủ tục đã áp dụng trở lại."))


def _act(request: HttpRequest, procedure_id: int, verb: Any, done: str) -> HttpResponse:
    known = one(procedure_id)
    try:
        verb(known, by=me(request))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("procedure", known.pk)


class _Page:
    """The form with its rows of ways and papers, as opened or as typed."""

    def __init__(
        self, request: HttpRequest, kind: type[Any], content: Content, *, seen: int | None = None
    ) -> None:
        self.request, self.content = request, content
        typed = request.POST if request.method == "POST" else None
        self.form = kind(typed, initial={**_texts(content), "seen": seen})
        self.ways: BaseFormSet[Any] = WayForms(typed, initial=_ways(content), prefix="cach")
        self.papers: BaseFormSet[Any] = PaperForms(typed, initial=_papers(content), prefix="giay")

    def is_filled(self) -> bool:
        """Sent to be saved, and nothing wrong in it. "Thêm dòng" only asks for more rows."""
        if self.request.method != "POST" or "them-dong" in self.request.POST:
            return False
        # Each one, so that each shows its faults.
        valid = [part.is_valid() for part in (self.form, self.ways, self.papers)]
        return all(valid)

    def show(self, context: dict[str, Any]) -> HttpResponse:
        if "them-dong" in self.request.POST:
            self._add_rows()
        has_faults = self.request.method == "POST" and "them-dong" not in self.request.POST
        told = {"form": self.form, "ways": self.ways, "papers": self.papers, **context}
        status = 422 if has_faults else 200
        return render(self.request, "procedures/edit.html", told, status=status)

    def _add_rows(self) -> None:
        """What was typed comes back, with more rows below; nothing is judged yet."""
        typed = self.request.POST.copy()
        name = {"cach": "cach", "giay": "giay"}.get(typed.get("them-dong", ""), "giay")
        total = typed.get(f"{name}-TOTAL_FORMS", "0")
        typed[f"{name}-TOTAL_FORMS"] = str(
            min(int(total) if total.isdecimal() else 0, 250) + MORE_ROWS
        )
        self.form = type(self.form)(typed)
        self.ways = WayForms(typed, initial=_ways(self.content), prefix="cach")
        self.papers = PaperForms(typed, initial=_papers(self.content), prefix="giay")


def _texts(content: Content) -> dict[str, Any]:
    at = content.retrieved_at
    return {
        **{name: getattr(content, name) for name in TEXTS},
        "retrieved_on": local(at).date() if at else None,
    }


def _ways(content: Content) -> list[dict[str, Any]]:
    return [
        {
            "place": place,
            "kind": way.kind,
            "time": way.time_text,
            "fee": way.fee_text,
            "note": way.note,
        }
        for place, way in enumerate(content.ways)
    ]


def _papers(content: Content) -> list[dict[str, Any]]:
    names = ("name", "case", "originals", "copies", "form_name", "form_url")
    return [{name: getattr(paper, name) for name in names} for paper in content.papers]
