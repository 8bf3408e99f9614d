"""What people type at the door."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

CODE = forms.TextInput(
    attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
)


class SignInForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        name, password = self.fields["login"], self.fields["password"]
        name.label, password.label = _("Tên đăng nhập"), _("Mật khẩu")
        name.widget.attrs = {"autocomplete": "username", "autocapitalize": "none"}
        password.widget.attrs = {"autocomplete": "current-password"}
        password.help_text = ""


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    code = forms.CharField(
        label=_("Mã 6 số"),
        widget=CODE,
        help_text=_("Mở ứng dụng tạo mã trên điện thoại, hoặc dùng một mã dự phòng 8 số."),
    )


class SetupForm(ActivateTOTPForm):  # type: ignore[misc]
    code = forms.CharField(
        label=_("Mã 6 số đang hiện trong ứng dụng"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Mật khẩu mới"),
        help_text=_("Từ 10 ký tự. Một câu ngắn dễ nhớ tốt hơn một từ khó."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
        strip=False,
    )
    again = forms.CharField(
        label=_("Nhập lại mật khẩu"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password") and given["password"] != given.get("again"):
            self.add_error("again", _("Hai lần nhập không giống nhau."))
        return given
