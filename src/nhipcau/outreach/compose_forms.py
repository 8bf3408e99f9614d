"""The form of one notice. It only reads what was typed; notices.given decides what is sound."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from nhipcau.audiences.selection import Selection
from nhipcau.core.language import own_language
from nhipcau.country.chosen import country
from nhipcau.notices.given import NoticeInput, PaperInput
from nhipcau.notices.models import Notice, Rendition
from nhipcau.people.models import Group, Resident
from nhipcau.places.models import Locality, Neighbourhood

MOMENT = "%Y-%m-%dT%H:%M"
MOMENTS = [MOMENT, "%Y-%m-%dT%H:%M:%S", "%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M"]
DAYS = ["%Y-%m-%d", "%d/%m/%Y"]
WHOLE, SOME = "all", "some"
SCOPES = [(WHOLE, _("Toàn địa bàn")), (SOME, _("Chỉ các tổ chọn dưới đây"))]
YEARS = range(1900, 2101)
ANSWERS = [
    ("will_come", _("Sẽ đến")),
    ("excused", _("Xin vắng")),
    ("done", _("Đã làm xong")),
    ("photo", _("Gửi ảnh")),
]
MULTIPLE = frozenset({"answers", "neighbourhoods", "groups", "residences"})
PAPER_FIELDS = ("issuer", "number", "signer", "signed_on", "received_at", "file_key", "file_name")


class Moment(forms.DateTimeField):
    """A day and an hour in the ward's own time."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            input_formats=MOMENTS,
            required=False,
            widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
            error_messages={"invalid": _("Không đọc được ngày giờ này. Ví dụ: 07:00 27/05/2023.")},
            **options,
        )

    def to_python(self, value: Any) -> datetime | None:
        """A slip in the year is no moment: nobody can plan for the year 9999."""
        found = super().to_python(value)
        if found is not None and found.year not in YEARS:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


def _words(label: Any, help_text: Any = "", *, rows: int = 0) -> forms.CharField:
    widget: forms.Widget = (
        forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"size": 60})
    )
    return forms.CharField(label=label, help_text=help_text, required=False, widget=widget)


def _age(label: Any) -> forms.IntegerField:
    said = _("Tuổi là một số từ 0 đến 130.")
    names = ("invalid", "min_value", "max_value")
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=130,
        required=False,
        error_messages=dict.fromkeys(names, said),
    )


