"""How quickly the ward answers. Two clocks, each said: working time (the office's hours) and clock
time (what the person waited)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from nhipcau.core.clock import local
from nhipcau.inbox.models import OPEN, Question, Rating
from nhipcau.inbox.paths import say_tracking
from nhipcau.inbox.route import HOURS
from nhipcau.places.models import Locality
from nhipcau.places.working import Office, office_of
from nhipcau.tables.write import Page, Value, write_xlsx

MOST: Final = 20_000
NEEDED_NONE = (
    Question.Closed.NO_QUESTION,
    Question.Closed.ABUSE,
    Question.Closed.TWICE,
    Question.Closed.DELETED,
    Question.Closed.WITHDRAWN,
)


@dataclass(frozen=True, slots=True)
class Waited:
    """One question. `working` and `waited` are until the first answer of a person; None: none yet.
    `is_in_time` is None where it is still open and not yet due, or the machine's answer did."""

    question: Question
    working: timedelta | None
    waited: timedelta | None
    is_in_time: bool | None


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    asked: int
    answered: int
    working_median: timedelta | None
    working_p90: timedelta | None
    waited_median: timedelta | None
    waited_p90: timedelta | None
    judged: int
    in_time: int

    @property
    def share(self) -> float | None:
        return self.in_time / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class Figures:
    whole: Line
    by_topic: Sequence[Line]
    by_source: Sequence[Line]
    by_place: Sequence[Line]
    waiting: int
    overdue: int
    by_machine: int
    ratings: dict[int, int]
    rows: Sequence[Waited]


def figures(locality: Locality, *, since: datetime, now: datetime) -> Figures:
    """Of questions asked since then; what needed no answer is left out. Inside the scope."""
    office = office_of(locality)
    asked = (
        Question.objects.filter(asked_at__gte=since)
        .exclude(closed_why__in=NEEDED_NONE)
        .select_related("topic", "conversation__neighbourhood")
        .order_by("asked_at", "id")[:MOST]
    )
    rows = [_waited(question, office, now) for question in asked]
    open_now = Question.objects.filter(state__in=OPEN).aggregate(
        waiting=Count("pk"), overdue=Count("pk", filter=Q(due_at__lte=now))
    )
    scores = Rating.objects.filter(question__asked_at__gte=since).values_list("score")
    return Figures(
        whole=_line(_("Tất cả"), rows),
        by_topic=_by(rows, _topic),
        by_source=_by(rows, _source),
        by_place=_by(rows, _place),
        waiting=open_now["waiting"],
        overdue=open_now["overdue"],
        by_machine=sum(_by_machine(row.question) for row in rows),
        ratings=dict(scores.annotate(n=Count("pk")).order_by("-score")),
        rows=rows,
    )


def quantile(values: Iterable[timedelta], share: float) -> timedelta | None:
    """The smallest that at least this share does not pass; nothing of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    return ordered[max(0, -(-len(ordered) * int(share * 100) // 100) - 1)]


def figures_xlsx(found: Figures, title: str) -> bytes:
    """Sums, and one line a question: its number and masked words, no name and no telephone."""
    groups = (
        (_("Chủ đề"), found.by_topic),
        (_("Kênh"), found.by_source),
        (_("Tổ"), found.by_place),
    )
    sums: list[list[Value]] = [["", *_cells(found.whole)]]
    sums += [[kind, *_cells(line)] for kind, lines in groups for line in lines]
    return write_xlsx(
        [
            Page(_("Tổng hợp"), _sum_headings(), sums, title=title, widths=(10, 32, *[16] * 7)),
            Page(
                _("Từng câu"),
                _row_headings(),
                [_row(row) for row in found.rows],
                title=title,
                widths=(14, 18, 22, 22, 14, 60, 18, 14, 14, 12),
            ),
        ]
    )


def _waited(question: Question, office: Office, now: datetime) -> Waited:
    answered = question.first_answer_at
    limit = timedelta(hours=question.topic.hours if question.topic else HOURS)
    if answered is None:
        if not question.is_open:  # the machine's answer was enough
            return Waited(question, None, None, None)
        is_late = office.between(question.asked_at, now) > limit
        return Waited(question, None, None, False if is_late else None)
    working = office.between(question.asked_at, answered)
    return Waited(question, working, answered - question.asked_at, working <= limit)


def _line(name: str, rows: Sequence[Waited]) -> Line:
    working = [row.working for row in rows if row.working is not None]
    waited = [row.waited for row in rows if row.waited is not None]
    judged = [row.is_in_time for row in rows if row.is_in_time is not None]
    return Line(
        name,
        len(rows),
        len(working),
        quantile(working, 0.5),
        quantile(working, 0.9),
        quantile(waited, 0.5),
        quantile(waited, 0.9),
        len(judged),
        sum(judged),
    )


def _by(rows: Sequence[Waited], name: Callable[[Question], str]) -> list[Line]:
    found: dict[str, list[Waited]] = {}
    for row in rows:
        found.setdefault(name(row.question), []).append(row)
    return sorted((_line(key, some) for key, some in found.items()), key=lambda line: -line.asked)


def _topic(question: Question) -> str:
    return question.topic.name if question.topic else _("Chưa rõ chủ đề")


def _source(question: Question) -> str:
    return str(question.conversation.get_source_display())


def _place(question: Question) -> str:
    place = question.conversation.neighbourhood
    return place.name if place else _("Chưa rõ tổ")


def _by_machine(question: Question) -> bool:
    return question.automatic and question.first_answer_at is None and not question.is_open


def _cells(line: Line) -> list[Value]:
    spans = (line.working_median, line.working_p90, line.waited_median, line.waited_p90)
    share: Value = None if line.share is None else round(100 * line.share, 1)
    minutes: list[Value] = [_minutes(span) for span in spans]
    return [line.name, line.asked, line.answered, *minutes, share]


def _row(row: Waited) -> list[Value]:
    question = row.question
    in_time = {None: "", True: _("đúng hạn"), False: _("quá hạn")}[row.is_in_time]
    return [
        say_tracking(question.tracking),
        local(question.asked_at),
        _source(question),
        _topic(question),
        _place(question),
        question.gist,
        str(question.get_state_display()),
        _minutes(row.working),
        _minutes(row.waited),
        in_time,
    ]


def _minutes(span: timedelta | None) -> int | None:
    return None if span is None else round(span.total_seconds() / 60)


def _sum_headings() -> list[Any]:
    return [
        _("Theo"),
        _("Tên"),
        _("Số câu hỏi"),
        _("Đã trả lời"),
        _("Giữa (phút làm việc)"),
        _("90 % trong vòng (phút làm việc)"),
        _("Giữa (phút đồng hồ)"),
        _("90 % trong vòng (phút đồng hồ)"),
        _("Đúng hạn (%)"),
    ]


def _row_headings() -> list[Any]:
    return [
        _("Mã theo dõi"),
        _("Hỏi lúc"),
        _("Kênh"),
        _("Chủ đề"),
        _("Tổ"),
        _("Câu hỏi (đã che số giấy tờ)"),
        _("Tình trạng"),
        _("Phút làm việc"),
        _("Phút đồng hồ"),
        _("Hạn"),
    ]
