"""The description (OpenAPI 3.1), made of the table of routes and the shapes: not written twice."""

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from nhipcau.api import limits
from nhipcau.api.door import MOST_BYTES
from nhipcau.api.idempotency import HEADER, PATTERN
from nhipcau.api.problems import MEDIA_TYPE
from nhipcau.api.routes import PREFIX, ROUTES, Route
from nhipcau.api.shapes import NoticeIn, Problem
from nhipcau.core.clock import civil_now, local

VERSION: Final = "1.0.0"
REF: Final = "#/components/schemas/{model}"
BEARER: Final = "key"
NAMES: Final = {"id": r"^[0-9]{1,18}$", "code": r"^[0-9A-Za-z.]{3,40}$"}
LIMIT_HEADERS: Final = ("RateLimit-Policy", "RateLimit")
ORDER: Final = ("notices", "neighbourhoods", "dossiers", "procedures", "callbacks")  # to be read
EVERY: Final = (401, 403, 429)


def document() -> dict[str, Any]:
    schemas = _schemas()
    paths: dict[str, dict[str, Any]] = {}
    for route in sorted(ROUTES, key=lambda route: ORDER.index(_tag(route))):
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Nhịp Cầu API",
            "version": VERSION,
            "description": _("Gửi thông báo qua phường, xã; đọc độ phủ; đẩy tình trạng hồ sơ; "
                             "nhận sự kiện. Xem docs/api.md."),
        },
        "servers": [{"url": settings.BASE_URL + PREFIX}],
        "security": [{BEARER: []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {BEARER: {"type": "http", "scheme": "bearer"}},
            "responses": {str(status): _problem(status) for status in _WORDS},
            "headers": {
                "RateLimit-Policy": _header(_("Bao nhiêu lần trong bao nhiêu giây.")),
                "RateLimit": _header(_("Còn bao nhiêu lần, bao nhiêu giây nữa thì đầy lại.")),
            },
        },
    }  # fmt: skip


def example() -> dict[str, Any]:
    """A notice that would be taken now: tomorrow at eight, to be known this evening."""
    tomorrow = local(civil_now()).replace(microsecond=0) + timedelta(days=1)
    return {
        "title": "Khám sàng lọc đái tháo đường miễn phí",
        "text": "Trạm Y tế khám sàng lọc đái tháo đường miễn phí cho người từ 40 tuổi. "
                "Bà con nhịn ăn sáng, mang theo thẻ bảo hiểm y tế.",
        "deadline": tomorrow.isoformat(),
        "place": "Trạm Y tế phường",
        "reference": "TYT-2026-117",
    }  # fmt: skip


def _schemas() -> dict[str, Any]:
    wanted: dict[type[BaseModel], Any] = {Problem: "serialization"}
    for route in ROUTES:
        wanted |= {route.body: "validation"} if route.body else {}
        wanted |= {route.returns: "serialization"} if route.returns else {}
    _by_model, definitions = models_json_schema(list(wanted.items()), ref_template=REF)
    schemas: dict[str, Any] = definitions["$defs"]
    schemas[NoticeIn.__name__]["examples"] = [example()]
    return schemas


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": str(route.summary),
        "description": _("Quyền: %(scope)s.") % {"scope": route.scope.value},
        "tags": [_tag(route)],
        "responses": _responses(route),
    }
    parameters = _parameters(route)
    if parameters:
        operation["parameters"] = parameters
    if route.body:
        schema = {"$ref": REF.format(model=route.body.__name__)}
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    return operation


def _tag(route: Route) -> str:
    return route.path.split("/")[1]


def _parameters(route: Route) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {
            "name": part,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "pattern": NAMES[part]},
        }
        for part in route.parts
    ]
    if route.query:
        schema = route.query.model_json_schema(ref_template=REF)
        found += [
            {"name": name, "in": "query", "required": False, "schema": inner}
            for name, inner in schema["properties"].items()
        ]
    if route.takes_idempotency_key:
        found.append(
            {
                "name": HEADER,
                "in": "header",
                "required": False,
                "description": _("Tên của lời gọi: gọi lại trong 24 giờ thì nhận lại trả lời cũ."),
                "schema": {"type": "string", "pattern": f'^"?{PATTERN}"?$'},
            }
        )
    return found


def _responses(route: Route) -> dict[str, Any]:
    good: dict[str, Any] = {"description": str(route.summary), "headers": _limit_headers()}
    if route.returns:
        schema = {"$ref": REF.format(model=route.returns.__name__)}
        good["content"] = {"application/json": {"schema": schema}}
    if route.location:
        good["headers"]["Location"] = _header(_("Địa chỉ của đối tượng vừa tạo."))
    statuses = {*EVERY, *route.also}
    if route.body or route.query or route.takes_idempotency_key:
        statuses.add(400)
    if route.query:
        statuses.add(422)
    if route.parts:
        statuses.add(404)
    if route.body:
        statuses |= {413, 415}
    if route.takes_idempotency_key:
        statuses |= {409, 422}
    bad = {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(statuses)}
    return {str(route.status): good, **bad}


def _problem(status: int) -> dict[str, Any]:
    said: dict[str, Any] = {
        "description": str(_WORDS[status]()),
        "content": {MEDIA_TYPE: {"schema": {"$ref": REF.format(model=Problem.__name__)}}},
    }
    if status == 429:
        said["headers"] = {**_limit_headers(), "Retry-After": _header(_("Giây phải đợi."))}
    if status == 401:
        said["headers"] = {"WWW-Authenticate": _header("Bearer")}
    return said


def _limit_headers() -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in LIMIT_HEADERS}


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}


_WORDS: Final = {
    400: lambda: _("Thân hoặc tham số không đúng mô tả này."),
    401: lambda: _("Không có khoá, hoặc khoá không dùng được."),
    403: lambda: _("Khoá không có quyền, hoặc người chịu trách nhiệm không có quyền."),
    404: lambda: _("Không có đối tượng này ở địa bàn của khoá."),
    409: lambda: _("Lúc này không làm được: trạng thái đã khác, hoặc lời gọi trước còn chạy."),
    413: lambda: _("Thân lớn hơn %(most)d KB.") % {"most": MOST_BYTES // 1024},
    415: lambda: _("Thân không phải application/json."),
    422: lambda: _("Đúng mô tả nhưng phường không dùng được, ví dụ hạn đã qua."),
    429: lambda: _("Quá %(most)d lần một phút.") % {"most": limits.MOST},
}
