"""What the province types, and what a ward answers. Read here, judged by the verbs."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.notices.models import Notice
from nhipcau.places.models import Locality
from nhipcau.replication.province.answer import LONGEST, LONGEST_STORY
from nhipcau.replication.province.given import IssueInput

MOMENT = "%Y-%m-%dT%H:%M"
MOMENTS = [MOMENT, "%Y-%m-%dT%H:%M:%S", "%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M"]
YEARS = range(2000, 2101)


class Moment(forms.DateTimeField):
    def __init__(self, **options: Any) -> None:
        super().__init__(
            input_formats=MOMENTS,
            widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
            error_messages={"invalid": _("Không đọc được ngày giờ này. Ví dụ: 07:00 27/05/2023.")},
            **options,
        )

    def to_python(self, value: Any) -> datetime | None:
        found = super().to_python(value)
        if found is not None and found.year not in YEARS:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


def _line(label: Any, longest: int, help_text: Any = "", *, required: bool = False) -> Any:
    return forms.CharField(label=label, max_length=longest, help_text=help_text, required=required)


class IssueForm(forms.Form):
    title = _line(_("Tiêu đề"), 160, _("Một dòng, đọc lên là hiểu."), required=True)
    text = forms.CharField(
        label=_("Nội dung"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Viết như nói với bà con. Địa bàn sửa cho hợp nơi mình rồi mới đăng."),
    )
    audience = _line(
        _("Dành cho ai"), 160, _("Bằng lời: người từ 40 tuổi. Địa bàn tự chọn đúng các hộ.")
    )
    event_at = Moment(label=_("Bắt đầu lúc"), required=False)
    place = _line(_("Ở đâu"), 160)
    bring = _line(_("Mang theo gì"), 200)
    reply_by = Moment(
        label=_("Địa bàn đăng trước lúc"),
        help_text=_("Quá giờ này mà chưa đăng thì địa bàn hiện ở mục chưa làm và được nhắc."),
    )
    deadline = Moment(label=_("Bà con cần biết trước lúc"), help_text=_("Hạn báo tin tới từng hộ."))
    urgency = forms.ChoiceField(
        label=_("Mức khẩn"),
        choices=Notice.Urgency.choices,
        widget=forms.RadioSelect,
        initial=Notice.Urgency.USUAL,
    )
    number = _line(_("Số, ký hiệu văn bản"), 60, _("Ví dụ: 45/TB-UBND"))
    signer = _line(_("Người ký"), 120)
    signed_on = forms.DateField(
        label=_("Ngày ký"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    file = forms.FileField(
        label=_("Tệp văn bản"), required=False, help_text=_("PDF hoặc ảnh chụp, tới 20 MB.")
    )
    wards = forms.TypedMultipleChoiceField(
        label=_("Gửi tới"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn nơi nào là mọi địa bàn."),
    )

    def __init__(self, *args: Any, wards: list[Locality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["wards"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = [(ward.pk, ward.name) for ward in wards]

    def given(self) -> IssueInput:
        typed = {name: self.cleaned_data[name] for name in self.fields if name != "file"}
        return IssueInput(**typed)


class DeclineForm(forms.Form):
    why = forms.CharField(
        label=_("Vì sao không áp dụng ở đây"),
        max_length=LONGEST,
        help_text=_("Tỉnh đọc được câu này."),
    )


class StoryForm(forms.Form):
    text = forms.CharField(
        label=_("Cách làm của địa bàn"),
        max_length=LONGEST_STORY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Tỉnh cho nơi khác xem khi địa bàn làm tốt. Không ghi tên, số điện thoại."),
    )
