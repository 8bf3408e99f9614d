"""The four papers of the desk (Decree 118/2025): receipt with the date of return, request for what
is missing, refusal, apology with the new date."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from nhipcau.core.clock import local
from nhipcau.core.errors import WrongState
from nhipcau.core.language import own_language
from nhipcau.counter.dossiers.due import Term
from nhipcau.counter.dossiers.paths import dossier_url
from nhipcau.counter.dossiers.words import desk_name
from nhipcau.counter.models import Dossier, DossierPaper, DossierStep
from nhipcau.country.chosen import country
from nhipcau.printing.desk import DeskPaper, desk_pdf
from nhipcau.text.dates import say_exact, say_year
from nhipcau.text.phones import show_local

Kind = DossierStep.Kind
Facts = tuple[tuple[str, str], ...]
# The word in the address → the step that the paper is about.
PAPERS: Final = {
    "tiep-nhan": Kind.RECEIVED,
    "bo-sung": Kind.PAPERS_ASKED,
    "tu-choi": Kind.REFUSED,
    "xin-loi": Kind.POSTPONED,
}


def paper_pdf(dossier: Dossier, which: str) -> bytes:
    """The newest of its kind, as it was when it was said. Raises WrongState when there was none."""
    step = last_step(dossier, which)
    if step is None:
        raise WrongState(_("Hồ sơ này chưa có giấy đó."))
    return desk_pdf(MAKERS[which](step))


def last_step(dossier: Dossier, which: str) -> DossierStep | None:
    steps = DossierStep.objects.filter(dossier=dossier, kind=PAPERS[which])
    return steps.select_related("by", "dossier__procedure_version").order_by("-at", "-id").first()


def papers_of(dossier: Dossier) -> list[tuple[str, str]]:
    """(word, title) of those that can be printed."""
    there = set(DossierStep.objects.filter(dossier=dossier).values_list("kind", flat=True))
    titles = {
        "tiep-nhan": _("Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
        "bo-sung": _("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
        "tu-choi": _("Phiếu từ chối tiếp nhận hồ sơ"),
        "xin-loi": _("Phiếu xin lỗi và hẹn lại ngày trả kết quả"),
    }
    return [(word, titles[word]) for word, kind in PAPERS.items() if kind in there]


def _receipt(step: DossierStep) -> DeskPaper:
    dossier = step.dossier
    facts = list(_facts(dossier))
    facts.append((_("Nhận lúc"), _exact(step.at)))
    if dossier.term_amount is not None:
        term = Term(dossier.term_amount, dossier.term_unit)
        facts.append((_("Thời gian giải quyết"), term.say()))
    facts.append((_("Cách nộp"), str(dossier.get_filed_display())))
    text = (
        _("Khi nhận kết quả, xin mang theo giấy này."),
        _("Theo dõi hồ sơ: quét mã bên trên, hoặc dùng số hồ sơ và bốn số cuối điện thoại."),
    )
    return _paper(
        step,
        _("Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
        facts=tuple(facts),
        strong=(_("Hẹn trả kết quả"), _due(step)),
        text=text,
    )


def _request(step: DossierStep) -> DeskPaper:
    asked = DossierPaper.objects.filter(step=step)
    text = [step.reason] if step.reason else []
    text.append(_("Thời hạn giải quyết tạm dừng từ lúc này tới khi nhận đủ giấy tờ bổ sung."))
    return _paper(
        step,
        _("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
        asks=_("Đề nghị bổ sung, hoàn thiện những giấy tờ sau:"),
        items=tuple(f"{one.name} ({one.note})" if one.note else one.name for one in asked),
        text=tuple(text),
    )


def _refusal(step: DossierStep) -> DeskPaper:
    text = (
        _("Lý do: %(why)s") % {"why": step.reason},
        _("Căn cứ: %(ground)s") % {"ground": step.ground},
        _("Nếu chưa đồng ý, ông (bà) có quyền kiến nghị, khiếu nại theo quy định."),
    )
    return _paper(step, _("Phiếu từ chối tiếp nhận hồ sơ"), text=text)


def _apology(step: DossierStep) -> DeskPaper:
    facts = list(_facts(step.dossier))
    if step.due_before is not None:
        facts.append((_("Đã hẹn trả"), _exact(step.due_before)))
    text = (
        _("%(issuer)s xin lỗi ông (bà) vì chưa trả kết quả đúng hẹn.")
        % {"issuer": step.dossier.locality.issuer},
        _("Lý do: %(why)s") % {"why": step.reason},
    )
    return _paper(
        step,
        _("Phiếu xin lỗi và hẹn lại ngày trả kết quả"),
        facts=tuple(facts),
        strong=(_("Hẹn trả lại"), _due(step)),
        text=text,
    )


MAKERS: Final[dict[str, Callable[[DossierStep], DeskPaper]]] = {
    "tiep-nhan": _receipt,
    "bo-sung": _request,
    "tu-choi": _refusal,
    "xin-loi": _apology,
}


def _paper(
    step: DossierStep,
    title: str,
    *,
    facts: Facts = (),
    strong: tuple[str, str] = ("", ""),
    asks: str = "",
    items: tuple[str, ...] = (),
    text: tuple[str, ...] = (),
) -> DeskPaper:
    dossier, here = step.dossier, step.dossier.locality
    day = local(step.at)
    return DeskPaper(
        language=own_language(),
        issuer=here.issuer,
        office=desk_name(dossier),
        state=(str(country().desk.head[0]), str(country().desk.head[1])),
        number=_("Số hồ sơ: %(number)s") % {"number": dossier.number},
        title=title,
        facts=facts or _facts(dossier),
        strong=strong,
        asks=asks,
        items=items,
        text=text,
        dated=_("ngày %(d)s tháng %(m)s năm %(y)s")
        % {"d": f"{day:%d}", "m": f"{day:%m}", "y": say_year(day)},
        signs=((_("Người nộp hồ sơ"), dossier.name), (_("Người tiếp nhận"), _who(step))),
        scan=_("Quét để theo dõi hồ sơ"),
        url=dossier_url(dossier),
        foot=" · ".join(part for part in (here.issuer, here.address, _phone(here.phone)) if part),
    )


def _facts(dossier: Dossier) -> Facts:
    found = [(_("Người nộp"), dossier.name or "–")]
    if dossier.phone:
        found.append((_("Điện thoại"), show_local(dossier.phone)))
    code = f" ({dossier.procedure_code})" if dossier.procedure_code else ""
    found.append((_("Thủ tục"), f"{dossier.about}{code}"))
    return tuple(found)


def _who(step: DossierStep) -> str:
    return step.by.name if step.by is not None else ""


def _exact(moment: datetime) -> str:
    """With the year: a paper is kept."""
    return f"{say_exact(moment)}/{say_year(moment)}"


def _due(step: DossierStep) -> str:
    return _exact(step.due_at) if step.due_at else "–"


def _phone(phone: str) -> str:
    return show_local(phone) if phone else ""
