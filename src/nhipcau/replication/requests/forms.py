"""What an admin types about a request; the verbs decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models import Household
from nhipcau.replication.models import DataRequest
from nhipcau.replication.requests.receive import WORDS_LONGEST, Asked


class NewRequest(forms.Form):
    kind = forms.ChoiceField(
        label=_("Người dân yêu cầu"), choices=DataRequest.Kind.choices, widget=forms.RadioSelect
    )
    whose = forms.ChoiceField(label=_("Dữ liệu của ai"), required=False, widget=forms.RadioSelect)
    asker = forms.CharField(label=_("Người yêu cầu"), max_length=120)
    contact = forms.CharField(
        label=_("Trả lời cho họ bằng cách nào"),
        max_length=120,
        help_text=_("Số điện thoại, thư điện tử hoặc hẹn tới phường."),
    )
    words = forms.CharField(
        label=_("Họ nói hoặc viết thế nào"),
        required=False,
        max_length=WORDS_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Số giấy tờ tuỳ thân ghi ở đây được che đi."),
    )

    def __init__(self, *args: Any, home: Household | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home = home
        if home is None:
            del self.fields["whose"]
            return
        self.people = {str(one.pk): one for one in home.residents.filter(is_gone=False)}
        names = [(pk, one.name) for pk, one in self.people.items()]
        whose: Any = self.fields["whose"]
        whose.choices = [("", _("Cả hộ %(name)s") % {"name": home.head_name}), *names]

    def asked(self) -> Asked:
        typed = dict(self.cleaned_data)
        resident = self.people.get(typed.pop("whose")) if self.home else None
        return Asked(**typed, household=self.home, resident=resident)


class EraseSure(forms.Form):
    sure = forms.BooleanField(label=_("Đã báo người yêu cầu; hiểu là không lấy lại được"))


class LongerForm(forms.Form):
    why = forms.CharField(label=_("Lý do gia hạn"), max_length=300)


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label=_("Đã làm gì, đã báo thế nào"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
