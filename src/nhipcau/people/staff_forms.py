"""Forms of the staff pages: they only read what was typed; the verbs decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models import Role
from nhipcau.places.models import Neighbourhood

WARD_ROLES = [(role.value, role.label) for role in Role if role != Role.OVERSEER]


class NeighbourhoodField(forms.ModelChoiceField[Neighbourhood]):
    """Filled inside the request: the list depends on whose page it is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Neighbourhood.objects.none(),
            required=False,
            label=_("Tổ dân phố, thôn"),
            empty_label=_("Chung cả địa bàn"),
            help_text=_("Bắt buộc với tổ trưởng và tổ phó."),
            **kwargs,
        )


class WhatTheyAre(forms.Form):
    role = forms.ChoiceField(label=_("Vai trò"), choices=WARD_ROLES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["neighbourhood"] = NeighbourhoodField()
        field = self.fields["neighbourhood"]
        if isinstance(field, NeighbourhoodField):
            field.queryset = Neighbourhood.objects.all()


class WhoTheyAre(forms.Form):
    name = forms.CharField(label=_("Họ và tên"), max_length=120)
    title = forms.CharField(
        label=_("Chức vụ"),
        max_length=80,
        required=False,
        help_text=_("Như ghi trên văn bản, ví dụ: Phó Chủ tịch UBND phường."),
    )
    phone = forms.CharField(
        label=_("Số điện thoại"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("Để gọi và nhắn khi có việc gấp. Ví dụ: 0912 345 678."),
    )


class NewStaff(WhatTheyAre, WhoTheyAre):
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        required=False,
        help_text=_("Để trống thì hệ thống đặt theo tên, ví dụ: Hà Thị Lan thành lanht."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        if isinstance(role, forms.ChoiceField):
            role.choices = [("", _("Chọn vai trò")), *WARD_ROLES]
        self.order_fields(["name", "role", "neighbourhood", "title", "phone", "username"])
