"""A way's time and fee, a paper's copies, in words. What is unclear stays the source's text."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.procedures.models import Paper, ProcedureVersion, Way
from nhipcau.text.fold import fold, tidy
from nhipcau.text.money import say_money
from nhipcau.text.numbers import say_number

Unit = Way.Unit


@dataclass(frozen=True, slots=True)
class Case:
    """Papers that are needed in one case; always, where it has no name."""

    name: str
    papers: list[Paper]


def say_time(way: Way) -> str:
    """3 ngày làm việc; without a sure number what the source says, else nothing."""
    if way.time_amount is not None:
        return say_term(way.time_amount, way.time_unit)
    return tidy(way.time_text)


def say_term(amount: Decimal, unit: str) -> str:
    """3 ngày làm việc. Whole phrases: elsewhere one is not said as two are, and half is as two."""
    n = 1 if amount == 1 else 2
    said = {
        Unit.MINUTE: ngettext("%(n)s phút", "%(n)s phút", n),
        Unit.HOUR: ngettext("%(n)s giờ", "%(n)s giờ", n),
        Unit.WORKING_HOUR: ngettext("%(n)s giờ làm việc", "%(n)s giờ làm việc", n),
        Unit.DAY: ngettext("%(n)s ngày", "%(n)s ngày", n),
        Unit.WORKING_DAY: ngettext("%(n)s ngày làm việc", "%(n)s ngày làm việc", n),
        Unit.WEEK: ngettext("%(n)s tuần", "%(n)s tuần", n),
        Unit.MONTH: ngettext("%(n)s tháng", "%(n)s tháng", n),
        Unit.YEAR: ngettext("%(n)s năm", "%(n)s năm", n),
    }[Unit(unit)]
    return said % {"n": say_number(amount)}


def say_fee(way: Way) -> str:
    """Miễn phí; 8.000 đ; else what the source says, or nothing."""
    if way.fee_kind == Way.Fee.FREE or way.fee_vnd == 0:
        return str(Way.Fee.FREE.label)
    if way.fee_vnd is not None:
        return say_money(way.fee_vnd)
    return tidy(way.fee_text)


def time_beside(way: Way) -> str:
    """What the source adds to the time that `say_time` gives."""
    return _beside(way.time_text, say_time(way))


def fee_beside(way: Way) -> str:
    return _beside(way.fee_text, say_fee(way))


def say_copies(paper: Paper) -> str:
    """1 bản chính, 2 bản sao; nothing when the source does not tell."""
    said = []
    if paper.originals:
        said.append(_("%(n)d bản chính") % {"n": paper.originals})
    if paper.copies:
        said.append(_("%(n)d bản sao") % {"n": paper.copies})
    return ", ".join(said)


def cases_of(version: ProcedureVersion) -> list[Case]:
    """In the order of the source; what is always needed first."""
    found: dict[str, list[Paper]] = {}
    for paper in version.papers.all():
        found.setdefault(paper.case, []).append(paper)
    return [Case(name, found[name]) for name in sorted(found, key=bool)]


def _beside(told: str, said: str) -> str:
    told = tidy(told)
    if _plain(told) == _plain(said):
        return ""
    rest = told[len(said) :]
    goes_on = said and told.lower().startswith(said.lower()) and not rest[:1].isalnum()
    return rest.strip(" ,;:") if goes_on else told


def _plain(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum())
