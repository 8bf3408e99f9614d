"""On a phone, with one thumb: whom to visit, what was taught there."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import DomainError
from nhipcau.counter.gap.forms import VisitForm
from nhipcau.counter.gap.lists import WHY, counts_of, homes_of
from nhipcau.counter.gap.teach import VisitInput, record_visit, undo_visit
from nhipcau.counter.models import SkillVisit
from nhipcau.counter.skills import SKILLS
from nhipcau.people.circumstances import Seen, may_visit
from nhipcau.people.guards import me, phone
from nhipcau.people.models import Circumstance, Household
from nhipcau.places.models import Neighbourhood

SHOWN = 60
WORDS = {True: "yes", False: "no", None: ""}


@require_safe
@phone
def homes(request: HttpRequest) -> HttpResponse:
    staff, today = me(request), local(civil_now()).date()
    places = [one for one in Neighbourhood.objects.all() if may_visit(staff, one)]
    if not places:
        raise Http404(_("Bạn chưa được giao tổ dân phố nào."))
    asked = request.GET.get("to", "")
    place = next((one for one in places if str(one.pk) == asked), places[0])
    counts = counts_of(place.pk, today)
    first = next((name for name, n in counts.items() if n), "khong-may")
    name = request.GET.get("ai", first)
    name = name if name in WHY else first
    recent = SkillVisit.objects.filter(by=staff, on=today, undone_at=None)
    context = {
        "place": place,
        "places": places,
        "tabs": [(key, label, counts[key]) for key, label in WHY.items()],
        "name": name,
        "homes": homes_of(place.pk, name, today)[:SHOWN],
        "recent": recent.select_related("household").prefetch_related("taught"),
        "skills": SKILLS,
    }
    return render(request, "counter/gap_homes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@phone
def visit(request: HttpRequest, household_id: int) -> HttpResponse:
    staff = me(request)
    homes = Household.objects.filter(is_gone=False).select_related("neighbourhood")
    home = get_object_or_404(homes, pk=household_id)
    if not may_visit(staff, home.neighbourhood):
        raise Http404(_("Không có nhà này ở tổ của bạn."))
    form = VisitForm(request.POST or None, initial=_known(home))
    if request.method == "POST" and form.is_valid():
        try:
            record_visit(home, _given(form), by=staff)
        except DomainError as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        else:
            messages.success(request, _("Đã ghi buổi hướng dẫn. Cảm ơn bạn."))
            return redirect(f"/to/cung-hoc/?to={home.neighbourhood_id}")
    visits = SkillVisit.objects.filter(household=home, undone_at=None).order_by("-at")
    done = [(one, [SKILLS.get(t.skill, t.skill) for t in one.taught.all()]) for one in visits[:5]]
    context = {"home": home, "form": form, "done": done}
    status = 422 if form.is_bound else 200
    return render(request, "counter/gap_visit.html", context, status=status)


@require_POST
@phone
def undone(request: HttpRequest, visit_id: int) -> HttpResponse:
    found = get_object_or_404(SkillVisit.objects.all(), pk=visit_id)
    try:
        undo_visit(found, by=me(request))
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect("gap_homes")


def _known(home: Household) -> dict[str, object]:
    """What stands in the register, so that saving unread changes nothing."""
    row = Circumstance.objects.filter(household=home).first()
    return {
        "key": uuid4(),
        "smartphone": WORDS[home.has_smartphone],
        "elder_alone": WORDS[row.is_elder_alone if row else None],
        "remote": WORDS[row.is_remote if row else None],
    }


def _given(form: VisitForm) -> VisitInput:
    said = form.cleaned_data
    return VisitInput(
        key=said["key"],
        skills=said["skills"],
        place=said["place"],
        minutes=said["minutes"] or 0,
        seen=Seen(said["smartphone"], said["elder_alone"], said["remote"]),
    )
