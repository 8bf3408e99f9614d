"""What goes into a template of Zalo's: each of its parameters from a field of the notice, clipped
to the length that Zalo takes; the rest stands behind the link."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.channels.models import Template
from nhipcau.channels.templates import FIXED, misfit
from nhipcau.channels.transports.zalo_template import DATA, TEMPLATE
from nhipcau.core.clock import local
from nhipcau.core.errors import BadInput
from nhipcau.links.shorten import short_base
from nhipcau.notices.models import NoticeVersion

LINK = "{link}"
CLOCK = "%H:%M %d/%m/%Y"  # the only spelling of a moment that Zalo takes with its date


def _moment(at: datetime | None) -> str:
    return local(at).strftime(CLOCK) if at else ""


FIELDS: dict[str, tuple[str | Promise, Callable[[NoticeVersion], str]]] = {
    "title": (gettext_lazy("Tiêu đề"), lambda version: version.title),
    "text": (gettext_lazy("Nội dung, phần đầu"), lambda version: version.text),
    "issuer": (gettext_lazy("Nơi ra thông báo"), lambda version: version.locality.issuer),
    "event_at": (
        gettext_lazy("Thời gian diễn ra (hoặc hạn báo tin)"),
        lambda version: _moment(version.event_at or version.deadline),
    ),
    "deadline": (gettext_lazy("Hạn báo tin"), lambda version: _moment(version.deadline)),
    "place": (gettext_lazy("Địa điểm"), lambda version: version.place),
    "for_whom": (gettext_lazy("Ai cần biết"), lambda version: version.for_whom),
    "bring": (gettext_lazy("Mang theo"), lambda version: version.bring),
    "phone": (gettext_lazy("Số điện thoại của phường"), lambda version: version.locality.phone),
    "link": (gettext_lazy("Đường dẫn riêng của hộ"), lambda version: LINK),
}
EXACT = frozenset({"event_at", "deadline", "link", "phone"})  # never clipped


def note_for(version: NoticeVersion, template: Template) -> dict[str, str]:
    """The job's note. Raises BadInput when a parameter does not fit: nothing is sent then."""
    values = filled(version, template)
    wrong = faults(template, values)
    if wrong:
        raise BadInput(wrong[0], field="template")
    return {TEMPLATE: template.external_id, DATA: json.dumps(values, ensure_ascii=False)}


def filled(version: NoticeVersion, template: Template) -> dict[str, str]:
    found = {}
    for parameter in template.parameters:
        name = parameter["name"]
        value = _value(version, template.filled_from.get(name, ""), int(parameter["maxLength"]))
        if value or parameter.get("require", True):
            found[name] = value
    return found


def faults(template: Template, values: Mapping[str, str]) -> list[str]:
    """In words, what Zalo would refuse; the link is as long as a household's own."""
    longest = f"{short_base()}{'x' * 10}"
    found = (
        misfit(one, values.get(one["name"], "").replace(LINK, longest))
        for one in template.parameters
    )
    return [words for words in found if words]


def readable(template: Template, values: Mapping[str, str]) -> str:
    """The template's name and its parameters, as the ledger and pages show it."""
    lines = [f"{name}: {value}" for name, value in values.items() if value]
    return "\n".join([template.name, *lines])


def _value(version: NoticeVersion, source: str, most: int) -> str:
    if source.startswith(FIXED):
        return source.removeprefix(FIXED).strip()
    known = FIELDS.get(source)
    if known is None:
        return ""
    value = " ".join(known[1](version).split())
    if not value and source not in EXACT:
        value = _("Xem trong đường dẫn")
    return value if source in EXACT else _clipped(value, most)


def _clipped(value: str, most: int) -> str:
    if len(value) <= most:
        return value
    return value[: max(0, most - 1)].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