class ComposeForm(forms.Form):
    """Nothing is required here: a half-written notice is kept as it is."""

    title = _words(_("Tiêu đề"), _("Một dòng, đọc lên là hiểu. Đây là tiêu đề ở mọi nơi."))
    text = _words(
        _("Nội dung"), _("Bà con cần biết gì, làm gì. Viết như nói với hàng xóm."), rows=6
    )
    for_whom = _words(_("Dành cho ai"), _("Ví dụ: Người từ 40 tuổi trở lên."))
    event_at = Moment(label=_("Bắt đầu lúc"))
    event_until = Moment(label=_("Kết thúc lúc"))
    place = _words(_("Ở đâu"))
    bring = _words(_("Mang theo gì"))
    deadline = Moment(
        label=_("Bà con cần biết trước lúc"),
        help_text=_("Hạn báo tin: tới lúc này mọi hộ phải được báo. Thường sớm hơn giờ bắt đầu."),
    )
    kind = forms.ChoiceField(
        label=_("Loại"), choices=Notice.Kind.choices, widget=forms.RadioSelect, required=False
    )
    answers = forms.MultipleChoiceField(
        label=_("Mỗi nhà trả lời"),
        choices=ANSWERS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Chỉ dùng khi vận động, huy động: bà con bấm một trong các câu này."),
    )
    urgency = forms.ChoiceField(
        label=_("Mức khẩn"),
        choices=Notice.Urgency.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    correction = _words(
        _("Đã đổi điều gì"), _("Câu này đứng đầu mọi bản. Ví dụ: Đổi nơi khám sang Nhà văn hoá.")
    )
    scope = forms.ChoiceField(
        label=_("Gửi cho ai"), choices=SCOPES, widget=forms.RadioSelect, required=False
    )
    neighbourhoods = forms.TypedMultipleChoiceField(
        label=_("Tổ, thôn"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    groups = forms.TypedMultipleChoiceField(
        label=_("Chỉ hộ trong nhóm"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Không chọn nhóm nào là mọi hộ."),
    )
    min_age = _age(_("Hộ có người từ (tuổi)"))
    max_age = _age(_("đến (tuổi)"))
    sex = forms.ChoiceField(
        label=_("Giới tính"),
        choices=[("", _("Không phân biệt")), ("m", _("Nam")), ("f", _("Nữ"))],
        required=False,
    )
    residences = forms.MultipleChoiceField(
        label=_("Diện cư trú"),
        choices=Resident.Residence.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Không chọn là mọi diện."),
    )
    without_smartphone = forms.BooleanField(
        label=_("Chỉ hộ không có điện thoại thông minh"), required=False
    )
    issuer = _words(_("Nơi ban hành"))
    number = _words(_("Số, ký hiệu"), _("Ví dụ: 45/TB-TTYT"))
    signer = _words(_("Người ký"))
    signed_on = forms.DateField(
        label=_("Ngày ký"),
        input_formats=DAYS,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Không đọc được ngày này. Ví dụ: 24/05/2023.")},
    )
    received_at = Moment(
        label=_("Phường nhận lúc"),
        help_text=_("Để tính văn bản đến sớm hay muộn, báo lên cấp trên."),
    )
    file = forms.FileField(
        label=_("Tệp văn bản"),
        required=False,
        help_text=_("PDF hoặc ảnh chụp (JPG, PNG), nhiều nhất 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    file_key = forms.CharField(required=False, widget=forms.HiddenInput)
    file_name = forms.CharField(required=False, widget=forms.HiddenInput)
    issued_by_group = forms.TypedChoiceField(
        label=_("Đứng tên"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Bỏ trống là UBND; chi hội, ngành có nhóm riêng thì đứng tên nhóm đó."),
    )
    sms_without_marks = forms.ChoiceField(
        label=_("SMS gửi đi"),
        choices=[("1", _("Không dấu")), ("0", _("Có dấu"))],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, locality: Locality, **options: Any) -> None:
        super().__init__(**options)
        self.locality = locality
        places = Neighbourhood.objects.filter(locality=locality).values_list("pk", "name")
        groups = Group.objects.filter(locality=locality).exclude(state=Group.State.CLOSED)
        self._choose("neighbourhoods", places)
        self._choose("groups", groups.order_by("name").values_list("pk", "name"))
        issuers = groups.exclude(kind__in=[Group.Kind.LEADERS, Group.Kind.HOUSEHOLDS])
        issuer_names = issuers.order_by("name").values_list("pk", "name")
        self._choose("issued_by_group", [("", locality.issuer), *issuer_names])

    def _choose(self, name: str, choices: Iterable[Any]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = list(choices)

    @staticmethod
    def as_query(typed: dict[str, list[str]]) -> QueryDict:
        """What was kept as typed, as if it had just been posted."""
        query = QueryDict(mutable=True)
        for name, values in typed.items():
            query.setlist(name, values)
        return query

    def as_data(self) -> QueryDict:
        """The first values as if just posted: to count and plan before anybody did."""
        typed: dict[str, list[str]] = {}
        for name, field in self.fields.items():
            value = self.get_initial_for_field(field, name)
            if value in (None, "", False, []):
                continue
            if isinstance(value, list):
                typed[name] = [str(one) for one in value]
            else:
                shown = field.widget.format_value(field.prepare_value(value))
                typed[name] = ["on" if value is True else _one(shown)]
        return self.as_query(typed)

    def labels_of(self, names: Collection[str]) -> list[tuple[str, str]]:
        """Anchor and label of each, in the order of the page; forms of the notice stand last."""
        found = [
            (f"f-{name}", str(self.fields[name].label)) for name in self.fields if name in names
        ]
        for name in names:
            form, _dash, language = name.partition("-")
            if name not in self.fields and form in Rendition.Form.values:
                label = str(Rendition.Form(form).label)
                if language != own_language():
                    label = f"{label} · {country().written.get(language, language)}"
                found.append((f"r-{name}", label))
        return found

    def given(self, typed: dict[str, Any]) -> NoticeInput:
        """What could be read, as the verb takes it. Call after `is_valid()`, whatever it said."""
        read = self.cleaned_data
        return NoticeInput(
            title=read.get("title", ""),
            text=read.get("text", ""),
            deadline=read.get("deadline"),
            kind=read.get("kind") or Notice.Kind.ANNOUNCEMENT,
            urgency=read.get("urgency") or Notice.Urgency.USUAL,
            for_whom=read.get("for_whom", ""),
            place=read.get("place", ""),
            bring=read.get("bring", ""),
            event_at=read.get("event_at"),
            event_until=read.get("event_until"),
            answers=tuple(read.get("answers", ())),
            selection=self.selection(),
            paper=self._paper(),
            issued_by_group=read.get("issued_by_group"),
            correction=read.get("correction", ""),
            sms_without_marks=read.get("sms_without_marks") != "0",
            typed=typed,
        )

    def selection(self) -> Selection:
        read = self.cleaned_data
        return Selection(
            neighbourhoods=tuple(read.get("neighbourhoods", ()))
            if read.get("scope") == SOME
            else (),
            groups=tuple(read.get("groups", ())),
            min_age=read.get("min_age"),
            max_age=read.get("max_age"),
            sex=read.get("sex", ""),
            residences=tuple(read.get("residences", ())),
            without_smartphone=bool(read.get("without_smartphone")),
        )

    @property
    def chose_nobody(self) -> bool:
        """ "Only the places below", and none of them ticked."""
        read = self.cleaned_data
        return read.get("scope") == SOME and not read.get("neighbourhoods")

    def _paper(self) -> PaperInput | None:
        read = self.cleaned_data
        if not any(read.get(name) for name in PAPER_FIELDS):
            return None
        return PaperInput(
            issuer=read.get("issuer", ""),
            number=read.get("number", ""),
            signer=read.get("signer", ""),
            signed_on=read.get("signed_on"),
            received_at=read.get("received_at"),
            file=read.get("file_key", ""),
            file_name=read.get("file_name", ""),
        )


def _one(shown: Any) -> str:
    return str(shown[0] if isinstance(shown, list) else shown)


def initial_of(given: NoticeInput) -> dict[str, Any]:
    """The form's first values from a notice that is kept."""
    chosen, paper = given.selection, given.paper or PaperInput()
    same = (
        "title", "text", "for_whom", "place", "bring", "event_at", "event_until", "deadline",
        "kind", "urgency", "correction", "issued_by_group",
    )  # fmt: skip
    of_paper = ("issuer", "number", "signer", "signed_on", "received_at", "file_name")
    return {
        **{name: getattr(given, name) for name in same},
        **{name: getattr(paper, name) for name in of_paper},
        "file_key": paper.file,
        "answers": list(given.answers),
        "scope": SOME if chosen.neighbourhoods else WHOLE,
        "neighbourhoods": list(chosen.neighbourhoods),
        "groups": list(chosen.groups),
        "residences": list(chosen.residences),
        "min_age": chosen.min_age,
        "max_age": chosen.max_age,
        "sex": chosen.sex,
        "without_smartphone": chosen.without_smartphone,
        "sms_without_marks": "1" if given.sms_without_marks else "0",
    }
