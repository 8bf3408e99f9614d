"""Who takes a neighbourhood over: somebody who works here already, or somebody new."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.people.invite import Newcomer
from nhipcau.people.models import Role, Staff
from nhipcau.people.staff_queries import successors
from nhipcau.places.models import Neighbourhood

NEW = "new"


class HandOverForm(forms.Form):
    new_leader = forms.ChoiceField(
        label=gettext_lazy("Tổ trưởng mới"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn ai nhận bàn giao.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Họ và tên người mới"), max_length=120, required=False
    )
    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại người mới"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, neighbourhood: Neighbourhood, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in successors(neighbourhood)}
        field = self.fields["new_leader"]
        if isinstance(field, forms.ChoiceField):
            said = [
                (pk, f"{one.name} ({one.get_role_display().lower()})")
                for pk, one in self.known.items()
            ]
            field.choices = [*said, (NEW, _("Người mới, chưa có trong danh sách"))]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("new_leader") == NEW and not (typed.get("name") or "").strip():
            self.add_error("name", _("Hãy ghi họ và tên tổ trưởng mới."))
        return typed

    @property
    def successor(self) -> Staff | Newcomer:
        chosen = self.cleaned_data["new_leader"]
        if chosen != NEW:
            return self.known[chosen]
        typed = self.cleaned_data
        return Newcomer(name=typed["name"], role=Role.LEADER, phone=typed["phone"])
