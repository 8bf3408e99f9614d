"""What the buttons of a dossier's page do: the word in the address → the verb, and what is said."""

from collections.abc import Callable
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from nhipcau.core.errors import BadInput
from nhipcau.counter.dossiers.ask_for_papers import Missing, ask_for_papers, papers_brought
from nhipcau.counter.dossiers.correct import Correction, correct_dossier
from nhipcau.counter.dossiers.fees import fee_due, fee_paid
from nhipcau.counter.dossiers.finish import finish_dossier, hand_over_result
from nhipcau.counter.dossiers.forms import read_moment, read_term
from nhipcau.counter.dossiers.postpone import postpone_dossier
from nhipcau.counter.dossiers.receive import receive_dossier, start_work
from nhipcau.counter.dossiers.refuse import refuse_dossier
from nhipcau.counter.dossiers.stop import resume_dossier, stop_dossier
from nhipcau.counter.dossiers.withdraw import withdraw_dossier
from nhipcau.counter.models import Dossier
from nhipcau.people.models import Staff
from nhipcau.text.dates import say_exact

S = Dossier.Status
Act = Callable[[QueryDict, Dossier, Staff], str]
MOST_PAPERS = 20


def _receive(given: QueryDict, dossier: Dossier, by: Staff) -> str:
    receive_dossier(dossier, read_term(given), by=by)
    due = dossier.due_at
    return _("Đã tiếp nhận. Hẹn trả %(due)s.") % {"due": say_exact(due) if due else ""}


def _start(given: QueryDict, dossier: Dossier, by: Staff) -> str:
    start_work(dossier, by=by)
    return _("Hồ sơ đang được xử lý.")


def _refuse(given: QueryDict, dossier: Dossier, by: Staff) -> str:
    refuse_dossier(dossier, reason=given.get("reason", ""), ground=given.get("ground", ""), by=by)
    return _("Đã từ chối tiếp nhận. Phiếu từ chối ở mục Giấy tờ in.")


def _ask(given: QueryDict, dossier: Dossier, by: Staff) -> str:
    names, notes = given.getlist("paper")[:MOST_PAPERS], given.getlist("note")
    papers = [Missing(name, notes[n] if n < len(notes) else "") for n, name in enumerate(names)]
    ask_for_papers(dossier, papers, by=by, reason=given.get("reason", ""))
    return _("Đã yêu cầu bổ sung. Thời hạn tạm dừng tới khi đủ giấy tờ.")


def _brought(given: QueryDict, dossier: Dossier, by: Staff) -> str:
    keys = [int(key) for key in given.getlist("brought") if key.isdecimal() and len(key) < 19]
    step = papers_brought(dossier, keys, by=by)
    if step is None:
        return _("Đã ghi giấy tờ vừa nộp.")
    due = dossier.due_at
    return _("Đủ giấy tờ, thời hạn chạy tiếp. Hẹn trả %(due)s.") % {
        "due": say_exact(due) if due else ""
    }


def _fee(given: QueryDict, dossier: Dossier, by: Staff) -> str:
    digits = "".join(sign for sign in given.get("vnd", "") if sign.isdecimal())[:12]
    fee_due(dossier, vnd=int(digits or 0), what=given.get("what", ""), by=by)
    return _("Đã ghi khoản phải nộp. Thời hạn tạm dừng tới khi nộp tiền.")


def _paid(given: QueryDict, dossier: Dossier, by: Staff) -> str:
    fee_paid(dossier, how=given.get("how", ""), by=by)
    return _("Đã ghi nộp tiền, thời hạn chạy tiếp.")


def _finish(given: QueryDict, dossier: Dossier, by: Staff) -> str:
    finish_dossier(dossier, result=given.get("result", ""), by=by)
    return _("Đã có kết quả. Người nộp được báo tới nhận.")


def _hand_over(given: QueryDict, dossier: Dossier, by: Staff) -> str:
    hand_over_result(dossier, by=by)
    return _("Đã trả kết quả.")


def _withdraw(given: QueryDict, dossier: Dossier, by: Staff) -> str:
    withdraw_dossier(dossier, reason=given.get("reason", ""), by=by)
    return _("Đã rút hồ sơ.")


def _stop(given: QueryDict, dossier: Dossier, by: Staff) -> str:
    stop_dossier(dossier, reason=given.get("reason", ""), by=by)
    return _("Đã dừng xử lý.")


def _resume(given: QueryDict, dossier: Dossier, by: Staff) -> str:
    resume_dossier(dossier, by=by)
    return _("Hồ sơ được xử lý tiếp, thời hạn chạy tiếp.")


def _postpone(given: QueryDict, dossier: Dossier, by: Staff) -> str:
    due = read_moment(given.get("due_at", ""))
    if due is None:
        raise BadInput(_("Hãy ghi ngày giờ hẹn lại."), field="due_at")
    postpone_dossier(dossier, due_at=due, reason=given.get("reason", ""), by=by)
    return _("Đã hẹn lại. Phiếu xin lỗi ở mục Giấy tờ in.")


def _correct(given: QueryDict, dossier: Dossier, by: Staff) -> str:
    status = given.get("status", "")
    correction = Correction(
        status=int(status) if status.isdecimal() and len(status) < 3 else None,
        due_at=read_moment(given.get("due_at", "")),
        name=given.get("name") or None,
        phone=given.get("phone") or None,
    )
    correct_dossier(dossier, correction, reason=given.get("reason", ""), by=by)
    return _("Đã đính chính. Lý do nằm trong lịch sử hồ sơ.")


ACTS: Final[dict[str, Act]] = {
    "tiep-nhan": _receive,
    "xu-ly": _start,
    "tu-choi": _refuse,
    "bo-sung": _ask,
    "da-bo-sung": _brought,
    "nop-tien": _fee,
    "da-nop-tien": _paid,
    "xong": _finish,
    "tra": _hand_over,
    "rut": _withdraw,
    "dung": _stop,
    "tiep": _resume,
    "hen-lai": _postpone,
    "dinh-chinh": _correct,
}
# The one button that stands first.
MAIN: Final[dict[int, str]] = {
    S.REGISTERED: "tiep-nhan",
    S.RECEIVED: "xu-ly",
    S.IN_WORK: "xong",
    S.PAPERS_ASKED: "da-bo-sung",
    S.FEE_DUE: "da-nop-tien",
    S.STOPPED: "tiep",
    S.DONE: "tra",
}
