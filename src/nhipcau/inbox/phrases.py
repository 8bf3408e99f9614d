"""The machine's sentences, each complete, kind, and saying what the person can do next."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from nhipcau.core.clock import civil_now
from nhipcau.inbox.models import Question
from nhipcau.inbox.paths import say_tracking
from nhipcau.inbox.wording import WHEN, words_of
from nhipcau.places.models import Locality
from nhipcau.places.working import Office
from nhipcau.procedures.models import ProcedureVersion
from nhipcau.procedures.paths import procedure_path, procedures_path
from nhipcau.procedures.short import short_form
from nhipcau.text.dates import WEEKDAYS, say_exact, say_when
from nhipcau.text.phones import show_local

GREETING_CHOICES: Final = {"1": "procedures", "2": "hours", "3": "appointment", "0": "person"}
AFTER_PROCEDURE: Final = {"1": "fine", "0": "person"}
ONLY_PERSON: Final = {"0": "person"}
SHORT = 1100  # of a procedure in a chat


def greeting(locality: Locality) -> str:
    words = words_of(locality)
    return f"{words['greeting']}\n{words['menu']}"


def short_greeting(locality: Locality) -> str:
    return _("%(issuer)s xin chào. Đây là tin trả lời tự động.") % {"issuer": locality.issuer}


def what_is_it() -> str:
    return _("Bác cần hỏi việc gì, xin nhắn giúp một câu. Nhắn 0 để gặp cán bộ.")


def in_words() -> str:
    return _("Phường đã nhận. Bác cần hỏi việc gì, xin nhắn bằng chữ; nhắn 0 để gặp cán bộ.")


def welcome(locality: Locality) -> str:
    return _("%(issuer)s cảm ơn bác. Cần gì bác cứ nhắn.") % {"issuer": locality.issuer}


def calm(locality: Locality) -> str:
    said = _(
        "Có điều làm bác bực, phường rất tiếc. Bác nói rõ việc cần giúp, cán bộ sẽ đọc và trả lời."
    )
    if locality.phone:
        said += " " + _("Hoặc gọi %(phone)s.") % {"phone": show_local(locality.phone)}
    return said


def procedure(question: Question, version: ProcedureVersion, *, is_chosen: bool = False) -> str:
    """The short form, where the whole of it stands, and the way to a person."""
    path = procedure_path(question.locality, version.procedure.code)
    head = (
        _("Thủ tục bác chọn (máy trả lời tự động):")
        if is_chosen
        else _("Máy tìm thấy thủ tục này (trả lời tự động, chưa có cán bộ xem):")
    )
    ask = _("Nhắn 1 nếu đúng điều bác cần, 0 để hỏi cán bộ.")
    where = _("Xem đủ: %(url)s") % {"url": f"{settings.BASE_URL}{path}"}
    return "\n".join([head, short_form(version, limit=SHORT), where, ask])


def not_sure(names: Sequence[str]) -> str:
    lines = [f"{n} – {_short(name)}" for n, name in enumerate(names, 1)]
    return "\n".join(
        [
            _("Máy chưa chắc bác hỏi thủ tục nào. Nếu là một trong các việc này, bác nhắn số:"),
            *lines,
            _("0 – Không phải, để cán bộ trả lời"),
        ]
    )


def receipt(question: Question) -> str:
    return _("Phường đã nhận câu hỏi, mã theo dõi %(code)s. Cán bộ trả lời trước %(due)s.") % {
        "code": say_tracking(question.tracking),
        "due": say_exact(question.due_at),
    }


def handed(question: Question) -> str:
    return _("Đã chuyển cho cán bộ, mã theo dõi %(code)s. Cán bộ trả lời trước %(due)s.") % {
        "code": say_tracking(question.tracking),
        "due": say_exact(question.due_at),
    }


def say_what() -> str:
    return _("Trong lúc chờ, bác nhắn giúp bác cần hỏi việc gì.")


def closed_now(locality: Locality, opens: datetime) -> str:
    return words_of(locality)["outside"].replace(WHEN, say_when(opens, civil_now()))


def ids_hidden() -> str:
    return _(
        "Để giữ an toàn cho bác, máy đã che số giấy tờ trong tin. Xin đừng gửi số căn cước, "
        "số thẻ bảo hiểm hay số thẻ ngân hàng qua đây; khi cần, cán bộ sẽ hỏi tại quầy."
    )


def card() -> str:
    return _(
        "Ảnh bác gửi có thể là giấy tờ tuỳ thân. Xin đừng gửi ảnh căn cước qua đây; bác nên xoá "
        "ảnh ở máy mình (thu hồi tin). Khi cần, bác đem bản gốc tới quầy."
    )


def picture() -> str:
    return _("Phường đã nhận ảnh, tệp. Bác nhắn thêm một câu: bác cần hỏi gì về nó?")


def no_such_file() -> str:
    return _(
        "Vì an toàn, phường không mở loại tệp này. Bác chụp ảnh, gửi tệp PDF, hoặc đem giấy tới "
        "bộ phận một cửa."
    )


def voice(locality: Locality) -> str:
    said = _("Máy chưa nghe được tin thoại; cán bộ sẽ nghe rồi trả lời.")
    if locality.phone:
        said += " " + _("Việc gấp, bác gọi %(phone)s.") % {"phone": show_local(locality.phone)}
    return said


def cut() -> str:
    return _(
        "Tin của bác dài quá, máy chỉ giữ được 4.000 ký tự đầu. Phần còn lại bác nhắn tiếp, hoặc "
        "gặp cán bộ."
    )


def tay() -> str:
    return _(
        "Máy chưa đọc được tiếng Tày; phường nhờ cán bộ biết tiếng đọc và trả lời. Bác cũng có thể "
        "gửi tin thoại."
    )


def hours(locality: Locality, office: Office) -> str:
    """The week in lines, days of the same hours together; where, and which number to call."""
    lines = [_("Giờ làm việc của %(issuer)s:") % {"issuer": locality.issuer}]
    together: dict[str, list[str]] = {}
    for day in range(7):
        spans = ", ".join(f"{a:%H:%M}–{b:%H:%M}" for a, b in office.week.get(day, ()))
        if spans:
            together.setdefault(spans, []).append(str(WEEKDAYS[day]))
    for spans, days in together.items():
        named = f"{days[0]} – {days[-1]}" if len(days) > 2 else ", ".join(days)
        lines.append(f"{named}: {spans}")
    if locality.address:
        lines.append(_("Địa chỉ: %(address)s") % {"address": locality.address})
    if locality.phone:
        lines.append(_("Điện thoại: %(phone)s") % {"phone": show_local(locality.phone)})
    return "\n".join(lines)


def look_up(locality: Locality) -> str:
    return _(
        "Bác nhắn tên việc cần làm, ví dụ “sang tên đất”, “làm lại căn cước”. Danh mục: %(url)s"
    ) % {"url": f"{settings.BASE_URL}{procedures_path(locality)}"}


def appointment(locality: Locality) -> str:
    return _(
        "Đặt lịch hẹn ở bộ phận một cửa: %(url)s. Hoặc bác nhắn “đặt lịch hẹn” để chọn giờ ngay "
        "tại đây."
    ) % {"url": f"{settings.BASE_URL}/{locality.slug}/hen/"}


def rated(is_good: bool) -> str:
    if is_good:
        return _("Cảm ơn bác đã cho biết.")
    return _(
        "Cảm ơn bác đã cho biết. Bác nhắn thêm điều chưa rõ, hoặc nhắn 0 để cán bộ trả lời tiếp."
    )


def _short(name: str) -> str:
    return name if len(name) <= 110 else f"{name[:109].rsplit(' ', 1)[0]}…"
