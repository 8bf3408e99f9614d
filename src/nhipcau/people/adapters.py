"""How allauth speaks and behaves here: no sign-up, no e-mail, officers only, secrets sealed."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from nhipcau.core import audit
from nhipcau.people.models import Role, Staff

OVERSEERS_HOME = "/tinh/"
WRONG_CODE = _("Mã không đúng hoặc đã dùng. Hãy chờ mã mới trên điện thoại rồi nhập lại.")
TOO_MANY = _("Nhập sai quá nhiều lần. Hãy đợi 15 phút rồi thử lại, hoặc hỏi quản trị của phường.")


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu không đúng."),
        "too_many_login_attempts": TOO_MANY,
        "incorrect_code": WRONG_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Its messages are not our words; the pages say what happened."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nobody here is reached by e-mail."""

    def pre_login(self, request: HttpRequest, user: Staff, **kwargs: Any) -> HttpResponse | None:
        if not user.uses_console:
            raise ImmediateHttpResponse(redirect("phone_door"))
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def post_login(self, request: HttpRequest, user: Staff, **kwargs: Any) -> HttpResponse:
        audit.record(user.actor, "staff.signed_in", user)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of(request.user)


def home_of(staff: Any) -> str:
    is_overseer = getattr(staff, "role", "") == Role.OVERSEER
    return OVERSEERS_HOME if is_overseer else str(settings.LOGIN_REDIRECT_URL)


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}

    def get_totp_label(self, user: Staff) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        return "Nhịp Cầu"

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


def client_ip(request: HttpRequest) -> str:
    """For axes: behind our proxy the peer is the proxy, so its forwarded address counts."""
    return str(Accounts(request).get_client_ip(request))


def _box() -> Fernet:
    key = salted_hmac("nhipcau.second_factor", "", settings.SECRET_KEY, algorithm="sha256")
    return Fernet(base64.urlsafe_b64encode(key.digest()))
