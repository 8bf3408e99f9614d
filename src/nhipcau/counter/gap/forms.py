"""What is typed at a visit, and when a campaign begins."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.counter.models import SkillVisit
from nhipcau.counter.skills import SKILLS
from nhipcau.people.household_forms import SMARTPHONE
from nhipcau.places.models import Neighbourhood

YES_NO = [("", _("Chưa rõ")), ("yes", _("Có")), ("no", _("Không"))]


class VisitForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    skills = forms.MultipleChoiceField(
        label=_("Đã hướng dẫn được gì"),
        choices=list(SKILLS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy chọn ít nhất một việc đã hướng dẫn.")},
    )
    place = forms.ChoiceField(
        label=_("Ở đâu"), choices=SkillVisit.Place.choices, initial=SkillVisit.Place.HOME
    )
    minutes = forms.IntegerField(
        label=_("Bao nhiêu phút"), min_value=0, max_value=480, required=False
    )
    smartphone = forms.ChoiceField(
        label=_("Nhà có điện thoại thông minh"), choices=SMARTPHONE, required=False
    )
    elder_alone = forms.ChoiceField(label=_("Người già ở một mình"), choices=YES_NO, required=False)
    remote = forms.ChoiceField(label=_("Ở xa, khó đi"), choices=YES_NO, required=False)


class CampaignForm(forms.Form):
    name = forms.CharField(label=_("Tên đợt"), max_length=120)
    benefit = forms.CharField(
        label=_("Cho bà con thấy lợi gì"),
        max_length=300,
        help_text=_("Ví dụ: nộp hồ sơ tại nhà, không phải ra phường hai lần."),
    )
    first_on = forms.DateField(
        label=_("Từ ngày"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_on = forms.DateField(
        label=_("Đến hết ngày"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    places = forms.ModelMultipleChoiceField(
        label=_("Ở những tổ nào"),
        queryset=Neighbourhood.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Các tổ còn lại dùng để so sánh."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["places"]
        places.queryset = Neighbourhood.objects.all()
