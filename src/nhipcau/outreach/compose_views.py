"""The page where a notice is written once: its text, people, forms, and what it will cost."""

from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nhipcau.audiences.describe import describe
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, DomainError, WrongState
from nhipcau.core.language import own_language
from nhipcau.country.chosen import country
from nhipcau.notices.approve import input_of
from nhipcau.notices.draft import keep_typed, suggest_deadline
from nhipcau.notices.given import Faults
from nhipcau.notices.heard import checked_recordings, say_language
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.notices.papers import store_file
from nhipcau.notices.queries import approvers, in_hand, newest
from nhipcau.notices.starters import starter_of, starters
from nhipcau.outreach.ask import were_asked
from nhipcau.outreach.compose import given_by, look, save, typed_of
from nhipcau.outreach.compose_forms import MULTIPLE, WHOLE, ComposeForm, initial_of
from nhipcau.outreach.compose_panels import languages_of, panels, saved_forms
from nhipcau.people.guards import console, me
from nhipcau.people.models import Role
from nhipcau.text.dates import say_when

writers = console(Role.EDITOR, Role.APPROVER, Role.OFFICER, Role.CLERK)


@writers
def notice_new(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _save(request, _draft_named(request))
    initial = _first_values(request)
    return _page(request, None, ComposeForm(me(request).locality, initial=initial), {})


@writers
def notice_edit(request: HttpRequest, notice_id: int) -> HttpResponse:
    version = in_hand(get_object_or_404(Notice, pk=notice_id))
    if version is None or not version.is_draft:
        messages.warning(request, _("Thông báo này không còn là bản nháp nên không sửa được."))
        return redirect("notice_read", notice_id)
    if request.method == "POST":
        return _save(request, version)
    typed = version.typed
    initial = first_of(typed) if typed else initial_of(input_of(version))
    return _page(request, version, ComposeForm(version.locality, initial=initial), typed)


@writers
@require_POST
def notice_live(request: HttpRequest) -> HttpResponse:
    """While somebody types: keep it, count again, plan again, make the forms again."""
    staff, typed = me(request), typed_of(request.POST)
    version, trouble = _draft_named(request), ""
    if request.POST.get("title", "").strip() or request.POST.get("text", "").strip():
        try:
            version = keep_typed(staff.locality, version, typed, by=staff)
        except DomainError as fault:
            trouble = fault.message
    form = ComposeForm(staff.locality, data=request.POST)
    context = _context(request, version, form, typed)
    in_forms = "forms" in request.GET
    context |= {
        "in_forms": in_forms,
        "trouble": trouble,
        "kept_at": civil_now(),
        "only_sizes": in_forms and not _new_tongue(typed),
    }
    return render(request, "outreach/compose_live.html", context)


def _save(request: HttpRequest, version: NoticeVersion | None) -> HttpResponse:
    staff, typed = me(request), typed_of(request.POST)
    faults = _store_paper(request, typed)
    form = ComposeForm(staff.locality, data=_as_posted(typed))
    form.is_valid()
    submits = request.POST.get("do") == "submit" and not faults
    if request.POST.get("do") == "look":
        return _page(request, version, form, typed)
    if _was_saved_elsewhere(request, version):
        return _page(request, version, form, typed, status=409)
    version, found = save(version, form, typed, by=staff, submits=submits)
    faults |= found
    if faults:
        return _page(request, version, form, typed, faults)
    if version.is_draft:
        messages.success(request, _("Đã lưu bản nháp."))
        return redirect("notice_edit", version.notice_id)
    messages.success(request, _said_to(version))
    return redirect("notice_read", version.notice_id)


def _page(
    request: HttpRequest,
    version: NoticeVersion | None,
    form: ComposeForm,
    typed: dict[str, list[str]],
    faults: Faults | None = None,
    status: int = 0,
) -> HttpResponse:
    # The first look at a form that nobody posted: what is in it counts as typed.
    shown = form if form.is_bound else ComposeForm(form.locality, data=form.as_data())
    context = _context(request, version, shown, typed, faults)
    context["form"] = form
    for name, said in (faults or {}).items():
        if name in form.fields and not form.errors.get(name):
            form.add_error(name, said)
    status = status or (422 if faults else 200)
    return render(request, "outreach/compose.html", context, status=status)


def _was_saved_elsewhere(request: HttpRequest, version: NoticeVersion | None) -> bool:
    """Another tab or person saved since this page was opened: the second press may overwrite."""
    opened = request.POST.get("written", "")
    if version is None or version.written_at is None or not opened:
        return False
    if opened == version.written_at.isoformat():
        return False
    said = _(
        "Bản nháp này vừa được %(who)s lưu lúc %(when)s ở nơi khác. Những gì bạn gõ vẫn còn "
        "dưới đây, chưa lưu. Bấm lưu hoặc trình lần nữa để ghi đè bản đó."
    )
    who = version.written_by.name if version.written_by else ""
    when = say_when(version.written_at, civil_now())
    messages.warning(request, said % {"who": who, "when": when})
    return True


def _context(
    request: HttpRequest,
    version: NoticeVersion | None,
    form: ComposeForm,
    typed: dict[str, list[str]],
    faults: Faults | None = None,
) -> dict[str, Any]:
    locality = me(request).locality
    form.is_valid()
    preview = look(locality, version, form)
    given = given_by(form, version, typed)
    used = languages_of(saved_forms(version), typed)
    shown = panels(locality, version, given, typed, faults or {})
    wrong = next((panel for panel in shown if panel.fault), None)
    own, written = own_language(), country().written
    tab = wrong.key if wrong else (typed.get("tab") or [f"group-{own}"])[0]
    tongue = wrong.language if wrong else (typed.get("tongue") or [own])[0]
    return {
        "form": form,
        "version": version,
        "preview": preview,
        "faults": faults or {},
        "missing": form.labels_of(preview.faults),
        "to_mend": form.labels_of(faults or {}),
        "panels": shown,
        "languages": [(code, written[code]) for code in used],
        "more_languages": [(code, name) for code, name in written.items() if code not in used],
        "tab": tab,
        "tongue": _new_tongue(typed) or tongue,
        "starters": () if version else starters(locality),
        "audience": _("chưa chọn tổ nào") if form.chose_nobody else describe(given.selection),
        "is_correction": bool(version and version.is_correction),
        "given": given,
        "recorded": [say_language(row.language) for row in checked_recordings(version)]
        if version
        else [],
        "now": civil_now(),
    }


def _first_values(request: HttpRequest) -> dict[str, Any]:
    """An empty notice, or one begun from a starter or from an older notice without its days."""
    staff, now = me(request), civil_now()
    blank = {
        "kind": Notice.Kind.ANNOUNCEMENT, "urgency": Notice.Urgency.USUAL, "scope": WHOLE,
        "sms_without_marks": "1", "deadline": suggest_deadline(None, now),
    }  # fmt: skip
    older = request.GET.get("tu", "")
    if older.isdecimal():
        version = newest(get_object_or_404(Notice, pk=int(older)))
        days = ("event_at", "event_until", "deadline", "received_at", "signed_on", "number")
        kept = {key: v for key, v in initial_of(input_of(version)).items() if key not in days}
        return blank | kept | {"file_key": "", "file_name": "", "correction": ""}
    starter = starter_of(staff.locality, request.GET.get("mau", ""))
    return blank | starter.initial() if starter else blank


def _draft_named(request: HttpRequest) -> NoticeVersion | None:
    """The draft that autosave began for a page whose address does not have it yet."""
    named = request.POST.get("draft", "")
    if not named.isdecimal():
        return None
    version = get_object_or_404(NoticeVersion.objects.select_related("notice"), pk=int(named))
    if not version.is_draft:
        raise WrongState(_("Thông báo này vừa được trình hoặc bỏ ở nơi khác. Hãy mở lại trang."))
    return version


def _store_paper(request: HttpRequest, typed: dict[str, list[str]]) -> Faults:
    """The file is kept at once, so that another fault on the page does not ask for it again."""
    file = request.FILES.get("file")
    if file is None:
        return {}
    try:
        key, name = store_file(me(request).locality, cast(Any, file), str(file.name))
    except BadInput as fault:
        return {"file": fault.message}
    typed |= {"file_key": [key], "file_name": [name]}
    return {}


def first_of(typed: dict[str, list[str]]) -> dict[str, Any]:
    """What was kept as typed, as the first values of a form: odd words stay as they were."""
    return {
        name: values if name in MULTIPLE else values[0] for name, values in typed.items() if values
    }


def _new_tongue(typed: dict[str, list[str]]) -> str:
    """The language just added, whose forms are shown next."""
    return (typed.get("add_language") or [""])[0]


def _as_posted(typed: dict[str, list[str]]) -> Any:
    return ComposeForm.as_query(typed)


def _said_to(version: NoticeVersion) -> str:
    names = ", ".join(person.name for person in approvers(version))
    if not names:
        return _("Đã trình duyệt. Phường chưa có người duyệt nào khác: nhờ quản trị thêm.")
    left = version.deadline - civil_now()
    hurry = _(" Còn ít giờ: hãy gọi để được duyệt ngay.") if left < timedelta(hours=24) else ""
    told = _(" Máy vừa nhắn SMS cho người duyệt.") if were_asked(version) else ""
    return _("Đã trình duyệt tới %(names)s.") % {"names": names} + told + hurry
