"""Forms of a household's page: they only read what was typed; the verbs decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.country.chosen import country
from nhipcau.people.households import HouseholdChange
from nhipcau.people.models import Household, LegalBasis

SMARTPHONE = [("", _("Chưa rõ")), ("yes", _("Có")), ("no", _("Không có"))]


def spoken_here() -> list[tuple[str, Any]]:
    return [(code, _(name)) for code, name in country().spoken.items()]


class HouseholdForm(forms.Form):
    head_name = forms.CharField(label=_("Chủ hộ"), max_length=120)
    house = forms.CharField(label=_("Số nhà"), max_length=40, required=False)
    alley = forms.CharField(label=_("Ngõ, đường"), max_length=80, required=False)
    landmark = forms.CharField(
        label=_("Mốc dễ tìm"),
        max_length=120,
        required=False,
        help_text=_("Ví dụ: cạnh nhà văn hoá, cổng xanh."),
    )
    smartphone = forms.ChoiceField(
        label=_("Có điện thoại thông minh"), choices=SMARTPHONE, required=False
    )
    best_way = forms.ChoiceField(
        label=_("Báo tin bằng cách nào tốt nhất"),
        choices=[("", _("Chưa rõ")), *Household.BestWay.choices],
        required=False,
    )
    told_basis = forms.ChoiceField(
        label=_("Căn cứ để ghi hai điều trên"),
        choices=LegalBasis.choices,
        initial=LegalBasis.PUBLIC_TASK,
        required=False,
    )
    language = forms.ChoiceField(label=_("Ngôn ngữ"), choices=spoken_here)

    @classmethod
    def of(cls, household: Household) -> "HouseholdForm":
        smartphone = {True: "yes", False: "no", None: ""}[household.has_smartphone]
        as_it_is = {
            name: getattr(household, name) for name in cls.base_fields if name != "smartphone"
        }
        return cls(initial={**as_it_is, "smartphone": smartphone})

    def change(self) -> HouseholdChange:
        typed = self.cleaned_data
        return HouseholdChange(**{**typed, "told_basis": typed["told_basis"] or None})


class PhoneForm(forms.Form):
    value = forms.CharField(label=_("Số điện thoại hoặc thư điện tử"), max_length=120)
    basis = forms.ChoiceField(
        label=_("Căn cứ được liên lạc"),
        choices=LegalBasis.choices,
        initial=LegalBasis.PUBLIC_TASK,
    )


class EraseForm(forms.Form):
    is_sure = forms.BooleanField(
        label=_("Tôi hiểu việc này không lấy lại được, và người đó (hoặc gia đình) đã yêu cầu.")
    )
