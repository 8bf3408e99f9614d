"""An account's templates on its page: read anew, listed, and filled from a notice to look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from nhipcau.channels.models import Account, Template
from nhipcau.channels.quotas import TEMPLATES, left_as_read
from nhipcau.channels.templates import FIXED, NotRead, misfit, read_templates
from nhipcau.channels.words import words_for
from nhipcau.core.clock import civil_now
from nhipcau.links.shorten import short_base
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.template_data import FIELDS, LINK, filled
from nhipcau.places.models import Locality

OWN = "="
TONES = {"ENABLE": "done", "PENDING_REVIEW": "wait", "REJECT": "bad", "DISABLE": "bad"}


@dataclass(frozen=True, slots=True)
class Known:
    rows: list[Template]
    left: int | None
    chosen: Template | None


@dataclass(frozen=True, slots=True)
class Line:
    """One parameter on the page that fills a template."""

    name: str
    limits: str
    is_needed: bool
    source: str
    own: str
    shown: str
    fault: str


def known(account: Account) -> Known:
    rows = list(Template.objects.filter(account=account).order_by("-is_chosen", "state", "name"))
    chosen = next((row for row in rows if row.is_chosen), None)
    return Known(rows, left_as_read(account, TEMPLATES, civil_now()), chosen)


def read_now(request: HttpRequest, account: Account) -> None:
    try:
        read_templates(account)
    except NotRead as fault:
        messages.error(request, " ".join(words_for(account.speaks, fault.code)))
    else:
        messages.success(request, _("Đã đọc mẫu tin và hạn mức từ Zalo."))


def given(template: Template, posted: Any) -> dict[str, str]:
    """What was chosen on the page: a field's name, or "=" and words of one's own."""
    found = {}
    for number, parameter in enumerate(template.parameters):
        source = posted.get(f"from{number}", "")
        own = " ".join(posted.get(f"own{number}", "").split())[:400]
        found[parameter["name"]] = f"{FIXED}{own}" if source == OWN else source
    return found


def given_for(template: Template, posted: Any, prefix: str) -> dict[str, str]:
    """The same for telling that a question has its answer ("a") or how a dossier stands ("d")."""
    found = {}
    for number, parameter in enumerate(template.parameters):
        own = " ".join(posted.get(f"{prefix}own{number}", "").split())[:400]
        source = posted.get(f"{prefix}from{number}", "")
        found[parameter["name"]] = f"{FIXED}{own}" if source == OWN else source
    return found


def use_lines(template: Template, chosen: Mapping[str, str], faulty: str = "") -> list[Line]:
    found = []
    for parameter in template.parameters:
        name = parameter["name"]
        source = chosen.get(name, "")
        is_own = source.startswith(FIXED)
        found.append(
            Line(
                name=name,
                limits=_limits(parameter),
                is_needed=parameter.get("require", True),
                source=OWN if is_own else source,
                own=source.removeprefix(FIXED) if is_own else "",
                shown="",
                fault=_("Ô này chưa được điền.") if name == faulty else "",
            )
        )
    return found


def lines(
    template: Template, locality: Locality, chosen: dict[str, str], faulty: str = ""
) -> list[Line]:
    """Filled from the newest notice, so that everybody sees what people will read."""
    template.filled_from = chosen
    values = filled(example(locality), template)
    link = f"{short_base()}abc123xy"
    found = []
    for parameter in template.parameters:
        name = parameter["name"]
        source, shown = chosen.get(name, ""), values.get(name, "").replace(LINK, link)
        is_known = source in FIELDS or source.startswith(FIXED)
        wrong = misfit(parameter, shown) if is_known or name == faulty else ""
        found.append(
            Line(
                name=name,
                limits=_limits(parameter),
                is_needed=parameter.get("require", True),
                source=OWN if source.startswith(FIXED) else source,
                own=source.removeprefix(FIXED) if source.startswith(FIXED) else "",
                shown=shown,
                fault=wrong,
            )
        )
    return found


def _limits(parameter: Mapping[str, Any]) -> str:
    least, most = parameter.get("minLength", 0), parameter["maxLength"]
    if not least:
        return _("tối đa %(most)s ký tự") % {"most": most}
    return _("%(least)s–%(most)s ký tự") % {"least": least, "most": most}


def guess(template: Template) -> dict[str, str]:
    """A first proposal by the parameter's type; a person looks at it before it is used."""
    found = {}
    for parameter in template.parameters:
        name, kind = parameter["name"].lower(), parameter.get("type")
        if kind == "URL" or "link" in name or "url" in name:
            found[parameter["name"]] = "link"
        elif kind == "DATE" or any(word in name for word in ("date", "time", "ngay", "gio")):
            found[parameter["name"]] = "event_at"
        elif any(word in name for word in ("title", "tieu_de", "noi_dung", "content")):
            found[parameter["name"]] = "title"
        elif any(word in name for word in ("place", "address", "dia_diem")):
            found[parameter["name"]] = "place"
    return found


def example(locality: Locality) -> NoticeVersion:
    newest = NoticeVersion.objects.exclude(title="").order_by("-id").first()
    if newest is not None:
        return newest
    now = civil_now()
    return NoticeVersion(
        locality=locality,
        title=_("Khám sàng lọc đái tháo đường miễn phí"),
        text=_("Trạm Y tế phường khám miễn phí cho người từ 40 tuổi."),
        place=_("Nhà văn hoá phường"),
        event_at=now + timedelta(days=1),
        deadline=now + timedelta(hours=20),
    )
