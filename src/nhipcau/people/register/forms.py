"""The one form of the register's import."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RegisterFile(forms.Form):
    file = forms.FileField(
        label=_("Tệp sổ hộ dân"),
        help_text=_("Excel (.xlsx, .xls), LibreOffice (.ods) hoặc CSV, tối đa 20 MB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )
