"""What a step says to its owner: as a message, for an SMS, for the clerk's call.

To an address that may be another's of the same home nothing is said but that there is news.
"""

from django.utils.translation import gettext as _

from nhipcau.core.clock import local
from nhipcau.counter.dossiers.numbers import desk_on
from nhipcau.counter.dossiers.paths import dossier_url, look_up_url
from nhipcau.counter.models import Dossier, DossierStep
from nhipcau.text.dates import say_exact, say_year
from nhipcau.text.money import say_money
from nhipcau.text.sms import sms_parts, strip_diacritics

Kind = DossierStep.Kind
MOST_PARTS = 2


def desk_name(dossier: Dossier) -> str:
    """What the desk was called on the day; "bộ phận một cửa" where nobody has entered a name."""
    found = desk_on(local(dossier.created_at).date())
    return found.name if found else _("bộ phận một cửa")


def headline(step: DossierStep) -> str:
    """One sentence that stands alone; who reads more opens the link."""
    said = {
        Kind.REGISTERED: _("Hồ sơ %(number)s đã nộp, chờ tiếp nhận."),
        Kind.RECEIVED: _("Hồ sơ %(number)s đã được tiếp nhận. Hẹn trả kết quả: %(due)s."),
        Kind.REFUSED: _("Hồ sơ %(number)s không được tiếp nhận."),
        Kind.IN_WORK: _("Hồ sơ %(number)s đang được xử lý. Hẹn trả kết quả: %(due)s."),
        Kind.PAPERS_ASKED: _("Hồ sơ %(number)s cần bổ sung giấy tờ."),
        Kind.PAPERS_BROUGHT: _(
            "Đã nhận đủ giấy tờ bổ sung của hồ sơ %(number)s. Hẹn trả kết quả: %(due)s."
        ),
        Kind.FEE_DUE: _("Hồ sơ %(number)s cần nộp %(fee)s."),
        Kind.FEE_PAID: _("Đã nhận tiền của hồ sơ %(number)s. Hẹn trả kết quả: %(due)s."),
        Kind.STOPPED: _("Hồ sơ %(number)s tạm dừng xử lý."),
        Kind.RESUMED: _("Hồ sơ %(number)s được xử lý tiếp. Hẹn trả kết quả: %(due)s."),
        Kind.POSTPONED: _("Xin lỗi bác: hồ sơ %(number)s chưa xong đúng hẹn. Hẹn lại: %(due)s."),
        Kind.RECOUNTED: _("Vì có ngày nghỉ, hồ sơ %(number)s hẹn trả kết quả: %(due)s."),
        Kind.DONE: _("Hồ sơ %(number)s đã có kết quả."),
        Kind.HANDED_OVER: _("Hồ sơ %(number)s đã trả kết quả. Cảm ơn bác."),
        Kind.WITHDRAWN: _("Hồ sơ %(number)s đã được rút theo đề nghị của bác."),
        Kind.CORRECTED: _("Hồ sơ %(number)s được đính chính."),
    }[Kind(step.kind)]
    return str(said % _values(step))


def details(step: DossierStep) -> str:
    """What to bring, to pay, to know: lines under the headline; often none."""
    kind, lines = step.kind, []
    if kind == Kind.PAPERS_ASKED:
        papers = [_paper(n, one.name, one.note) for n, one in enumerate(step.papers.all(), 1)]
        bring = _("Mời bác mang tới %(desk)s:") % {"desk": desk_name(step.dossier)}
        lines = [bring, *papers] if papers else []
        lines += [step.reason, _("Hạn trả kết quả tạm dừng tới khi đủ giấy tờ.")]
    elif kind == Kind.REFUSED:
        lines = [_("Lý do: %(why)s") % {"why": step.reason}] if step.reason else []
        lines += [_("Căn cứ: %(ground)s") % {"ground": step.ground}] if step.ground else []
    elif kind == Kind.FEE_DUE:
        lines = [_("Khoản phải nộp: %(what)s.") % {"what": step.reason}] if step.reason else []
        lines += [_("Hạn trả kết quả tạm dừng tới khi bác nộp tiền.")]
    elif kind in {Kind.STOPPED, Kind.POSTPONED} and step.reason:
        lines = [_("Lý do: %(why)s") % {"why": step.reason}]
    elif kind == Kind.DONE:
        lines = [
            _("Mời bác tới %(desk)s nhận kết quả, mang theo phiếu hẹn.")
            % {"desk": desk_name(step.dossier)}
        ]
    return "\n".join(line for line in lines if line)


def whole_text(step: DossierStep, *, to_owner: bool) -> str:
    """A chat message."""
    if not to_owner:
        return _neutral(step.dossier)
    says = {
        Kind.HANDED_OVER: _("Bác đánh giá giúp chúng tôi bằng một lần bấm: %(url)s"),
    }.get(Kind(step.kind), _("Xem hồ sơ: %(url)s"))
    parts = [headline(step), details(step), says % {"url": dossier_url(step.dossier)}]
    return "\n".join(part for part in (step.dossier.locality.issuer, *parts) if part)


def sms_text(step: DossierStep) -> str:
    """Without marks; the details only while they fit into two parts."""
    tail = _("Xem: %(url)s") % {"url": dossier_url(step.dossier)}
    short = " ".join((headline(step), tail))
    full = " ".join((headline(step), " ".join(details(step).split("\n")), tail))
    longer = strip_diacritics(f"{step.dossier.locality.issuer}: {full}")
    if sms_parts(longer).parts <= MOST_PARTS:
        return longer
    return strip_diacritics(f"{step.dossier.locality.issuer}: {short}")


def call_text(step: DossierStep) -> str:
    """What the clerk says on the telephone."""
    return "\n".join(part for part in (headline(step), details(step)) if part)


def template_values(step: DossierStep) -> dict[str, str]:
    """What a parameter of a Zalo template may be filled from."""
    dossier = step.dossier
    due = step.due_at
    return {
        "issuer": dossier.locality.issuer,
        "number": dossier.number,
        "status": str(dossier.get_status_display()),
        "says": headline(step),
        "details": details(step).replace("\n", " ") or headline(step),
        "due_at": local(due).strftime("%H:%M %d/%m/%Y") if due else "",
        "link": dossier_url(dossier),
        "phone": dossier.locality.phone,
    }


def _neutral(dossier: Dossier) -> str:
    said = _(
        "Nhà mình có một hồ sơ vừa có tin mới. Người nộp xem tại %(url)s bằng số hồ sơ và "
        "bốn số cuối điện thoại."
    )
    return "\n".join((dossier.locality.issuer, said % {"url": look_up_url(dossier.locality)}))


def _values(step: DossierStep) -> dict[str, str]:
    dossier, due = step.dossier, step.due_at
    return {
        "number": dossier.number,
        "due": f"{say_exact(due)}/{say_year(due)}" if due else _("chưa hẹn"),
        "fee": say_money(dossier.fee_vnd) if dossier.fee_vnd else _("phí, lệ phí"),
    }


def _paper(nth: int, name: str, note: str) -> str:
    return f"{nth}. {name} ({note})" if note else f"{nth}. {name}"
