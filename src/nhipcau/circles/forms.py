"""What is typed on the pages of circles."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.circles.models import Circle, Office
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality

WHEN = "%Y-%m-%dT%H:%M"


class CircleForm(forms.Form):
    kind = forms.ChoiceField(label=_("Loại nhóm"), choices=Circle.Kind.choices)
    name = forms.CharField(
        label=_("Tên nhóm"), max_length=120, help_text=_("Ví dụ: Chi bộ tổ 13, Hội Phụ nữ phường.")
    )
    title = forms.CharField(
        label=_("Chức danh người đứng đầu"),
        max_length=80,
        required=False,
        help_text=_("Ví dụ: Bí thư. Không cần ghi tên: người đó tự ghi khi mở liên kết."),
    )
    parent = forms.TypedChoiceField(
        label=_("Thuộc nhóm cấp trên"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, above: list[Circle], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["parent"]
        choices.choices = [("", _("Không có")), *((one.pk, one.name) for one in above)]


class MemberForm(forms.Form):
    """Someone of the ward's staff, or a name and a telephone."""

    staff = forms.ModelChoiceField(
        label=_("Cán bộ, tổ trưởng của phường"),
        queryset=Staff.objects.none(),
        required=False,
        empty_label=_("Không phải: ghi tên và số điện thoại ở dưới"),
    )
    name = forms.CharField(label=_("Họ và tên"), max_length=120, required=False)
    phone = forms.CharField(
        label=_("Số điện thoại di động"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    title = forms.CharField(label=_("Chức danh"), max_length=80, required=False)
    office = forms.ChoiceField(
        label=_("Vai trò trong nhóm"), choices=Office.choices, initial=Office.MEMBER
    )
    may_approve = forms.BooleanField(label=_("Được giao duyệt thông báo"), required=False)

    def __init__(self, *args: Any, locality: Locality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: Any = self.fields["staff"]
        found.queryset = Staff.objects.filter(locality=locality, is_active=True).order_by("name")


class ChangeForm(forms.Form):
    office = forms.ChoiceField(label=_("Vai trò trong nhóm"), choices=Office.choices)
    title = forms.CharField(label=_("Chức danh"), max_length=80, required=False)
    may_approve = forms.BooleanField(label=_("Được giao duyệt thông báo"), required=False)


class WordingForm(forms.Form):
    title = forms.CharField(label=_("Tiêu đề"), max_length=160)
    text = forms.CharField(label=_("Nội dung"), widget=forms.Textarea(attrs={"rows": 8}))
    read_by = forms.DateTimeField(
        label=_("Cần đọc trước"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WHEN),
        input_formats=[WHEN],
    )
    passes_on = forms.BooleanField(
        label=_("Gửi cả các nhóm cấp dưới"),
        required=False,
        help_text=_("Người phụ trách từng nhóm đọc trước rồi chuyển cho thành viên nhóm mình."),
    )
    asks = forms.BooleanField(
        label=_("Hỏi từng người có tham gia không"),
        required=False,
        help_text=_("Mỗi người bấm: sẽ tham gia, xin vắng, hoặc đã làm xong."),
    )
    call = forms.TypedChoiceField(
        label=_("Cùng làm việc vận động của phường"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Phường chỉ thấy số người của hội, đoàn thể, từ năm người trở lên."),
    )

    def __init__(self, *args: Any, calls: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: Any = self.fields["call"]
        found.choices = [("", _("Không, việc riêng của nhóm")), *calls]
        if not calls:
            del self.fields["call"]


class EnterForm(forms.Form):
    """A first head says who they are; whoever was added by an officer is known already."""

    name = forms.CharField(label=_("Họ và tên của bạn"), max_length=120)
    phone = forms.CharField(
        label=_("Số điện thoại di động của bạn"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
