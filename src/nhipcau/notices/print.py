"""A version as papers: the A4 sheet, leaflets for a walk, the board, the loudspeaker's script."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from nhipcau.core.language import own_language, page_language
from nhipcau.notices.models import NoticeVersion, Paper, Rendition
from nhipcau.notices.renditions import rendition_of
from nhipcau.notices.wording import said_by
from nhipcau.printing.bulletin import Item
from nhipcau.printing.sheet import (
    Door,
    Sheet,
    a4_sheet,
    a5_sheet,
    board_page,
    leaflets,
    script_page,
)
from nhipcau.text.dates import say_date, say_exact
from nhipcau.text.speech import speech_seconds

Form = Rendition.Form
OUT = {NoticeVersion.State.APPROVED, NoticeVersion.State.PUBLISHED}


def sheet_pdf(version: NoticeVersion, *, url: str, language: str = "") -> bytes:
    """The A4 sheet; `url` is its own tracked address, so that each place it hangs is counted."""
    return a4_sheet(_sheet(version, url, language))


def a5_pdf(version: NoticeVersion, *, url: str, language: str = "") -> bytes:
    return a5_sheet(_sheet(version, url, language))


def bulletin_item(version: NoticeVersion, *, url: str) -> Item:
    """The notice as it stands in a bulletin: what the sheet says, without its heading."""
    sheet = _sheet(version, url, own_language())
    return Item(sheet.title, sheet.text, sheet.facts, sheet.paper, url, sheet.is_urgent)


def leaflets_pdf(version: NoticeVersion, doors: Iterable[Door], *, language: str = "") -> bytes:
    """One A5 page a household, in the order given, each with its own address."""
    return leaflets(_sheet(version, "", language), doors)


def board_pdf(version: NoticeVersion) -> bytes:
    return board_page(rendition_of(version, Form.BOARD).text.splitlines(), language=own_language())


def script_pdf(version: NoticeVersion) -> bytes:
    text = rendition_of(version, Form.LOUDSPEAKER).text
    note = _("Đọc chậm, rõ, đọc hết cả hai lượt: khoảng %(seconds)d giây. %(state)s") % {
        "seconds": speech_seconds(text),
        "state": _unfinished(version),
    }
    return script_page(version.title, note.strip(), text, language=own_language())


def page_url(version: NoticeVersion) -> str:
    """The public page of the notice, for papers that have no address of their own."""
    return f"{settings.BASE_URL}/{version.locality.slug}/thong-bao/{version.notice_id}/"


def say_paper(paper: Paper | None) -> str:
    """Theo 45/TB-TTYT ngày 24/5/2023 của Trung tâm Y tế"""
    if paper is None:
        return ""
    words = [_("Theo văn bản")]
    if paper.number:
        words.append(_("số %(number)s") % {"number": paper.number})
    if paper.signed_on:
        words.append(_("ngày %(day)s") % {"day": say_date(paper.signed_on)})
    words.append(_("của %(issuer)s") % {"issuer": paper.issuer})
    return " ".join(words)


def _sheet(version: NoticeVersion, url: str, language: str) -> Sheet:
    row = rendition_of(version, Form.SHEET, language)
    translated = {} if row.language == own_language() else {"title": row.title, "text": row.text}
    with page_language(row.language):
        said = said_by(version, **translated)
        return Sheet(
            issuer=said.issuer,
            heading=said.heading,
            title=said.title,
            text=row.text,
            facts=tuple(said.facts()),
            deadline=_("Bà con cần biết trước %(when)s") % {"when": say_exact(version.deadline)},
            paper=say_paper(version.notice.paper),
            scan=_("Quét mã để đọc đầy đủ và cho phường biết nhà mình đã đọc"),
            url=url,
            foot=_unfinished(version) or _when_said(version),
            language=row.language,
            is_urgent=said.is_urgent,
        )


def _unfinished(version: NoticeVersion) -> str:
    return "" if version.state in OUT else _("BẢN XEM TRƯỚC, CHƯA ĐƯỢC DUYỆT")


def _when_said(version: NoticeVersion) -> str:
    moment = version.published_at or version.approved_at
    if moment is None:
        return version.locality.name
    return _("%(place)s phát lúc %(when)s · bản %(number)d") % {
        "place": version.locality.name,
        "when": say_exact(moment),
        "number": version.number,
    }
