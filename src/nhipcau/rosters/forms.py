"""What is typed about rosters."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models import Staff
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.rosters.models import Pattern, PatternLine, Post, Team, TeamMember
from nhipcau.rosters.queries import needs_of, zone_of
from nhipcau.rosters.rights import HELPS
from nhipcau.rosters.tongues import tongues
from nhipcau.text.dates import WEEKDAYS


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _time() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PersonField(forms.ModelChoiceField[Staff]):
    """A colleague, by name and what they are."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.title or obj.get_role_display().lower()})"


def helpers(locality: Locality) -> Any:
    """Staff are found without a scope, so the locality is asked for here."""
    return Staff.objects.filter(locality=locality, is_active=True, role__in=HELPS).order_by("name")


class ShiftForm(forms.Form):
    post = forms.ChoiceField(label=_("Nơi trực"), choices=Post.choices)
    on = forms.DateField(label=_("Ngày"), widget=_day())
    opens = forms.TimeField(label=_("Vào ca"), widget=_time())
    closes = forms.TimeField(label=_("Hết ca"), widget=_time())
    staff = PersonField(
        queryset=Staff.objects.none(),
        label=_("Ai trực"),
        required=False,
        empty_label=_("Chưa có ai, để trống cho lịch tự hỏi"),
    )
    team = forms.ModelChoiceField(
        queryset=Team.objects.none(),
        label=_("Của tổ nào"),
        required=False,
        empty_label=_("Không thuộc tổ nào"),
    )

    def __init__(self, *args: Any, locality: Locality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.locality = locality
        _people(self, locality)

    def moments(self) -> tuple[datetime, datetime]:
        given, zone = self.cleaned_data, zone_of(self.locality)
        return (
            datetime.combine(given["on"], given["opens"], zone),
            datetime.combine(given["on"], given["closes"], zone),
        )


class LineForm(forms.Form):
    staff = PersonField(
        queryset=Staff.objects.none(), label=_("Ai trực"), empty_label=_("Hãy chọn một người")
    )
    post = forms.ChoiceField(label=_("Nơi trực"), choices=Post.choices)
    part = forms.ChoiceField(
        label=_("Buổi"),
        choices=PatternLine.Part.choices,
        help_text=_("Sáng, chiều theo giờ làm việc của phường; đổi giờ thì ca đổi theo."),
    )
    weekdays = forms.MultipleChoiceField(
        label=_("Những ngày"),
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
    )
    opens = forms.TimeField(label=_("Vào ca (giờ riêng)"), widget=_time(), required=False)
    closes = forms.TimeField(label=_("Hết ca (giờ riêng)"), widget=_time(), required=False)
    team = forms.ModelChoiceField(
        queryset=Team.objects.none(),
        label=_("Của tổ nào"),
        required=False,
        empty_label=_("Không thuộc tổ nào"),
    )

    def __init__(self, *args: Any, locality: Locality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _people(self, locality)


class PatternForm(forms.Form):
    name = forms.CharField(label=_("Tên lịch mẫu"), max_length=80)


class ApplyForm(forms.Form):
    pattern = forms.ModelChoiceField(
        queryset=Pattern.objects.none(), label=_("Lịch mẫu"), empty_label=None
    )
    monday = forms.DateField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self, "pattern", Pattern.objects.filter(retired_at=None))


class NeedsForm(forms.Form):
    """One number a post."""

    def __init__(self, *args: Any, locality: Locality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needs = needs_of(locality)
        for post in Post:
            self.fields[post.value] = forms.IntegerField(
                label=post.label, min_value=0, max_value=30, initial=needs[post.value]
            )


class TeamForm(forms.Form):
    name = forms.CharField(label=_("Tên tổ"), max_length=120)
    level = forms.ChoiceField(label=_("Cấp"), choices=Team.Level.choices)
    body = forms.CharField(
        label=_("Hội, đoàn thể"),
        max_length=120,
        required=False,
        help_text=_("Chỉ ghi khi là tổ của một hội, đoàn thể."),
    )
    places = forms.ModelMultipleChoiceField(
        queryset=Neighbourhood.objects.none(),
        label=_("Phụ trách tổ dân phố, thôn"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn là cả phường, xã."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self, "places", Neighbourhood.objects.all())


class AboutForm(forms.Form):
    """What a member can do."""

    skills = forms.MultipleChoiceField(
        label=_("Biết giúp việc gì"),
        choices=TeamMember.Skill.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("Nói được tiếng"),
        choices=lambda: list(tongues().items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_lead = forms.BooleanField(label=_("Là tổ trưởng của tổ này"), required=False)
    shows_phone = forms.BooleanField(
        label=_("Đồng ý cho người dân thấy số điện thoại khi đang trực"), required=False
    )


class MemberForm(AboutForm):
    staff = PersonField(
        queryset=Staff.objects.none(), label=_("Ai vào tổ"), empty_label=_("Hãy chọn một người")
    )
    field_order = ["staff", "skills", "languages", "is_lead", "shows_phone"]

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = TeamMember.objects.filter(team=team, left_at=None).values("staff")
        people = helpers(team.locality).exclude(pk__in=here)
        _among(self, "staff", people)


class GiveForm(forms.Form):
    staff = PersonField(
        queryset=Staff.objects.none(), label=_("Giao ca này cho"), empty_label=_("Để trống")
    )

    def __init__(self, *args: Any, locality: Locality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self, "staff", helpers(locality))
        self.fields["staff"].required = False


def _people(form: forms.Form, locality: Locality) -> None:
    _among(form, "staff", helpers(locality))
    _among(form, "team", Team.objects.filter(closed_at=None))


def _among(form: forms.Form, name: str, queryset: Any) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = queryset
