"""The one door of the API: whose key it is, whether it may, what it says; and every answer, good
or bad, leaves in the same form. Bearer keys only: no session, no cookie, hence no CSRF."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django_scopes import scope
from pydantic import BaseModel, ValidationError

from nhipcau.api import limits
from nhipcau.api.idempotency import Asked, once
from nhipcau.api.keys import find_key, note_used
from nhipcau.api.models import ApiKey
from nhipcau.api.problems import REALM, Refused, answer, of_domain, of_shape
from nhipcau.api.routes import PREFIX, Call, Route
from nhipcau.api.shapes import POINTERS
from nhipcau.core.errors import DomainError
from nhipcau.core.language import own_language
from nhipcau.places.lineage import successor_of
from nhipcau.places.models import Locality

log = structlog.get_logger("nhipcau.api")
MOST_BYTES: Final = 256 * 1024
View = Callable[..., HttpResponse]


def door(routes: Mapping[str, Route]) -> View:
    """The view of one path: its routes by method."""

    @csrf_exempt
    @login_not_required
    def opened(request: HttpRequest, **parts: str) -> HttpResponse:
        language = wanted_language(request.headers.get("Accept-Language", ""))
        with translation.override(language):
            response = _answer(request, routes, parts)
        response.headers["Content-Language"] = language
        response.headers.setdefault("Cache-Control", "no-store")
        patch_vary_headers(response, ("Accept-Language", "Authorization"))
        if request.method == "HEAD":
            response.content = b""
        return response

    return opened


@csrf_exempt
@login_not_required
def unknown(request: HttpRequest, **parts: str) -> HttpResponse:
    """Any other address under /api/."""
    with translation.override(wanted_language(request.headers.get("Accept-Language", ""))):
        said = _("API không có địa chỉ này. Xem mô tả ở %(where)s.") % {"where": f"{PREFIX}/"}
        return answer(Refused(404, "not-found", said))


def wanted_language(header: str) -> str:
    """Our own unless another that we have is asked for more (RFC 9110, 12.5.4)."""
    wishes: dict[str, tuple[float, int]] = {}
    for place, part in enumerate(header.split(",")[:20]):
        tag, _sep, weight = part.strip().partition(";q=")
        language = tag.strip().lower().partition("-")[0]
        try:
            wish = float(weight or 1)
        except ValueError:
            wish = 0.0
        if language in dict(settings.LANGUAGES) and wish > 0:
            wishes.setdefault(language, (wish, -place))
    return max(wishes, key=lambda language: wishes[language], default=own_language())


def _answer(
    request: HttpRequest, routes: Mapping[str, Route], parts: Mapping[str, str]
) -> HttpResponse:
    try:
        return _let_in(request, routes, parts)
    except Refused as fault:
        return answer(fault)
    except Exception:
        log.exception("api call failed", path=request.path)
        said = _("Lỗi này ở phía chúng tôi và đã được ghi lại. Hãy thử lại sau ít phút.")
        return answer(Refused(500, "our-fault", said))


def _let_in(
    request: HttpRequest, routes: Mapping[str, Route], parts: Mapping[str, str]
) -> HttpResponse:
    method = "GET" if request.method == "HEAD" else request.method or ""
    route = routes.get(method)
    if route is None:
        allowed = ", ".join(sorted({*routes, *(["HEAD"] if "GET" in routes else [])}))
        said = _("Địa chỉ này chỉ nhận: %(methods)s.") % {"methods": allowed}
        raise Refused(405, "no-method", said, headers={"Allow": allowed})
    key = _whose(request)
    with scope(locality=key.locality):
        turn = limits.take(key)
        try:
            if turn.is_over:
                raise _too_many(turn)
            note_used(key)
            response = _run(request, route, parts, key)
        except Refused as fault:
            response = answer(fault)
    for name, value in turn.headers.items():
        response.headers[name] = value
    return response


def _whose(request: HttpRequest) -> ApiKey:
    scheme, _sep, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        said = _("Gửi khoá trong tiêu đề: Authorization: Bearer <khoá>.")
        raise Refused(401, "no-key", said, headers={"WWW-Authenticate": REALM})
    key = find_key(token.strip())
    if key is None:
        said = _("Khoá này không đúng hoặc đã bị thu hồi. Hỏi quản trị của phường, xã.")
        wants = f'{REALM}, error="invalid_token"'
        raise Refused(401, "bad-key", said, headers={"WWW-Authenticate": wants})
    if key.locality.closed_at is not None:
        raise _closed(key.locality)
    return key


def _closed(locality: Locality) -> Refused:
    """Whoever calls is told where to ask: a key does not move with the people who answer for it."""
    heir = successor_of(locality)
    if heir is None:
        said = _("%(place)s đã kết thúc, khoá này không còn dùng được.") % {"place": locality.name}
    else:
        said = _("%(place)s nay thuộc %(heir)s. Hãy xin khoá của %(heir)s.")
        said = said % {"place": locality.name, "heir": heir.name}
    return Refused(403, "closed-locality", said)


def _too_many(turn: limits.Turn) -> Refused:
    said = _("Khoá này gọi quá %(most)d lần một phút. Thử lại sau %(seconds)d giây.")
    return Refused(429, "too-many", said % {"most": limits.MOST, "seconds": turn.seconds_left})


def _run(request: HttpRequest, route: Route, parts: Mapping[str, str], key: ApiKey) -> HttpResponse:
    if route.scope not in key.scopes:
        said = _("Khoá này không có quyền %(scope)s.") % {"scope": route.scope.value}
        wants = f'{REALM}, error="insufficient_scope", scope="{route.scope.value}"'
        raise Refused(403, "no-scope", said, headers={"WWW-Authenticate": wants})
    given: dict[str, Any] = dict(parts)
    if route.query:
        given["query"] = _query(request, route.query)
    raw = b""
    if route.body:
        raw = _raw(request)
        try:
            given["body"] = route.body.model_validate_json(raw, strict=True)
        except ValidationError as error:
            raise of_shape(error, in_query=False) from None
    call = Call(key, key.locality)

    def run() -> HttpResponse:
        try:
            return _written(route, route.run(call, **given))
        except DomainError as error:
            raise of_domain(error, POINTERS) from None

    asked = Asked.of(request, route, raw)
    return once(key, asked, run, is_whole=not route.repeats_safely) if asked else run()


def _query(request: HttpRequest, model: type[BaseModel]) -> BaseModel:
    """Each name once: of two values nobody could say which was meant."""
    twice = [name for name, values in request.GET.lists() if len(values) > 1]
    if twice:
        said = _("Tham số này được gửi nhiều lần.")
        raise Refused(400, "not-as-described", said, pointer=f"?{twice[0]}")
    try:
        return model.model_validate(request.GET.dict())
    except ValidationError as error:
        raise of_shape(error, in_query=True) from None


def _raw(request: HttpRequest) -> bytes:
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    if request.content_type != "application/json" or charset not in {"utf-8", "utf8"}:
        said = _("Gửi thân bằng Content-Type: application/json, mã UTF-8.")
        raise Refused(415, "not-json-type", said, headers={"Accept": "application/json"})
    told = request.META.get("CONTENT_LENGTH") or "0"
    if not told.isdecimal() or int(told) > MOST_BYTES:
        said = _("Thân của lời gọi lớn hơn %(most)d KB.") % {"most": MOST_BYTES // 1024}
        raise Refused(413, "too-big", said)
    return request.body


def _written(route: Route, result: BaseModel | None) -> HttpResponse:
    if result is None:
        return HttpResponse(status=204)
    data = result.model_dump(mode="json", by_alias=True)
    body = json.dumps(data, ensure_ascii=False)
    response = HttpResponse(body, status=route.status, content_type="application/json")
    if route.location:
        response.headers["Location"] = PREFIX + route.location.format(**data)
    return response
