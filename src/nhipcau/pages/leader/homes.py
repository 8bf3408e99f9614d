"""At the door: in which language a household is best told, and how."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.core.errors import DomainError
from nhipcau.country.chosen import country
from nhipcau.pages.leader.views import staff_of
from nhipcau.people.guards import phone
from nhipcau.people.household_forms import SMARTPHONE
from nhipcau.people.households import HouseholdChange, edit_household
from nhipcau.people.models import Household


class HowToldForm(forms.Form):
    language = forms.ChoiceField(label=gettext_lazy("Nghe tiếng gì rõ nhất"))
    best_way = forms.ChoiceField(
        label=gettext_lazy("Báo tin bằng cách nào tốt nhất"),
        choices=[("", gettext_lazy("Chưa rõ")), *Household.BestWay.choices],
        required=False,
    )
    smartphone = forms.ChoiceField(
        label=gettext_lazy("Có điện thoại thông minh"), choices=SMARTPHONE, required=False
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, _(name)) for code, name in country().spoken.items()
        ]


@phone
def how_told(request: HttpRequest, household_id: int) -> HttpResponse:
    staff = staff_of(request)
    home = Household.objects.filter(
        pk=household_id, neighbourhood=staff.neighbourhood_id, is_gone=False
    ).first()
    if home is None:
        raise Http404(_("Không có nhà này ở tổ của bạn."))
    smartphone = {True: "yes", False: "no", None: ""}[home.has_smartphone]
    first = {"language": home.language, "best_way": home.best_way, "smartphone": smartphone}
    form = HowToldForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            edit_household(home, HouseholdChange(**form.cleaned_data), by=staff.actor)
        except DomainError as fault:
            form.add_error(None, fault.message)
        else:
            messages.success(
                request, _("Đã ghi cách báo cho nhà %(name)s.") % {"name": home.head_name}
            )
            return redirect(_back(request, home))
    status = 422 if form.errors else 200
    context = {"home": home, "form": form, "back": _back(request, home)}
    return render(request, "pages/leader/how_told.html", context, status=status)


def _back(request: HttpRequest, home: Household) -> str:
    """To the list of doors it was opened from."""
    version = request.GET.get("tu", "")
    if version.isdecimal() and len(version) < 10:
        return reverse("leader_doors", args=[int(version)])
    return reverse("leader_home")
