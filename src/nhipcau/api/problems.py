"""What went wrong, as application/problem+json (RFC 9457), in words for whoever reads the log."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from nhipcau.core.errors import BadInput, DomainError, NotAllowed, WrongState

MEDIA_TYPE: Final = "application/problem+json"
STATUS: Final[dict[type[DomainError], int]] = {NotAllowed: 403, WrongState: 409, BadInput: 422}
DOMAIN: Final = {403: "not-allowed", 409: "wrong-state", 422: "not-usable"}
LONGEST_ID: Final = 18
REALM: Final = 'Bearer realm="nhipcau"'

# Every problem there is, by the last part of its `type`, with a title that does not change.
TITLES: Final[dict[str, Any]] = {
    "not-json": gettext_lazy("Nội dung không phải JSON"),
    "not-as-described": gettext_lazy("Nội dung không đúng mô tả"),
    "bad-cursor": gettext_lazy("Con trỏ trang không đúng"),
    "bad-idempotency-key": gettext_lazy("Idempotency-Key không đúng"),
    "no-key": gettext_lazy("Chưa có khoá"),
    "bad-key": gettext_lazy("Khoá không dùng được"),
    "no-scope": gettext_lazy("Khoá không có quyền này"),
    "closed-locality": gettext_lazy("Địa bàn đã kết thúc"),
    "not-allowed": gettext_lazy("Không được phép"),
    "not-found": gettext_lazy("Không tìm thấy"),
    "no-method": gettext_lazy("Địa chỉ này không nhận phương thức đó"),
    "wrong-state": gettext_lazy("Việc này không làm được lúc này"),
    "still-running": gettext_lazy("Lần gọi trước còn đang chạy"),
    "too-big": gettext_lazy("Nội dung quá lớn"),
    "not-json-type": gettext_lazy("Kiểu nội dung không được nhận"),
    "not-usable": gettext_lazy("Nội dung không dùng được"),
    "other-body": gettext_lazy("Cùng Idempotency-Key nhưng khác nội dung"),
    "too-many": gettext_lazy("Gọi quá nhiều"),
    "our-fault": gettext_lazy("Lỗi phía máy chủ"),
}


class Refused(Exception):
    """A call that is not answered with what it asked for. `pointer` is the place of the fault: a
    JSON pointer into the body (#/title), or ?name of a parameter."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        pointer: str = "",
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.detail = status, code, detail
        self.errors = list(errors) or ([{"pointer": pointer, "detail": detail}] if pointer else [])
        self.headers = dict(headers or {})


def answer(fault: Refused) -> HttpResponse:
    said: dict[str, Any] = {
        "type": f"{settings.BASE_URL}/api/v1/#{fault.code}",
        "title": str(TITLES[fault.code]),
        "status": fault.status,
        "detail": fault.detail,
    }
    if fault.errors:
        said["errors"] = fault.errors
    body = json.dumps(said, ensure_ascii=False)
    return HttpResponse(body, status=fault.status, content_type=MEDIA_TYPE, headers=fault.headers)


def of_domain(error: DomainError, pointers: Mapping[str, str]) -> Refused:
    """A verb's refusal. `pointers` says where in the body the verb's own field names stand."""
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 409)
    pointer = pointers.get(error.field, f"#/{error.field}") if error.field else ""
    return Refused(status, DOMAIN[status], error.message, pointer=pointer)


def of_shape(error: ValidationError, *, in_query: bool) -> Refused:
    """What does not look as the description says, each place once."""
    faults = error.errors(include_url=False, include_input=False)
    if faults and faults[0]["type"] == "json_invalid":
        return Refused(400, "not-json", _("Thân của lời gọi phải là JSON đúng chuẩn, mã UTF-8."))
    errors = [
        {
            "pointer": ("?" if in_query else "#") + _path(fault["loc"], in_query=in_query),
            "detail": _in_words(fault),
        }
        for fault in faults[:20]
    ]
    said = _("Có %(n)d chỗ không đúng mô tả của API. Xem mục errors.") % {"n": len(faults)}
    return Refused(400, "not-as-described", said, errors=errors)


def not_found() -> Refused:
    """The same for what is not there and for what belongs to another locality."""
    return Refused(404, "not-found", _("Không có đối tượng này ở địa bàn của khoá."))


def known_id(given: str) -> int:
    """An id as we give them, as a number; anything else is nobody's."""
    if not (given.isascii() and given.isdecimal() and len(given) <= LONGEST_ID):
        raise not_found()
    return int(given)


def _path(location: Sequence[int | str], *, in_query: bool) -> str:
    parts = [str(part).replace("~", "~0").replace("/", "~1") for part in location]
    return ".".join(parts) if in_query else "".join(f"/{part}" for part in parts)


def _in_words(fault: Mapping[str, Any]) -> str:
    context = {key: str(value) for key, value in (fault.get("ctx") or {}).items()}
    sentence = _SENTENCES.get(fault["type"], _SENTENCES["other"])
    try:
        return str(sentence) % context
    except KeyError:
        return str(_SENTENCES["other"])


_SENTENCES: Final[dict[str, Any]] = {
    "missing": gettext_lazy("Thiếu mục này."),
    "extra_forbidden": gettext_lazy("API không có mục nào tên như vậy."),
    "string_type": gettext_lazy("Mục này phải là một chuỗi chữ."),
    "string_too_short": gettext_lazy("Ngắn quá: ít nhất %(min_length)s ký tự."),
    "string_too_long": gettext_lazy("Dài quá: nhiều nhất %(max_length)s ký tự."),
    "string_pattern_mismatch": gettext_lazy("Không đúng dạng đã mô tả."),
    "int_type": gettext_lazy("Mục này phải là một số nguyên."),
    "greater_than_equal": gettext_lazy("Nhỏ quá: ít nhất là %(ge)s."),
    "less_than_equal": gettext_lazy("Lớn quá: nhiều nhất là %(le)s."),
    "bool_type": gettext_lazy("Mục này phải là true hoặc false."),
    "list_type": gettext_lazy("Mục này phải là một danh sách."),
    "too_short": gettext_lazy("Danh sách ngắn quá: ít nhất %(min_length)s."),
    "too_long": gettext_lazy("Danh sách dài quá: nhiều nhất %(max_length)s."),
    "literal_error": gettext_lazy("Chỉ nhận một trong: %(expected)s."),
    "model_type": gettext_lazy("Mục này phải là một đối tượng JSON."),
    "other": gettext_lazy("Giá trị này không đúng mô tả."),
}
