"""The days somebody is away."""

from django import forms
from django.utils.translation import gettext_lazy as _


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AwayForm(forms.Form):
    first_on = forms.DateField(label=_("Vắng từ ngày"), widget=_day())
    last_on = forms.DateField(label=_("Đến hết ngày"), widget=_day())
