"""Posters as they are printed: in the ward's name, in the language chosen for each."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from nhipcau.links.models import Poster
from nhipcau.links.shorten import short_url
from nhipcau.printing.poster import Poster as Page
from nhipcau.printing.poster import posters_pdf
from nhipcau.text.dates import say_date
from nhipcau.text.phones import show_local

Kind = Poster.Kind


def posters_paper(posters: Iterable[Poster]) -> bytes:
    """Prefetch `link`, `neighbourhood` and `locality`."""
    return posters_pdf([_page(poster) for poster in posters])


def _page(poster: Poster) -> Page:
    with translation.override(poster.language):
        return Page(
            issuer=poster.printed.get("issuer") or poster.locality.issuer,
            heading=_heading(poster.kind),
            title=_title(poster),
            scan=_("Mở máy ảnh hoặc Zalo, đưa vào mã này"),
            gets=tuple(_gets(poster)),
            ask=_ask(poster),
            url=short_url(poster.link),
            foot=_foot(poster),
            size=poster.size,
            language=poster.language,
        )


def _heading(kind: str) -> str:
    return {
        Kind.PROCEDURE: _("Thủ tục hành chính"),
        Kind.GROUP: _("Mời vào nhóm của tổ"),
        Kind.OA: _("Zalo của phường"),
    }.get(Kind(kind), _("Trang thông tin chính thức"))


def _title(poster: Poster) -> str:
    if poster.kind == Kind.PORTAL:
        return _("Thông báo và thủ tục của phường")
    return poster.title


def _gets(poster: Poster) -> list[str]:
    if poster.kind == Kind.PROCEDURE:
        host = poster.printed.get("centre", "")
        online = _("Nộp trực tuyến: %(host)s") % {"host": host} if host else ""
        said = [_("Giấy tờ cần mang"), _("Thời gian, lệ phí, các bước"), _("Hỏi cán bộ"), online]
        return [line for line in said if line]
    if poster.kind == Kind.GROUP:
        return [
            _("Lịch khám, họp tổ, cắt điện, thời tiết nguy hiểm"),
            _("Ghi số nhà, tổ trưởng xác nhận; không cần số căn cước"),
        ]
    if poster.kind == Kind.OA:
        return [_("Nhận thông báo của phường"), _("Hỏi thủ tục, có cán bộ trả lời")]
    if poster.kind == Kind.PORTAL:
        return [_("Thông báo đang cần biết"), _("Tra thủ tục"), _("Hỏi cán bộ")]
    return []


def _ask(poster: Poster) -> str:
    phone = poster.locality.phone
    if not phone:
        return ""
    return _("Không dùng điện thoại thông minh? Gọi %(phone)s") % {
        "phone": show_local(phone) or phone
    }


def _foot(poster: Poster) -> str:
    said = []
    if poster.kind == Kind.PROCEDURE:
        said.append(
            _("%(code)s bản %(n)s") % {"code": poster.about, "n": poster.printed.get("version", 1)}
        )
    where = [poster.place, poster.neighbourhood.name if poster.neighbourhood else ""]
    said.append(", ".join(part for part in where if part))
    said.append(_("in %(day)s") % {"day": say_date(poster.made_at)})
    return " · ".join(said)
