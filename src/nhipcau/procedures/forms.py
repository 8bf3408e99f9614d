"""Forms of the catalogue's desk: they read what was typed; the verbs decide."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from nhipcau.core.clock import zone_here
from nhipcau.procedures.content import TEXTS, Content, PaperInput, WayInput
from nhipcau.procedures.models import Way
from nhipcau.procedures.reading.cells import read_fee, read_time
from nhipcau.procedures.titles import TITLES
from nhipcau.text.fold import tidy, tidy_lines

LONG = {"steps": 8, "conditions": 3, "result": 3, "legal_basis": 4, "agency": 2}
LENGTHS = {"level": 120, "sector": 300, "audience": 2000, "decision": 200, "source_url": 500}
MOST_ROWS = 300
ACCEPTED = ".xlsx,.xls,.ods,.csv,.tsv,.txt,.json,.jsonl,.toml"


def _text(name: str) -> forms.CharField:
    if name in LONG:
        area = forms.Textarea(attrs={"rows": LONG[name]})
        return forms.CharField(label=TITLES[name], required=False, widget=area)
    return forms.CharField(label=TITLES[name], required=False, max_length=LENGTHS[name])


class ProcedureForm(forms.Form):
    """The texts. `seen` is the version it was opened over."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=TITLES["name"], max_length=1500, widget=forms.Textarea(attrs={"rows": 2})
    )
    level = _text("level")
    sector = _text("sector")
    audience = _text("audience")
    agency = _text("agency")
    steps = _text("steps")
    conditions = _text("conditions")
    result = _text("result")
    legal_basis = _text("legal_basis")
    decision = _text("decision")
    source_url = _text("source_url")
    retrieved_on = forms.DateField(
        label=_("Ngày xem trang nguồn"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def content(
        self, over: Content, ways: "BaseFormSet[Any]", papers: "BaseFormSet[Any]"
    ) -> Content:
        """What was typed over `over`: what has no field here stays."""
        typed = self.cleaned_data
        texts: dict[str, Any] = {
            name: (tidy_lines if name in LONG else tidy)(typed[name]) for name in TEXTS
        }
        on = typed["retrieved_on"]
        at = datetime(on.year, on.month, on.day, tzinfo=zone_here()).astimezone(UTC) if on else None
        return replace(
            over,
            **texts,
            retrieved_at=at,
            ways=tuple(row for form in ways if (row := form.way(over.ways)) is not None),
            papers=tuple(row for form in papers if (row := form.paper()) is not None),
        )


class NewProcedureForm(ProcedureForm):
    code = forms.CharField(
        label=_("Mã thủ tục"),
        max_length=40,
        help_text=_("Ví dụ: 1.004222 hoặc 1.004222.000.00.00.H03"),
    )
    field_order = ("code",)


class WayForm(forms.Form):
    """A way as people write it: figures are read of the words, and the words stay."""

    place = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Cách nộp"), choices=[("", "–"), *Way.Kind.choices], required=False
    )
    time = forms.CharField(label=_("Thời gian"), required=False, max_length=1000)
    fee = forms.CharField(label=_("Phí, lệ phí"), required=False, max_length=4000)
    note = forms.CharField(
        label=_("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 1})
    )

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        told = any(typed.get(name) for name in ("time", "fee", "note"))
        if told and not typed.get("kind") and not typed.get("DELETE"):
            self.add_error("kind", _("Hãy chọn cách nộp cho dòng này."))
        return typed

    def way(self, known: tuple[WayInput, ...]) -> WayInput | None:
        typed = self.cleaned_data
        if typed.get("DELETE") or not typed.get("kind"):
            return None
        place = typed.get("place")
        was = known[place] if place is not None and 0 <= place < len(known) else WayInput("")
        made = replace(was, kind=typed["kind"], note=tidy_lines(typed["note"]))
        if tidy(typed["time"]) != tidy(was.time_text):
            time = read_time(typed["time"])
            made = replace(made, time_amount=time.amount, time_unit=time.unit, time_text=time.text)
        if tidy(typed["fee"]) != tidy(was.fee_text):
            fee = read_fee(typed["fee"])
            made = replace(made, fee_kind=fee.kind, fee_vnd=fee.vnd, fee_text=fee.text)
        return made


class PaperForm(forms.Form):
    name = forms.CharField(
        label=_("Giấy tờ"), required=False, widget=forms.Textarea(attrs={"rows": 1})
    )
    originals = forms.IntegerField(label=_("Bản chính"), required=False, min_value=0, max_value=999)
    copies = forms.IntegerField(label=_("Bản sao"), required=False, min_value=0, max_value=999)
    case = forms.CharField(
        label=_("Trường hợp"), required=False, widget=forms.Textarea(attrs={"rows": 1})
    )
    form_name = forms.CharField(label=_("Mẫu đơn"), required=False, max_length=300)
    form_url = forms.CharField(label=_("Địa chỉ tải mẫu"), required=False, max_length=500)

    def paper(self) -> PaperInput | None:
        typed = self.cleaned_data
        if typed.get("DELETE") or not typed.get("name", "").strip():
            return None
        return PaperInput(
            name=tidy(typed["name"]),
            case=tidy(typed["case"]),
            originals=typed["originals"],
            copies=typed["copies"],
            form_name=tidy(typed["form_name"]),
            form_url=tidy(typed["form_url"]),
        )


WayForms = formset_factory(
    WayForm, extra=1, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)
PaperForms = formset_factory(
    PaperForm, extra=2, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)


class CatalogueFile(forms.Form):
    file = forms.FileField(
        label=_("Tệp thủ tục"),
        help_text=_("Excel, CSV, TSV, JSON của Cổng Dịch vụ công, hoặc TOML; tối đa 20 MB."),
        allow_empty_file=True,
        widget=forms.FileInput(
            attrs={"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt,.json,.jsonl,.toml"}
        ),
    )
    retrieved_on = forms.DateField(
        label=_("Ngày lấy dữ liệu (nếu biết)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def retrieved_at(self) -> datetime | None:
        on = self.cleaned_data["retrieved_on"]
        return (
            datetime(on.year, on.month, on.day, tzinfo=zone_here()).astimezone(UTC) if on else None
        )
