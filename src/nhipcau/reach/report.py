"""The report upwards: what was said, when the paper came, and how many households knew in time."""

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nhipcau.core.clock import local
from nhipcau.core.language import own_language
from nhipcau.country.chosen import country
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.models import Standing
from nhipcau.printing.report import Part, Report, report_pdf
from nhipcau.reach.curve import curve
from nhipcau.reach.homes import homes_of
from nhipcau.reach.kinds import by_legal_kind
from nhipcau.reach.money import (
    by_channel_cost,
    by_kind_cost,
    homes_reached,
    spent_by_channel,
)
from nhipcau.reach.queries import (
    Summary,
    Tile,
    by_neighbourhood,
    cost,
    handed_over_p95,
    minutes_to,
    paper_delay,
    whole,
)
from nhipcau.tables.write import Page, Value, write_xlsx
from nhipcau.text.dates import say_date, say_left, say_time, say_weekday
from nhipcau.text.money import say_money
from nhipcau.text.numbers import say_number, say_percent

Facts = list[tuple[str, str]]


def report_xlsx(version: NoticeVersion, now: datetime, *, with_homes: bool) -> bytes:
    tiles = by_neighbourhood(version)
    total = whole(tiles)
    pages = [
        Page(
            name=_("Tổng hợp"),
            title=version.title,
            headings=[_("Mục"), _("Giá trị")],
            rows=facts(version, total, now),
            widths=[44, 60],
        ),
        Page(
            name=_("Theo tổ"),
            headings=[
                _("Tổ dân phố"),
                _("Số hộ"),
                _("Đã có tin tới"),
                _("Đã biết"),
                _("Đã rõ từng hộ"),
                _("Còn phải báo"),
                _("Tỷ lệ đã biết"),
            ],
            rows=[_row(tile) for tile in tiles],
            widths=[24, 12, 14, 12, 14, 14, 14],
        ),
        Page(
            name=_("Theo loại hình"),
            title=str(country().law.reach),
            headings=[_("Số"), _("Loại hình"), _("Đã dùng"), _("Hộ biết qua"), _("Đã làm")],
            rows=[
                (k.number, k.label, _("có") if k.is_used else _("không"), k.informed, k.done)
                for k in by_legal_kind(version, total.channels)
            ],
            widths=[6, 36, 10, 14, 60],
        ),
        Page(
            name=_("Theo giờ"),
            headings=[_("Đến lúc"), _("Hộ đã biết")],
            rows=[
                (local(at), count)
                for at, count in curve(version, households=total.households, now=now).points
            ],
            widths=[20, 14],
        ),
    ]
    pages.append(_costs_page(version, total))
    if with_homes:
        pages += [_homes_page(version, tiles), _every_home_page(version)]
    return write_xlsx(pages)


def report_pdf_of(version: NoticeVersion, now: datetime) -> bytes:
    tiles = by_neighbourhood(version)
    total = whole(tiles)
    return report_pdf(
        Report(
            language=get_language() or own_language(),
            issuer=version.locality.issuer,
            title=_("Báo cáo độ phủ thông báo"),
            subtitle=version.title,
            figures=(
                (
                    _("Hộ đã biết"),
                    say_percent(total.share),
                    f"{say_number(total.informed)} / {say_number(total.households)}",
                ),
                (
                    _("Đã rõ từng hộ"),
                    say_percent(_share(total.accounted, total.households)),
                    _("còn %(n)s hộ chưa rõ") % {"n": say_number(total.left)},
                ),
                (_("Báo tận nơi"), say_number(total.told), _("hộ")),
            ),
            parts=(
                Part(
                    title=_("Diễn biến"),
                    columns=(_("Mục"), _("Giá trị")),
                    rows=tuple(facts(version, total, now)),
                ),
                Part(
                    title=_("Theo tổ dân phố"),
                    columns=(_("Tổ"), _("Số hộ"), _("Đã biết"), _("Tỷ lệ"), _("Còn phải báo")),
                    rows=tuple(_words(tile) for tile in tiles),
                    numeric=frozenset({1, 2, 3, 4}),
                ),
                Part(
                    title=str(country().law.heading),
                    note=str(country().law.article),
                    columns=(_("Loại hình"), _("Hộ biết qua"), _("Đã làm")),
                    rows=tuple(
                        (f"{k.number}. {k.label}", say_number(k.informed), k.done or "–")
                        for k in by_legal_kind(version, total.channels)
                    ),
                    numeric=frozenset({1}),
                ),
                Part(
                    title=_("Chi phí"),
                    columns=(_("Kênh"), _("Đã chi"), _("Hộ biết qua"), _("Mỗi hộ")),
                    rows=tuple(
                        (
                            line.label,
                            say_money(line.vnd),
                            say_number(line.informed),
                            "–" if line.each is None else say_money(line.each),
                        )
                        for line in by_channel_cost(spent_by_channel(version), total.channels)
                    ),
                    numeric=frozenset({1, 2, 3}),
                ),
            ),
            foot=_(
                "Lập lúc %(when)s từ Nhịp Cầu. “Đã biết”: đã xem, xác nhận hoặc được báo tận nơi."
            )
            % {"when": _exact(now)},
        )
    )


