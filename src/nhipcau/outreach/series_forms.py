"""The form of a call that comes again; notices.series decides what is sound."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.audiences.selection import Selection
from nhipcau.notices import dates
from nhipcau.notices.models import Recurrence
from nhipcau.notices.series import SeriesInput
from nhipcau.outreach.compose_forms import ANSWERS
from nhipcau.places.models import Neighbourhood
from nhipcau.text.dates import WEEKDAYS

KINDS = [
    ("weeks", _("Cách mấy tuần một lần")),
    ("month", _("Một ngày trong tuần của mỗi tháng")),
    ("feasts", _("Các ngày lễ")),
]
DETAILS = ("for_whom", "place", "bring", "answers")


def feast_choices() -> list[tuple[str, Any]]:
    return [(key, feast.label) for key, feast in dates.feasts_here().items()]


class SeriesForm(forms.Form):
    name = forms.CharField(label=_("Tên lịch"), max_length=120)
    kind = forms.ChoiceField(label=_("Lặp lại"), choices=KINDS, widget=forms.RadioSelect)
    weekday = forms.TypedChoiceField(
        label=_("Thứ mấy"), choices=list(enumerate(WEEKDAYS)), coerce=int, required=False
    )
    every = forms.IntegerField(label=_("Cách mấy tuần"), min_value=1, max_value=12, required=False)
    first = forms.DateField(
        label=_("Tính từ tuần có ngày"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    nth = forms.TypedChoiceField(
        label=_("Lần thứ mấy trong tháng"),
        choices=list(dates.NTH.items()),
        coerce=int,
        required=False,
    )
    feasts = forms.MultipleChoiceField(
        label=_("Ngày lễ nào"),
        choices=feast_choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    from_days = forms.IntegerField(
        label=_("Bắt đầu trước hay sau ngày đó mấy ngày"),
        min_value=-30,
        max_value=30,
        help_text=_("0 là đúng ngày; -1 là từ hôm trước."),
    )
    begins = forms.TimeField(
        label=_("Bắt đầu lúc"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    until_days = forms.IntegerField(
        label=_("Kết thúc trước hay sau ngày đó mấy ngày"), min_value=-30, max_value=30
    )
    ends = forms.TimeField(
        label=_("Kết thúc lúc"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    ahead_days = forms.IntegerField(
        label=_("Lập thông báo trước mấy ngày"), min_value=1, max_value=30
    )
    title = forms.CharField(
        label=_("Tiêu đề"),
        max_length=160,
        help_text=_("Máy tự điền [dịp], [ngày], [từ], [đến] theo từng lần."),
    )
    text = forms.CharField(label=_("Nội dung"), widget=forms.Textarea(attrs={"rows": 6}))
    for_whom = forms.CharField(label=_("Dành cho ai"), max_length=160, required=False)
    place = forms.CharField(label=_("Ở đâu"), max_length=160, required=False)
    bring = forms.CharField(label=_("Mang theo gì"), max_length=200, required=False)
    answers = forms.MultipleChoiceField(
        label=_("Mỗi nhà trả lời"), choices=ANSWERS, widget=forms.CheckboxSelectMultiple
    )
    neighbourhoods = forms.TypedMultipleChoiceField(
        label=_("Gửi cho tổ nào"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Không chọn tổ nào là toàn địa bàn."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["neighbourhoods"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = list(Neighbourhood.objects.values_list("pk", "name"))

    @property
    def given(self) -> SeriesInput:
        typed = self.cleaned_data
        return SeriesInput(
            name=typed["name"],
            rule=self._rule(),
            title=typed["title"],
            text=typed["text"],
            begins=typed["begins"],
            ends=typed["ends"],
            from_days=typed["from_days"],
            until_days=typed["until_days"],
            ahead_days=typed["ahead_days"],
            fields={name: typed[name] for name in DETAILS},
            selection=Selection(neighbourhoods=tuple(typed["neighbourhoods"])),
        )

    def _rule(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed["kind"] == "feasts":
            return dates.feasts(*typed["feasts"])
        on = typed["weekday"] if typed["weekday"] != "" else -1
        if typed["kind"] == "month":
            return dates.month(typed["nth"] or 0, on)
        return {
            "kind": "weeks",
            "every": typed["every"],
            "weekday": on,
            "first": typed["first"].isoformat() if typed["first"] else "",
        }


def initial_of(given: SeriesInput | Recurrence) -> dict[str, Any]:
    """The form as it would have been typed."""
    selection = given.selection
    if not isinstance(selection, Selection):
        selection = Selection.from_json(selection)
    rule = given.rule
    first = rule.get("first", "")
    return {
        **{name: getattr(given, name) for name in ("name", "title", "text", "begins", "ends")},
        **{name: getattr(given, name) for name in ("from_days", "until_days", "ahead_days")},
        **{name: given.fields.get(name, "") for name in DETAILS},
        "kind": rule["kind"],
        "weekday": rule.get("weekday", 5),
        "every": rule.get("every", 2),
        "first": date.fromisoformat(first) if first else None,
        "nth": rule.get("nth", 1),
        "feasts": rule.get("feasts", []),
        "neighbourhoods": list(selection.neighbourhoods),
    }
