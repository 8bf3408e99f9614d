"""Forms of the group pages, at the desk and on the leader's phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models import Group
from nhipcau.people.staff_forms import NeighbourhoodField


class NewGroup(forms.Form):
    kind = forms.ChoiceField(label=_("Loại nhóm"), choices=Group.Kind.choices)
    name = forms.CharField(
        label=_("Tên nhóm"), max_length=120, help_text=_("Như tên nhóm hiện trên Zalo.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = NeighbourhoodField()
        place.queryset = place.queryset.model.objects.all()  # type: ignore[union-attr]
        place.help_text = _("Bắt buộc với nhóm hộ dân.")
        self.fields["neighbourhood"] = place


class GroupIs(forms.Form):
    name = forms.CharField(label=_("Tên nhóm"), max_length=120)
    invite_link = forms.CharField(
        label=_("Link tham gia nhóm"),
        max_length=200,
        required=False,
        help_text=_("Trong Zalo: Quản lý nhóm → Link tham gia nhóm → Sao chép."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "off"}),
    )


class AskToJoin(forms.Form):
    house = forms.CharField(
        label=_("Số nhà"),
        max_length=80,
        help_text=_("Ví dụ: Số 12, ngõ 4"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    digits = forms.CharField(
        label=_("Ba số cuối điện thoại của nhà bạn"),
        max_length=15,
        required=False,
        help_text=_("Để tổ trưởng nhận ra nhà bạn. Không cần số căn cước."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    display_name = forms.CharField(
        label=_("Tên bạn trên Zalo"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
