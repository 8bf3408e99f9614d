"""What every connection form is made of: secrets typed once, numbers with bounds."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

KEPT = _("Đã lưu. Để trống nếu không đổi.")


class SecretField(forms.CharField):
    """Typed once; afterwards the page only says that there is one."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.PasswordInput(
            render_value=False, attrs={"autocomplete": "off", "spellcheck": "false"}
        )
        super().__init__(max_length=600, widget=widget, **kwargs)


class ChannelForm(forms.Form):
    """Fields fall into the account's settings, its secrets, its rates, and its name."""

    rates: ClassVar[tuple[str, ...]] = ()
    external: ClassVar[str] = ""
    needed_secrets: ClassVar[tuple[str, ...]] = ()

    name = forms.CharField(
        label=_("Tên gọi trong Nhịp Cầu"),
        max_length=120,
        help_text=_("Để cán bộ nhận ra, ví dụ: OA UBND phường Sông Cầu."),
    )

    def __init__(self, *args: Any, kept: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # People's ids are the page's own: another page is another account.
            field.disabled = name == self.external and name in self.initial
            if not isinstance(field, SecretField):
                continue
            field.required = name in self.needed_secrets and name not in kept
            if name in kept:
                field.help_text = KEPT

    def _named(self, names: Any) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in names}

    @property
    def secrets(self) -> Mapping[str, str]:
        return self._named(n for n, f in self.fields.items() if isinstance(f, SecretField))

    @property
    def settings(self) -> Mapping[str, Any]:
        """What was left empty is left out: a default stays."""
        apart = {"name", *self.rates, *self.secrets}
        given = self._named(name for name in self.fields if name not in apart)
        return {name: value for name, value in given.items() if value != ""}

    @property
    def given_rates(self) -> Mapping[str, int]:
        named = self._named(self.rates)
        return {name: value for name, value in named.items() if value is not None}

    @property
    def external_id(self) -> str:
        return str(self.cleaned_data.get(self.external, ""))


def number(label: Any, help_text: Any, *, least: int, most: int, initial: int) -> Any:
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=least, max_value=most, initial=initial
    )


def rank_field(initial: int) -> Any:
    return forms.IntegerField(
        label=_("Thứ tự dùng"),
        help_text=_("Số nhỏ dùng trước; kênh kia gửi thay khi kênh này hỏng."),
        min_value=0,
        max_value=99,
        initial=initial,
        required=False,
    )


def brandname_field() -> Any:
    return forms.CharField(
        label=_("Tên hiển thị (brandname)"),
        max_length=11,
        help_text=_("Tối đa 11 ký tự, đã đăng ký với nhà mạng."),
    )


def sms_price(label: Any) -> Any:
    return number(
        label,
        _("Một tin dài tính nhiều phần; số phần hiện khi soạn."),
        least=0,
        most=5000,
        initial=780,
    )
