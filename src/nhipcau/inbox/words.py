"""What an answer looks like when it leaves: the officer's words, the procedure, who says it."""

from django.conf import settings
from django.utils.translation import gettext as _

from nhipcau.inbox.models import Message, Question
from nhipcau.inbox.paths import question_url
from nhipcau.procedures.models import ProcedureVersion
from nhipcau.procedures.paths import procedure_path

Way = Message.Way
CHATS = frozenset({Way.CHANNEL, Way.PRIVATE})
# What the numbers under an answer mean (menu.py).
AFTER_ANSWER = {"1": "rate:3", "2": "rate:1", "0": "person"}


def to_send(question: Question, text: str, version: ProcedureVersion | None, way: str) -> str:
    """The whole message of this way. What goes by SMS or template only says that there is one."""
    if way in {Way.SMS, Way.TEMPLATE}:
        return _("%(issuer)s đã trả lời câu hỏi của ông/bà. Xem tại: %(link)s") % {
            "issuer": question.locality.issuer,
            "link": question_url(question),
        }
    parts = [text]
    if version is not None:
        parts.append(said_by_procedure(question, version))
    if way in CHATS:
        is_group = question.conversation.source == question.conversation.Source.ZALO_GROUP
        parts.append(f"— {question.locality.issuer}" + ("" if is_group else f"\n{_ask_back()}"))
    elif way == Way.COMMENT:
        parts.append(f"— {question.locality.issuer}")
    return "\n\n".join(parts)


def said_by_procedure(question: Question, version: ProcedureVersion) -> str:
    return _("Theo thủ tục “%(name)s” (mã %(code)s): %(url)s") % {
        "name": version.name,
        "code": version.procedure.code,
        "url": procedure_url(question, version),
    }


def procedure_url(question: Question, version: ProcedureVersion) -> str:
    path = procedure_path(question.locality, version.procedure.code)
    return f"{settings.BASE_URL}{path}"


def _ask_back() -> str:
    return _("Bác nhắn số: 1 – đã rõ, 2 – chưa giúp được, 0 – hỏi thêm cán bộ.")
