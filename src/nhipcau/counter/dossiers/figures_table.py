"""The desk's figures as a table for others: the groups of the decision, then every line."""

from django.utils.translation import gettext as _

from nhipcau.counter.dossiers.figures import Figures, Measure
from nhipcau.counter.dossiers.figures_lines import Line
from nhipcau.country.chosen import country
from nhipcau.tables.write import Page, Value, write_xlsx


def figures_xlsx(found: Figures, title: str) -> bytes:
    """Two sheets: the groups of the decision, and the tables. Nobody's name is in them."""
    groups: list[list[Value]] = [
        [group.title, one.name, one.part if one.whole else None, one.whole or None, _share(one)]
        for group in found.groups
        for one in group.measures
    ]
    kinds = (
        (_("Tất cả"), [found.whole]),
        (_("Tháng"), found.by_month),
        (_("Lĩnh vực"), found.by_sector),
        (_("Cách nộp"), found.by_way),
    )
    lines = [[kind, *_cells(line)] for kind, some in kinds for line in some]
    headings = (_("Nhóm"), _("Chỉ số"), _("Số đạt"), _("Trên tổng số"), _("Tỷ lệ %"))
    name = str(country().desk.figures_name)
    return write_xlsx(
        [
            Page(name, headings, groups, title=title, widths=(34, 50, 12, 14, 20)),
            Page(_("Chi tiết"), _headings(), lines, title=title, widths=(12, 40, *[13] * 9)),
        ]
    )


def _share(one: Measure) -> Value:
    if one.share is None:
        return _("chưa có số liệu: %(why)s") % {"why": one.why}
    return round(100 * one.share, 1)


def _headings() -> tuple[str, ...]:
    return (
        "",
        _("Tên"),
        _("Tiếp nhận"),
        _("Trực tuyến"),
        _("Đã xong"),
        _("Đúng hạn"),
        _("Đúng hạn %"),
        _("Đang giải quyết"),
        _("Quá hạn"),
        _("Được đánh giá"),
        _("Hài lòng %"),
    )


def _cells(line: Line) -> list[Value]:
    return [
        line.name,
        line.received,
        line.online,
        line.finished,
        line.in_time,
        None if line.share is None else round(100 * line.share, 1),
        line.open,
        line.overdue,
        line.rated,
        None if line.content_share is None else round(100 * line.content_share, 1),
    ]
