"""Forms of the desk's dossiers: they read what was typed; the verbs decide."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.core.clock import zone_here
from nhipcau.core.errors import BadInput
from nhipcau.counter.dossiers.columns import LABELS
from nhipcau.counter.dossiers.due import Term, Unit
from nhipcau.counter.dossiers.receive import Filing, Promise
from nhipcau.counter.models import Dossier
from nhipcau.procedures.models import ProcedureVersion
from nhipcau.procedures.queries import by_code

ACCEPTED = ".xlsx,.xls,.ods,.csv,.tsv,.txt"


class DossierForm(forms.Form):
    """A dossier at the desk. `term` comes up when the procedure has several for this way."""

    procedure = forms.CharField(
        label=_("Thủ tục"),
        max_length=800,
        help_text=_("Gõ mã hoặc vài chữ của tên rồi chọn trong danh sách."),
        widget=forms.TextInput(attrs={"list": "procedures", "autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Họ tên người nộp"), max_length=120)
    phone = forms.CharField(
        label=_("Số điện thoại"),
        max_length=30,
        required=False,
        help_text=_("Để báo tin từng bước, và để người nộp tự tra hồ sơ."),
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    applicant = forms.TypedChoiceField(
        label=_("Người nộp là"), choices=Dossier.Applicant.choices, coerce=int
    )
    filed = forms.TypedChoiceField(label=_("Cách nộp"), choices=Dossier.Filed.choices, coerce=int)
    number = forms.CharField(
        label=_("Số hồ sơ"),
        max_length=80,
        required=False,
        help_text=_("Số của hệ thống tỉnh, như 000.00.01.H03-230526-0001. Để trống thì máy đặt."),
    )
    receipt = forms.CharField(
        label=_("Số biên nhận trên Cổng Dịch vụ công"), max_length=60, required=False
    )
    due_at = forms.DateTimeField(
        label=_("Hẹn trả lúc"),
        required=False,
        help_text=_("Để trống thì tính theo thời hạn của thủ tục."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )
    is_digitised = forms.BooleanField(label=_("Đã quét giấy tờ vào hệ thống"), required=False)
    takes_elsewhere = forms.BooleanField(
        label=_("Đúng là hồ sơ của nơi khác nộp tại đây"), required=False
    )

    def version(self) -> ProcedureVersion:
        """By the code that begins what was chosen. Raises BadInput."""
        typed = self.cleaned_data["procedure"].strip()
        known = by_code(typed.split(" ")[0]) if typed else None
        if known is None or known.current is None:
            raise BadInput(
                str(_("Không thấy thủ tục này. Hãy chọn một dòng trong danh sách.")),
                field="procedure",
            )
        return known.current

    def filing(self, version: ProcedureVersion) -> Filing:
        given = self.cleaned_data
        return Filing(
            procedure=version,
            number=given["number"],
            name=given["name"],
            phone=given["phone"],
            applicant=given["applicant"],
            filed=given["filed"],
            receipt=given["receipt"],
            is_digitised=True if given["is_digitised"] else None,
            takes_elsewhere=given["takes_elsewhere"],
        )

    def due(self) -> datetime | None:
        found: datetime | None = self.cleaned_data["due_at"]
        return found


class ExportFile(forms.Form):
    file = forms.FileField(
        label=_("Tệp xuất từ hệ thống của tỉnh"),
        help_text=_("Excel hoặc CSV, tối đa 20 MB. Cần có cột mã hồ sơ và trạng thái."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )


class DeskForm(forms.Form):
    name = forms.CharField(
        label=_("Tên gọi"),
        max_length=160,
        help_text=_("Như Bộ phận Tiếp nhận và Trả kết quả, Trung tâm Phục vụ hành chính công."),
    )
    agency = forms.CharField(
        label=_("Mã đơn vị"),
        max_length=40,
        required=False,
        help_text=_("Như 000.00.01.H03: để nhận ra số hồ sơ của tỉnh khác."),
    )
    valid_from = forms.DateField(
        label=_("Từ ngày"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def named_columns(given: Any, headings: list[str]) -> dict[str, str]:
    """field → heading, of what was chosen on the page: places in the list, never free text."""
    found = {}
    for name in LABELS:
        place = given.get(f"cot-{name}", "")
        if place.isdecimal() and int(place) < len(headings):
            found[name] = headings[int(place)]
    return found


def read_moment(given: str) -> datetime | None:
    """What a datetime-local box says, on the ward's clock."""
    for form in ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"):
        try:
            return datetime.strptime(given.strip(), form).replace(tzinfo=zone_here())
        except ValueError:
            continue
    return None


def read_term(given: Any) -> Promise:
    """One of the procedure's terms as "7.00 working_day", or a moment; the moment wins."""
    due = read_moment(given.get("due_at", ""))
    amount, _space, unit = given.get("term", "").partition(" ")
    plain = amount.replace(".", "", 1).isdecimal() and len(amount) < 9 and unit in Unit.values
    return Promise(Term(_decimal(amount), unit) if plain else None, due)


def _decimal(amount: str) -> Any:
    return forms.DecimalField().to_python(amount)
