"""What an officer gives for a notice, and every fault in it, each a sentence beside its field."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.audiences.selection import Selection
from nhipcau.core.clock import local
from nhipcau.core.errors import BadInput
from nhipcau.notices.models import Notice
from nhipcau.text.dates import say_when
from nhipcau.text.fold import tidy, tidy_lines
from nhipcau.text.mask import has_ids

ANSWERS = ("will_come", "excused", "done", "photo")
LONGEST = {
    "title": 160, "text": 6000, "for_whom": 160, "place": 160, "bring": 200, "correction": 300,
    "issuer": 160, "number": 60, "signer": 120,
}  # fmt: skip
_BLANK = re.compile(r"\[[^\]\n]{1,60}\]")  # of a starter, still to be filled in
FURTHEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class PaperInput:
    """The paper behind a notice. `file` is a storage key made by notices.papers.store_file."""

    issuer: str = ""
    number: str = ""
    signer: str = ""
    signed_on: date | None = None
    received_at: datetime | None = None
    file: str = ""
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class NoticeInput:
    title: str
    text: str
    deadline: datetime | None
    kind: str = Notice.Kind.ANNOUNCEMENT
    urgency: str = Notice.Urgency.USUAL
    for_whom: str = ""
    place: str = ""
    bring: str = ""
    event_at: datetime | None = None
    event_until: datetime | None = None
    answers: tuple[str, ...] = ()
    selection: Selection = field(default_factory=Selection)
    paper: PaperInput | None = None
    issued_by_group: int | None = None
    correction: str = ""
    sms_without_marks: bool = True
    is_drill: bool = False
    typed: dict[str, Any] = field(default_factory=dict)


Faults = dict[str, str]


def tidied(given: NoticeInput) -> NoticeInput:
    """One Unicode form, nothing invisible, single spaces: as it is kept and shown."""
    paper = given.paper
    return replace(
        given,
        title=tidy(given.title),
        text=tidy_lines(given.text),
        for_whom=tidy(given.for_whom),
        place=tidy(given.place),
        bring=tidy(given.bring),
        correction=tidy(given.correction),
        answers=tuple(answer for answer in ANSWERS if answer in given.answers)
        if given.kind == Notice.Kind.CALL
        else (),
        paper=paper
        and replace(
            paper, issuer=tidy(paper.issuer), number=tidy(paper.number), signer=tidy(paper.signer)
        ),
    )


def must_be_sound(given: NoticeInput, *, now: datetime, is_correction: bool = False) -> None:
    """Raise the first fault, with its field."""
    for name, sentence in find_faults(given, now=now, is_correction=is_correction).items():
        raise BadInput(sentence, field=name)


def find_faults(given: NoticeInput, *, now: datetime, is_correction: bool = False) -> Faults:
    """Every fault by field, in the order of the form. Nothing found is an empty dict."""
    return {
        **_of_words(given),
        **_of_times(given, now),
        **_of_choices(given),
        **_of_paper(given.paper, now),
        **(_of_correction(given) if is_correction else {}),
    }


def _of_words(given: NoticeInput) -> Faults:
    faults: Faults = {}
    if len(given.title) < 5:
        faults["title"] = _("Hãy viết tiêu đề: việc gì, ít nhất vài chữ.")
    if len(given.text) < 10:
        faults["text"] = _("Hãy viết nội dung: bà con cần biết gì, làm gì.")
    for name in ("title", "text", "for_whom", "place", "bring"):
        written = getattr(given, name)
        if len(written) > LONGEST[name]:
            faults[name] = _too_long(written, LONGEST[name])
        elif blank := _BLANK.search(written):
            faults[name] = _("Còn chỗ chưa điền: %(blank)s.") % {"blank": blank.group()}
        elif has_ids(written):
            faults[name] = _(
                "Ô này có số căn cước hoặc số bảo hiểm của một người. "
                "Hãy bỏ số đó trước khi gửi cho nhiều nhà."
            )
    return faults


def _too_long(written: str, limit: int) -> str:
    return _("Dài %(length)d ký tự, nhiều nhất là %(limit)d. Hãy viết ngắn lại.") % {
        "length": len(written),
        "limit": limit,
    }


def _of_times(given: NoticeInput, now: datetime) -> Faults:
    faults: Faults = {}
    if given.event_until and not given.event_at:
        faults["event_at"] = _("Có giờ kết thúc thì cần cả giờ bắt đầu.")
    elif given.event_at and given.event_until and given.event_until <= given.event_at:
        faults["event_until"] = _("Giờ kết thúc phải sau giờ bắt đầu.")
    ends = given.event_until or given.event_at
    if ends and ends <= now:
        faults["event_at"] = _("Việc này đã qua lúc %(when)s. Hãy xem lại ngày giờ.") % {
            "when": say_when(ends, now)
        }
    deadline = _of_deadline(given.deadline, ends, now)
    return faults | ({"deadline": deadline} if deadline else {})


def _of_deadline(deadline: datetime | None, ends: datetime | None, now: datetime) -> str:
    if deadline is None:
        return _("Hãy cho biết bà con cần biết trước lúc nào.")
    if deadline <= now:
        return _("Hạn báo tin đã qua (%(when)s). Hãy chọn một giờ còn kịp báo.") % {
            "when": say_when(deadline, now)
        }
    if deadline > now + FURTHEST:
        return _("Hạn báo tin xa quá một năm. Hãy xem lại năm.")
    if ends and deadline > ends:
        return _("Hạn báo tin phải trước khi việc xong (%(when)s).") % {"when": say_when(ends, now)}
    return ""


def _of_choices(given: NoticeInput) -> Faults:
    faults: Faults = {}
    if given.kind not in Notice.Kind.values:
        faults["kind"] = _("Hãy chọn loại thông báo.")
    if given.urgency not in Notice.Urgency.values:
        faults["urgency"] = _("Hãy chọn mức khẩn.")
    if given.kind == Notice.Kind.CALL and not set(given.answers) - {"photo"}:
        faults["answers"] = _("Vận động thì cần ít nhất một câu trả lời cho mỗi nhà chọn.")
    low, high = given.selection.min_age, given.selection.max_age
    if low is not None and high is not None and low > high:
        faults["max_age"] = _("Tuổi “đến” phải từ tuổi “từ” trở lên.")
    return faults


def _of_paper(paper: PaperInput | None, now: datetime) -> Faults:
    if paper is None:
        return {}
    faults: Faults = {}
    if not paper.issuer:
        faults["issuer"] = _("Có văn bản kèm theo thì cần ghi nơi ban hành.")
    for name in ("issuer", "number", "signer"):
        if len(getattr(paper, name)) > LONGEST[name]:
            faults[name] = _too_long(getattr(paper, name), LONGEST[name])
    if paper.received_at and paper.received_at > now:
        faults["received_at"] = _("Giờ nhận văn bản ở tương lai. Hãy xem lại.")
    if paper.signed_on and paper.received_at and paper.signed_on > local(paper.received_at).date():
        faults["signed_on"] = _("Ngày ký sau ngày nhận. Hãy xem lại.")
    return faults


def _of_correction(given: NoticeInput) -> Faults:
    if not given.correction:
        return {"correction": _("Hãy viết điều gì đã đổi, để bà con đọc là hiểu.")}
    if len(given.correction) > LONGEST["correction"]:
        return {"correction": _too_long(given.correction, LONGEST["correction"])}
    return {}
