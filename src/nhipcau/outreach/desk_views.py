"""What the ward's own people do for one notice, on one page: each line with its button."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from django.contrib import messages
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.errors import DomainError
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach.claims import settle_claim
from nhipcau.outreach.desk import desk_of, latest_out
from nhipcau.outreach.hand_tasks import tick_task, untick_task
from nhipcau.outreach.models import Claim, PassedOn, Relay, Sheet, Task
from nhipcau.outreach.papers import leaflets_for, leaflets_for_all, sheet_paper
from nhipcau.outreach.passed_on import match_passed_on
from nhipcau.outreach.relay import mark_posted
from nhipcau.outreach.rights import WARD_HANDS
from nhipcau.outreach.sheets import (
    HANGING,
    add_place,
    mark_hung,
    mark_removed,
    unmark_hung,
    whats_where,
)
from nhipcau.outreach.waves import share_doors
from nhipcau.people.guards import console
from nhipcau.people.models import Household, Role, Staff
from nhipcau.places.models import Neighbourhood

P = ParamSpec("P")
Act = Callable[Concatenate[HttpRequest, NoticeVersion, P], str]
HANDS = tuple(Role(role) for role in sorted(WARD_HANDS))


@require_safe
@console()
def work(request: HttpRequest, notice_id: int) -> HttpResponse:
    version = _version(notice_id)
    staff = cast(Staff, request.user)
    context = {
        "version": version,
        "desk": desk_of(version),
        "may_act": staff.role in WARD_HANDS,
        "is_out": version.state == NoticeVersion.State.PUBLISHED,
        "places": Neighbourhood.objects.filter(
            pk__in=version.counters.values("neighbourhood")
        ).order_by("position", "id"),
        "forms": [(form, Sheet.Form(form).label) for form in sorted(HANGING, reverse=True)],
    }
    return render(request, "outreach/work.html", context)


def acts(part: str) -> Callable[[Act[P]], Callable[..., HttpResponse]]:
    """A POST that calls one verb, says what came of it, and goes back to its part of the page."""

    def decorate(act: Act[P]) -> Callable[..., HttpResponse]:
        @require_POST
        @console(*HANDS)
        def view(
            request: HttpRequest, /, notice_id: int, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            version = _version(notice_id)
            try:
                messages.success(request, act(request, version, *args, **kwargs))
            except DomainError as fault:
                messages.error(request, fault.message)
            place = "reach_doors" if part == "nha" else "desk_work"
            response = redirect(place, notice_id)
            response["Location"] += f"#{part}"
            return response

        return view

    return decorate


@acts("viec")
def task(request: HttpRequest, version: NoticeVersion, task_id: int) -> str:
    found = get_object_or_404(Task.objects.filter(version__notice=version.notice), pk=task_id)
    if request.POST.get("lam") == "mo-lai":
        untick_task(found, by=_by(request))
        return _("Đã mở lại việc này.")
    tick_task(found, by=_by(request))
    return _("Đã ghi: xong.")


@acts("to-truong")
def relay_posted(request: HttpRequest, version: NoticeVersion, relay_id: int) -> str:
    """The leader said so on the telephone."""
    found = get_object_or_404(Relay.objects.filter(version=version), pk=relay_id)
    covered = mark_posted(found, by=_by(request))
    return _("Đã ghi: %(group)s đã đăng, tới %(n)d hộ.") % {"group": found.group, "n": covered}


@acts("to-giay")
def sheet(request: HttpRequest, version: NoticeVersion, sheet_id: int) -> str:
    found = get_object_or_404(Sheet.objects.filter(version__notice=version.notice), pk=sheet_id)
    if found.state == Sheet.State.TO_REMOVE:
        mark_removed(found, by=_by(request))
        return _("Đã ghi: tờ ở %(place)s đã gỡ.") % {"place": found.place}
    mark_hung(found, by=_by(request))
    return _("Đã ghi: tờ ở %(place)s đã treo.") % {"place": found.place}


@acts("to-giay")
def sheet_not_hung(request: HttpRequest, version: NoticeVersion, sheet_id: int) -> str:
    """A slip: this sheet does not hang yet."""
    found = get_object_or_404(Sheet.objects.filter(version__notice=version.notice), pk=sheet_id)
    unmark_hung(found, by=_by(request))
    return _("Đã ghi: tờ ở %(place)s chưa treo.") % {"place": found.place}


@acts("to-giay")
def sheet_add(request: HttpRequest, version: NoticeVersion) -> str:
    """One more place where a paper is to hang."""
    chosen = request.POST.get("neighbourhood", "")
    place = Neighbourhood.objects.filter(pk=chosen if chosen.isdecimal() else 0).first()
    made = add_place(
        version,
        place=request.POST.get("place", ""),
        form=request.POST.get("form", ""),
        neighbourhood=place,
        by=_by(request),
    )
    return _("Đã thêm nơi treo: %(place)s. In tờ này có mã riêng của nơi đó.") % {
        "place": made.place
    }


@require_safe
@console()
def hanging(request: HttpRequest) -> HttpResponse:
    """What hangs where in the whole ward, of all notices, and what must come down."""
    rows = whats_where().annotate(scanned=Coalesce(Sum("link__days__people"), 0))
    context = {"sheets": rows, "may_act": _by(request).role in WARD_HANDS}
    return render(request, "outreach/hanging.html", context)


@require_safe
@console()
def sheet_pdf(request: HttpRequest, notice_id: int, sheet_id: int) -> HttpResponse:
    sheets = Sheet.objects.filter(version__notice=notice_id)
    found = get_object_or_404(
        sheets.select_related("link", "version__notice__paper", "version__locality"), pk=sheet_id
    )
    return _pdf(sheet_paper(found), f"to-a4-{notice_id}-{sheet_id}")


@require_POST
@console(*HANDS)
def leaflets(request: HttpRequest, notice_id: int, neighbourhood_id: int) -> HttpResponse:
    """To take along: one leaflet a door, to leave where nobody is at home."""
    version = _version(notice_id)
    place = get_object_or_404(Neighbourhood.objects.all(), pk=neighbourhood_id)
    make = leaflets_for_all if "het" in request.POST else leaflets_for
    try:
        paper = make(version, place, by=_by(request).actor)
    except DomainError as fault:
        messages.error(request, fault.message)
        return redirect("reach_doors", notice_id)
    return _pdf(paper, f"to-roi-{notice_id}-{place.pk}")


@acts("chua-ro")
def claim(request: HttpRequest, version: NoticeVersion, claim_id: int) -> str:
    found = get_object_or_404(Claim.objects.filter(version=version), pk=claim_id)
    home = _home(request, found.neighbourhood_id)
    settle_claim(found, home, by=_by(request))
    return _("Đã ghép với một hộ.") if home else _("Đã ghi: không phải hộ nào của tổ.")


@acts("chua-ro")
def passed_on(request: HttpRequest, version: NoticeVersion, said_id: int) -> str:
    found = get_object_or_404(PassedOn.objects.filter(version=version), pk=said_id)
    home = _home(request, found.neighbourhood_id)
    if home is None:
        return _("Hãy chọn một hộ.")
    match_passed_on(found, home, by=_by(request))
    return _("Đã ghép với một hộ.")


@acts("nha")
def share(request: HttpRequest, version: NoticeVersion, neighbourhood_id: int) -> str:
    place = get_object_or_404(Neighbourhood.objects.all(), pk=neighbourhood_id)
    doors = share_doors(version, [place.pk], by=_by(request).actor)
    return _("%(n)d nhà của %(place)s hiện trên điện thoại của tổ hỗ trợ phường.") % {
        "n": doors,
        "place": place.name,
    }


def _version(notice_id: int) -> NoticeVersion:
    return latest_out(get_object_or_404(Notice.objects.all(), pk=notice_id))


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _by(request: HttpRequest) -> Staff:
    return cast(Staff, request.user)


def _home(request: HttpRequest, neighbourhood: int) -> Household | None:
    chosen = request.POST.get("home", "")
    if not chosen.isdecimal() or chosen == "0":
        return None
    return get_object_or_404(Household.objects.filter(neighbourhood=neighbourhood), pk=chosen)