def facts(version: NoticeVersion, total: Summary, now: datetime) -> Facts:
    """Times, numbers and price, one line each, in the order in which a superior asks."""
    rows: Facts = []
    paper = version.notice.paper
    if paper is not None:
        rows.append((_("Văn bản"), f"{paper.number} {paper.issuer}".strip()))
        if paper.received_at:
            rows.append((_("Phường nhận văn bản lúc"), _exact(paper.received_at)))
    if delay := paper_delay(version):
        rows.append((_("Từ lúc nhận đến lúc diễn ra"), say_left(delay)))
    if version.published_at:
        rows.append((_("Phát lúc"), _exact(version.published_at)))
    rows.append((_("Hạn báo tin"), _exact(version.deadline)))
    rows += [
        (_("Số hộ phải báo"), say_number(total.households)),
        (_("Đã có tin tới (đăng, nhận)"), say_number(total.covered)),
        (_("Đã biết"), f"{say_number(total.informed)} ({say_percent(total.share)})"),
        (_("Đã rõ từng hộ"), say_number(total.accounted)),
        (_("Chưa rõ"), say_number(total.left)),
        (_("Được báo tận nơi"), say_number(total.told)),
    ]
    for share in (0.5, 0.9, 0.95):
        minutes = minutes_to(version, share)
        said = _("chưa đạt")
        if minutes is not None:
            said = _("sau %(n)s phút") % {"n": say_number(round(minutes))}
        rows.append((_("%(share)s số hộ đã biết") % {"share": say_percent(share)}, said))
    handed = handed_over_p95(version)
    if handed is not None:
        said = _("sau %(n)s phút") % {"n": say_number(handed // 60)}
        label = _("%(share)s số hộ đã có kênh hoặc người lo") % {"share": say_percent(0.95)}
        rows.append((label, said))
    spent = cost(version)
    rows.append((_("Chi phí nhắn tin"), say_money(spent)))
    if total.informed:
        rows.append((_("Chi phí mỗi hộ đã biết"), say_money(spent / total.informed)))
    return rows


def _costs_page(version: NoticeVersion, total: Summary) -> Page:
    """What each channel and each legal kind cost, and for each household that it informed."""
    spent = spent_by_channel(version)
    lines = [
        *((_("Kênh"), line) for line in by_channel_cost(spent, total.channels)),
        *((_("Loại hình"), line) for line in by_kind_cost(spent, total.channels)),
    ]
    return Page(
        name=_("Chi phí"),
        title=str(country().law.costs),
        headings=[_("Theo"), _("Tên"), _("Đã chi (đ)"), _("Hộ biết qua"), _("Mỗi hộ (đ)")],
        rows=[
            (
                by,
                line.label,
                line.vnd,
                line.informed,
                "–" if line.each is None else round(line.each),
            )
            for by, line in lines
        ],
        widths=[12, 40, 14, 14, 14],
    )


def _every_home_page(version: NoticeVersion) -> Page:
    """Below the households what went to nobody's house, so that the column adds up."""
    rows = list(homes_reached(version))
    total = sum(spent_by_channel(version).values())
    rest = total - sum(row[-1] for row in rows if isinstance(row[-1], int))
    ours = _("tin cho cán bộ, tổ trưởng; giấy in")
    rows += [(_("Ngoài các hộ"), ours, "", "", "", rest), (_("Cộng"), "", "", "", "", total)]
    return Page(
        name=_("Từng hộ"),
        title=_("Mỗi hộ: bằng chứng mạnh nhất, loại hình, kênh, giá"),
        headings=[
            _("Tổ"),
            _("Địa chỉ"),
            _("Bằng chứng mạnh nhất"),
            str(country().law.column),
            _("Kênh"),
            _("Đã chi (đ)"),
        ],
        rows=rows,
        widths=[18, 34, 24, 36, 30, 12],
    )


def _homes_page(version: NoticeVersion, tiles: list[Tile]) -> Page:
    rows: list[tuple[Value, ...]] = []
    unknown = set(
        Standing.objects.filter(version=version, informed_at__isnull=True).values_list(
            "neighbourhood_id", flat=True
        )
    )
    for tile in tiles:
        if tile.neighbourhood.pk not in unknown:
            continue
        rows += [
            (
                tile.neighbourhood.name,
                home.household.head_name,
                f"{home.household.house} {home.household.alley}".strip(),
                home.label,
                home.visit_words,
            )
            for home in homes_of(version, tile.neighbourhood)
            if home.informed_at is None
        ]
    return Page(
        name=_("Hộ chưa biết"),
        headings=[_("Tổ"), _("Chủ hộ"), _("Địa chỉ"), _("Bằng chứng mạnh nhất"), _("Báo tận nơi")],
        rows=rows,
        widths=[18, 28, 40, 26, 20],
    )


def _row(tile: Tile) -> tuple[Value, ...]:
    s = tile.summary
    return (
        tile.neighbourhood.name,
        s.households,
        s.covered,
        s.informed,
        s.accounted,
        s.left,
        say_percent(s.share),
    )


def _words(tile: Tile) -> tuple[str, ...]:
    s = tile.summary
    return (
        tile.neighbourhood.name,
        say_number(s.households),
        say_number(s.informed),
        say_percent(s.share),
        say_number(s.left),
    )


def _exact(at: datetime) -> str:
    return f"{say_time(at)} {say_weekday(at)} {say_date(at)}"


def _share(part: int, whole_: int) -> float:
    return part / whole_ if whole_ else 0.0
