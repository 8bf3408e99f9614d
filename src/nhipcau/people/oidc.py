"""Sign-in by the province's identity service (OpenID Connect). What the service says is believed
only when its signature holds; the account must be there, named by an admin; nothing is kept here.

The second factor is the service's when its token says so (`acr`), else ours (docs/decisions/0050).
"""

import base64
import hashlib
from typing import Any, NoReturn, cast
from urllib.parse import parse_qs, urlsplit

import jwt
import structlog
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import add_query_params
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException, Session

from nhipcau.core import audit
from nhipcau.core.errors import DomainError, NotAllowed
from nhipcau.people.adapters import home_of
from nhipcau.people.identity import as_kept
from nhipcau.people.models import Staff

log = structlog.get_logger("nhipcau.oidc")
PROVIDER = "tinh"
OPENED_BY_US = "nhipcau.people.sessions.OpenedByUs"
# Signed with a key that only the service has; never "none", never a shared secret.
ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"})
LEEWAY = 60  # seconds by which two clocks may differ


class Provider(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """allauth believes a token that came over TLS without looking at its signature; we look, and
    whether it was made for this one sign-in (`nonce`)."""

    nonce = ""

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> Any:
        self.nonce = _nonce_of(pkce_code_verifier or "")
        return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(id_token)
            if header.get("alg") not in ALGORITHMS:
                raise OAuth2Error("algorithm not allowed")
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=self._key(header.get("kid")),
                algorithms=[header["alg"]],
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, LookupError, TypeError, ValueError) as error:
            raise OAuth2Error("unreadable id_token") from error
        if claims.get("nonce") != self.nonce:
            raise OAuth2Error("another sign-in's token")
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("another application's token")
        return claims

    def _key(self, kid: str | None) -> jwt.PyJWK:
        """The one it names; a service with a single key need not name it."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        signing = [key for key in keys if key.public_key_use in {None, "sig"}]
        found = [key for key in signing if kid is None or key.key_id == kid]
        if len(found) != 1:
            raise OAuth2Error("no such key")
        return found[0]

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("no id_token")
        return super().complete_login(request, app, token, **kwargs)


class ByProvider(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """allauth asks here at every turn of the way; each way ends in our own session or our own page,
    so that it never comes to a sign-up or to accounts of its own."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> NoReturn:
        claims = sociallogin.account.extra_data.get("id_token") or {}
        try:
            answer = _let_in(request, _staff_of(claims), claims)
        except DomainError as error:
            answer = _refused(request, error.message)
        raise ImmediateHttpResponse(answer)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> NoReturn:
        log.warning("oidc failed", error=str(error), kind=type(exception).__name__)
        said = _("Dịch vụ định danh của tỉnh không xác nhận được. Hãy thử lại từ đầu.")
        if error == AuthError.CANCELLED:
            said = _("Bạn đã dừng đăng nhập ở trang của tỉnh.")
        raise ImmediateHttpResponse(_refused(request, said))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def get_requests_session(self) -> Session:
        session = cast(Session, super().get_requests_session())
        session.verify = settings.CA_FILE
        session.trust_env = False
        return session


@login_not_required
@never_cache
@require_POST
def to_provider(request: HttpRequest) -> HttpResponse:
    """By a page of ours: a browser forbids a form to end at a stranger's address (our CSP)."""
    _must_be_on()
    view = OAuth2LoginView.adapter_view(Provider(request, PROVIDER))
    try:
        found = cast(HttpResponse, view(request))
    except (RequestException, LookupError, ValueError) as error:  # it does not answer, or nonsense
        log.warning("oidc service unreachable", kind=type(error).__name__)
        said = _("Dịch vụ định danh của tỉnh không trả lời. Hãy thử lại, hoặc dùng mật khẩu.")
        return _refused(request, said, status=502)
    if found.status_code != 302:
        return found
    context = {"address": _with_nonce(found["Location"]), "name": settings.OIDC_NAME}
    return render(request, "people/oidc_leave.html", context)


@login_not_required
@never_cache
@require_safe
def from_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where the service sends the browser back to. `provider_id` is always ours."""
    _must_be_on()
    view = OAuth2CallbackView.adapter_view(Provider(request, provider_id))
    try:
        return cast(HttpResponse, view(request))
    except (LookupError, ValueError):  # a token endpoint that answers with something else
        return _refused(request, _("Dịch vụ định danh của tỉnh trả lời không đọc được."))


def _with_nonce(address: str) -> str:
    """The verifier's hash, which goes there anyway: each sign-in has its own, in its session."""
    (challenge,) = parse_qs(urlsplit(address).query)["code_challenge"]
    return str(add_query_params(address, {"nonce": challenge}))


def _nonce_of(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _must_be_on() -> None:
    if not settings.OIDC_URL:
        raise Http404


def _staff_of(claims: dict[str, Any]) -> Staff:
    """The account that an admin tied to this identity. The same sentence whether none is, or it
    has ended: who stands outside learns nothing."""
    value = claims.get(settings.OIDC_CLAIM)
    if not isinstance(value, str) or not as_kept(value):
        raise NotAllowed(_("Dịch vụ của tỉnh không cho biết định danh cần thiết."))
    if settings.OIDC_CLAIM == "email" and claims.get("email_verified") is not True:
        raise NotAllowed(_("Địa chỉ thư của bạn chưa được dịch vụ của tỉnh xác minh."))
    staff = Staff.objects.filter(identity=as_kept(value), is_active=True).first()
    if staff is None or not staff.uses_console:
        raise NotAllowed(
            _("Định danh này chưa gắn với tài khoản nào đang hoạt động. Hãy nhờ quản trị gắn.")
        )
    return staff


def has_second_factor(claims: dict[str, Any]) -> bool:
    """The service asked for one, in the words that this installation trusts."""
    return bool(settings.OIDC_ACR) and claims.get("acr") in settings.OIDC_ACR


def _let_in(request: HttpRequest, staff: Staff, claims: dict[str, Any]) -> HttpResponse:
    if request.user.is_authenticated:
        logout(request)
    if not has_second_factor(claims):
        record_authentication(request, staff, "socialaccount", provider=PROVIDER)
        return cast(HttpResponse, perform_login(request, Login(user=staff)))
    login(request, staff, backend=OPENED_BY_US)
    audit.record(staff.actor, "staff.signed_in", staff, after={"by": "oidc"})
    return redirect(home_of(staff))


def _refused(request: HttpRequest, said: str, *, status: int = 403) -> HttpResponse:
    return render(request, "people/oidc_refused.html", {"fault": said}, status=status)
