"""The words of each form of a notice, made from its fields. Times are said so that they stay true
whenever they are read: never "hôm nay"."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from nhipcau.notices.models import Notice, NoticeVersion, Rendition
from nhipcau.notices.rights import is_urgent
from nhipcau.text.dates import say_exact, say_exact_span
from nhipcau.text.sms import sms_parts, strip_diacritics
from nhipcau.text.speech import spoken, spoken_day, spoken_time

LINK = "{link}"
MOST_SMS_PARTS = 3  # what operators take of one text (459 plain letters)
Form = Rendition.Form


@dataclass(frozen=True, slots=True)
class Said:
    """What a notice says, in one language, as plain values."""

    issuer: str
    title: str
    text: str
    for_whom: str
    place: str
    bring: str
    event_at: datetime | None
    event_until: datetime | None
    deadline: datetime
    correction: str
    is_urgent: bool
    is_emergency: bool
    is_call: bool

    @property
    def when(self) -> str:
        return say_exact_span(self.event_at, self.event_until) if self.event_at else ""

    @property
    def heading(self) -> str:
        if self.correction:
            return _("ĐÍNH CHÍNH THÔNG BÁO")
        return _("THÔNG BÁO KHẨN") if self.is_urgent else _("THÔNG BÁO")

    def facts(self) -> Iterator[tuple[str, str]]:
        """Label and value of what is known, in the order people ask."""
        for label, value in (
            (_("Khi nào"), self.when),
            (_("Ở đâu"), self.place),
            (_("Ai"), self.for_whom),
            (_("Mang theo"), self.bring),
        ):
            if value:
                yield label, value


def said_by(version: NoticeVersion, *, title: str = "", text: str = "") -> Said:
    """`title` and `text` of a translation, which leaves out the fields that have none."""
    notice = version.notice
    group = notice.issued_by_group
    return Said(
        issuer=group.name if group else version.locality.issuer,
        title=title or version.title,
        text=text or version.text,
        for_whom="" if text else version.for_whom,
        place=version.place,
        bring="" if text else version.bring,
        event_at=version.event_at,
        event_until=version.event_until,
        deadline=version.deadline,
        correction=version.correction,
        is_urgent=is_urgent(notice),
        is_emergency=notice.kind == Notice.Kind.EMERGENCY,
        is_call=notice.kind == Notice.Kind.CALL,
    )


def with_link(text: str, url: str) -> str:
    """The text with its own tracked address in place."""
    return text.replace(LINK, url)


def counted(text: str) -> str:
    """The text as long as it will be when sent: the address of a link has a known length."""
    return with_link(text, f"{settings.BASE_URL}/t/xxxxxxxxx")


def group_text(said: Said) -> str:
    """Makes people come: what it is about and until when. In danger the whole is said at once."""
    what = f"{said.title}, {_lower(said.for_whom)}" if said.for_whom else said.title
    lines = [f"{said.issuer}: {said.heading}", _stop(what)]
    if said.correction:
        lines.append(_stop(_("Đã đổi: %(what)s") % {"what": said.correction}))
    if said.is_emergency:
        lines += [*(f"{label}: {value}" for label, value in said.facts()), said.text]
    lines.append(_("Bà con cần biết trước %(when)s.") % {"when": say_exact(said.deadline)})
    lines.append(_ask(said))
    lines.append(LINK)
    return "\n".join(lines)


def _ask(said: Said) -> str:
    if said.is_call:
        return _("Bấm vào đây để xem việc cần làm và trả lời giúp tổ trưởng:")
    if said.event_at or said.place:
        return _("Mấy giờ, ở đâu, mang gì: xem ở đây. Xem xong bấm “Nhà tôi đã đọc”:")
    return _("Xem đầy đủ ở đây. Xem xong bấm “Nhà tôi đã đọc”:")


def sms_text(said: Said) -> str:
    return _fit(said, lambda text: text)


def sms_plain(said: Said) -> str:
    return _fit(said, strip_diacritics)


def _fit(said: Said, written: Callable[[str], str]) -> str:
    """Whole pieces, most needed first, in at most three parts; the link when it costs no part."""
    text = ""
    for piece in _sms_pieces(said):
        longer = written(f"{text} {piece}".strip())
        if sms_parts(longer).parts <= MOST_SMS_PARTS:
            text = longer
    linked = f"{text} {LINK}"
    free = sms_parts(counted(linked)).parts == sms_parts(text).parts
    return linked if free else text


def _sms_pieces(said: Said) -> Iterator[str]:
    change = _("Đính chính: %(what)s") % {"what": said.correction} if said.correction else ""
    yield _stop(f"{said.issuer}: {change or said.title}")
    if change:
        yield _stop(said.title)
    if said.when:
        yield _stop(f"{said.when}, {said.place}" if said.place else said.when)
    elif said.place:
        yield _stop(said.place)
    if said.for_whom:
        yield _stop(said.for_whom)
    if said.bring:
        yield _stop(_("Mang %(what)s") % {"what": _lower(said.bring)})
    if not said.when:
        yield from (_stop(sentence) for sentence in _sentences(said.text))


def article_text(said: Said) -> str:
    return "\n".join([*_changed(said), *_fact_lines(said), said.text])


def post_text(said: Said) -> str:
    seen = _("Xem đầy đủ và cho phường biết nhà mình đã đọc: %(link)s") % {"link": LINK}
    return "\n".join(
        [f"{said.heading}: {said.title}", *_changed(said), *_fact_lines(said), said.text, seen]
    )


def sheet_text(said: Said) -> str:
    return "\n".join([*_changed(said), said.text])


def board_text(said: Said) -> str:
    """Short enough for chalk."""
    lines = [said.heading, said.title.upper(), *_changed(said), *_fact_lines(said)]
    if not said.when and not said.place:
        lines += list(_sentences(said.text))[:2]
    lines.append(_("Cần biết trước %(when)s") % {"when": say_exact(said.deadline)})
    return "\n".join([*lines, said.issuer])


def loudspeaker_script(said: Said) -> str:
    """Short, in words that can be read aloud, said twice. Vietnamese only."""
    body = " ".join(_spoken_pieces(said))
    opening = "Bà con chú ý." if not said.is_urgent else "Bà con chú ý, thông báo khẩn."
    return "\n".join(
        [
            f"{opening} {spoken(said.issuer)} xin thông báo.",
            body,
            "Xin nhắc lại.",
            body,
            "Bà con nghe được xin báo giúp nhà bên cạnh. Xin cảm ơn bà con.",
        ]
    )


def _spoken_pieces(said: Said) -> Iterator[str]:
    if said.correction:
        yield _stop(f"Đính chính thông báo trước: {spoken(said.correction)}")
    yield _stop(spoken(said.title))
    if said.for_whom:
        yield _stop(spoken(said.for_whom))
    if said.event_at:
        yield _stop(f"Thời gian: {_spoken_when(said.event_at, said.event_until)}")
    if said.place:
        yield _stop(f"Địa điểm: {spoken(said.place)}")
    if said.bring:
        yield _stop(f"Nhớ mang theo {_lower(spoken(said.bring))}")
    if said.is_emergency or not said.event_at:
        yield from (_stop(spoken(sentence)) for sentence in list(_sentences(said.text))[:3])


def _spoken_when(start: datetime, end: datetime | None) -> str:
    begins = spoken_time(start)
    if end is None or end <= start:
        return f"{begins}, {spoken_day(start)}"
    if start.date() == end.date():
        return f"từ {begins} đến {spoken_time(end)}, {spoken_day(start)}"
    return f"từ {begins}, {spoken_day(start)}, đến {spoken_time(end)}, {spoken_day(end)}"


def _changed(said: Said) -> list[str]:
    if not said.correction:
        return []
    return [_stop(_("Đã đổi: %(what)s") % {"what": said.correction})]


def _fact_lines(said: Said) -> list[str]:
    return [f"{label}: {value}" for label, value in said.facts()]


def _sentences(text: str) -> Iterator[str]:
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
        if sentence.strip():
            yield sentence.strip()


def _stop(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."


def _lower(text: str) -> str:
    """Lower the first letter, but of a word in capitals (UBND, BHYT) leave all."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


MAKERS: dict[str, Callable[[Said], str]] = {
    Form.WEB: lambda said: said.text,
    Form.GROUP: group_text,
    Form.SMS: sms_text,
    Form.SMS_PLAIN: sms_plain,
    Form.ARTICLE: article_text,
    Form.POST: post_text,
    Form.LOUDSPEAKER: loudspeaker_script,
    Form.SHEET: sheet_text,
    Form.BOARD: board_text,
}
OWN_ONLY = frozenset({Form.SMS_PLAIN, Form.LOUDSPEAKER})
