"""A procedure on paper: the whole record, its version and day, whom to ask."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from nhipcau.core.language import own_language
from nhipcau.pages.portal.asking import answering_for
from nhipcau.pages.portal.procedure_page import Filing, filings_of, parts_of
from nhipcau.pages.portal.procedure_page import Line as Shown
from nhipcau.printing.record import Line, Part, Record, record_pdf
from nhipcau.procedures.models import ProcedureVersion
from nhipcau.procedures.queries import filed_online
from nhipcau.text.dates import say_date
from nhipcau.text.phones import show_local


def paper_of(version: ProcedureVersion, about: dict[str, Any]) -> bytes:
    """`about` as the page has it."""
    ward, known = version.locality, version.procedure
    filings, _more = filings_of(version)
    return record_pdf(
        Record(
            language=own_language(),
            issuer=ward.issuer,
            title=version.name,
            subtitle=" · ".join(
                part for part in (known.code, version.sector, version.level) if part
            ),
            note=_note(about),
            columns=(_("Cách nộp"), _("Thời gian"), _("Lệ phí"), _("Ghi chú")),
            rows=tuple(_row(one) for one in filings),
            parts=tuple(
                Part(part.title, tuple(_line(line) for line in part.lines))
                for part in parts_of(version)
            ),
            asks=tuple(_asks(version, about["centre_host"])),
            scan=_("Quét mã để xem bản mới nhất và hỏi cán bộ"),
            url=f"{settings.BASE_URL}/{ward.slug}/thu-tuc/{known.code}/",
            foot=_foot(version),
        )
    )


def _row(one: Filing) -> tuple[str, ...]:
    beside = "\n".join(part for part in (one.beside, *one.notes) if part)
    return (one.kind, one.time, one.fee, beside)


def _line(line: Shown) -> Line:
    beside = ", ".join(part for part in (line.beside, line.form) if part)
    return Line(line.text, line.label, beside, line.is_head)


def _note(about: dict[str, Any]) -> str:
    if about["procedure"].retired_at:
        return _("Phường không còn áp dụng thủ tục này.")
    if about["is_old"]:
        return _("Bản cũ: nay đã có bản %(n)d.") % {"n": about["newest"]}
    return ""


def _asks(version: ProcedureVersion, host: str) -> list[tuple[str, str]]:
    ward = version.locality
    asks = [
        (one.title or _("Phụ trách"), f"{one.name}, {show_local(one.phone)}".strip(", "))
        for one in answering_for(version)
    ]
    at = ", ".join(part for part in (ward.address, show_local(ward.phone)) if part)
    if at:
        asks.append((ward.issuer, at))
    if host and filed_online([version.pk]):
        asks.append((_("Nộp trực tuyến"), host))
    return asks


def _foot(version: ProcedureVersion) -> str:
    said = [_("%(code)s bản %(n)d") % {"code": version.procedure.code, "n": version.number}]
    if version.decision:
        said.append(_("Quyết định %(number)s") % {"number": version.decision})
    if version.retrieved_at:
        said.append(_("đọc từ nguồn ngày %(day)s") % {"day": say_date(version.retrieved_at)})
    return " · ".join(said)
