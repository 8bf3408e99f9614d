"""A merger as an admin enters it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.replication.merger.plan import PartyPlan, Plan


class NewMerger(forms.Form):
    decision = forms.CharField(
        label=_("Số quyết định, nghị quyết"), max_length=160, help_text=_("Ví dụ: 1683/NQ-UBTVQH15")
    )
    signed_on = forms.DateField(
        label=_("Ngày ký"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    takes_on = forms.DateField(
        label=_("Có hiệu lực từ"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    former = forms.CharField(
        label=_("Các địa bàn nhập vào"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_(
            "Mỗi dòng một tên ngắn, địa bàn chính đứng đầu: song-cau. Chỉ chuyển một số tổ thì ghi "
            "thêm sau dấu hai chấm: duc-xuan: Tổ 4, Tổ 5."
        ),
    )
    slug = forms.SlugField(
        label=_("Tên ngắn của địa bàn mới"), max_length=60, help_text=_("Ví dụ: bac-kan")
    )
    unit = forms.CharField(
        label=_("Mã đơn vị mới"),
        max_length=8,
        required=False,
        help_text=_("Ví dụ: 01843. Để trống nếu địa bàn nhận đã mở."),
    )
    issuer = forms.CharField(
        label=_("Cơ quan ban hành"),
        max_length=160,
        required=False,
        help_text=_("Ví dụ: UBND phường Bắc Kạn. Để trống thì lấy theo tên đơn vị."),
    )

    def plan(self) -> Plan:
        typed: dict[str, Any] = self.cleaned_data
        return Plan(
            decision=typed["decision"],
            signed_on=typed["signed_on"],
            takes_on=typed["takes_on"],
            slug=typed["slug"],
            unit=typed["unit"],
            issuer=typed["issuer"],
            parties=tuple(_party(line) for line in typed["former"].splitlines() if line.strip()),
        )


def _party(line: str) -> PartyPlan:
    slug, _colon, places = line.partition(":")
    named = [" ".join(name.split()) for name in places.split(",")]
    return PartyPlan(slug.strip(), tuple(name for name in named if name))
