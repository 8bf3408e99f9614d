"""A procedure for a chat: papers, time, fee, where. Never a whole record; never over the limit."""

from django.utils.translation import gettext as _

from nhipcau.country.chosen import country
from nhipcau.procedures.models import ProcedureVersion, Way
from nhipcau.procedures.say import cases_of, say_copies, say_fee, say_time
from nhipcau.text.fold import tidy

NAME, LINE, WHERE = 160, 110, 140
MOST_PAPERS = 8
SHORTEST = 40  # a limit under it is taken as it


def short_form(version: ProcedureVersion, *, limit: int) -> str:
    """At most `limit` signs. Papers give way first, and it says how many are left out.

    Reads `ways`, `papers` and `locality`: prefetch them for many versions.
    """
    limit = max(limit, SHORTEST)
    head = clip(tidy(version.name), min(NAME, limit))
    rest = [*_ways(version), *_where(version)]
    while rest and _length([head, *rest]) > limit:
        rest.pop()
    papers = _papers(version, limit - _length([head, *rest]))
    return "\n".join([head, *papers, *rest])


def clip(text: str, most: int) -> str:
    """Cut between two words, and said so."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    if " " in kept[most // 2 :]:
        kept = kept[: kept.rindex(" ")]
    return f"{kept.rstrip(' ,;:.(')}…"


def _papers(version: ProcedureVersion, room: int) -> list[str]:
    """As many as there is room for, behind a heading."""
    said = [
        _paper(tidy(paper.name), tidy(case.name), say_copies(paper))
        for case in cases_of(version)
        for paper in case.papers
    ]
    if not said:
        return []
    lines = [_("Giấy tờ:")]
    for done, line in enumerate(said):
        left = len(said) - done
        more = _("• và %(n)d giấy tờ khác, xem ở trang thủ tục") % {"n": left}
        tail = [more] if left > 1 else []
        if done == MOST_PAPERS or _length([*lines, line, *tail]) + 1 > room:
            short = [*lines, more]
            return short if _length(short) + 1 <= room else []
        lines.append(line)
    return lines


def _paper(name: str, case: str, copies: str) -> str:
    said = clip(name, LINE)
    if copies:
        said += f" ({copies})"
    if case:
        said += _(" – khi: %(case)s") % {"case": clip(case, LINE // 2)}
    return f"• {said}"


def _ways(version: ProcedureVersion) -> list[str]:
    """One line a way; ways that say the same time and fee stand together."""
    together: dict[str, list[str]] = {}
    for way in version.ways.all():
        parts = [part for part in (say_time(way), say_fee(way)) if part]
        said = clip(", ".join(parts), LINE) or _("hỏi cán bộ về thời gian và lệ phí")
        kinds = together.setdefault(said, [])
        label = str(Way.Kind(way.kind).label)
        if label not in kinds:
            kinds.append(label)
    lines = [f"• {', '.join(kinds)}: {said}" for said, kinds in together.items()]
    return [_("Nộp, thời gian, lệ phí:"), *lines] if lines else []


def _where(version: ProcedureVersion) -> list[str]:
    agency = tidy(version.agency.partition("\n")[0])
    ward = version.locality
    if not agency or country().desk.own_agency in agency.lower():
        agency = ", ".join(part for part in (ward.issuer, ward.address) if part)
    return [_("Nơi nộp: %(where)s") % {"where": clip(agency, WHERE)}]


def _length(lines: list[str]) -> int:
    return sum(len(line) + 1 for line in lines) - 1
