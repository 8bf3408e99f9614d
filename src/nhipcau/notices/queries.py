"""Reads for the pages of notices: the list, what happened to one, who can approve it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.core.clock import civil_now
from nhipcau.core.models import AuditEvent
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.people.models import Role, Staff
from nhipcau.text.fold import fold
from nhipcau.text.numbers import say_number

State = NoticeVersion.State
# What an officer looks for, in the order of the desk; each is one tab of the list.
TABS = {
    "dang-lam": gettext_lazy("Đang làm"),
    "cho-duyet": gettext_lazy("Chờ duyệt"),
    "dang-phat": gettext_lazy("Đang phát"),
    "da-xong": gettext_lazy("Đã xong"),
    "thu-hoi": gettext_lazy("Thu hồi, bỏ"),
}


def latest_versions() -> QuerySet[NoticeVersion]:
    """The newest version of each notice of the open scope, newest first."""
    newest = (
        NoticeVersion.objects.filter(notice=OuterRef("notice"))
        .order_by("-number")
        .values("number")[:1]
    )
    return (
        NoticeVersion.objects.filter(number=Subquery(newest))
        .select_related("notice", "notice__paper", "written_by", "submitted_by", "published_by")
        .order_by("-notice_id")
    )


def in_tab(tab: str, now: datetime) -> Q:
    return {
        "dang-lam": Q(state__in=[State.DRAFT, State.APPROVED]),
        "cho-duyet": Q(state=State.SUBMITTED),
        "dang-phat": Q(state=State.PUBLISHED, deadline__gt=now),
        "da-xong": Q(state__in=[State.PUBLISHED, State.SUPERSEDED], deadline__lte=now),
        "thu-hoi": Q(state=State.WITHDRAWN),
    }.get(tab, Q())


def listed(*, tab: str = "", kind: str = "", words: str = "") -> QuerySet[NoticeVersion]:
    """`words` are looked for in titles without marks, so that "kham" finds "Khám"."""
    found = latest_versions().filter(in_tab(tab, civil_now()))
    if kind:
        found = found.filter(notice__kind=kind)
    if fold(words):
        titles = found.values_list("pk", "title")
        found = found.filter(pk__in=[pk for pk, title in titles if fold(words) in fold(title)])
    return found


def tab_counts() -> dict[str, int]:
    now = civil_now()
    counts: dict[str, int] = latest_versions().aggregate(
        **{tab.replace("-", "_"): Count("pk", filter=in_tab(tab, now)) for tab in TABS}
    )
    return {tab: counts[tab.replace("-", "_")] for tab in TABS}


def in_hand(notice: Notice) -> NoticeVersion | None:
    """The version being written, submitted or approved: there is one at the most."""
    return (
        notice.versions.filter(state__in=[State.DRAFT, State.SUBMITTED, State.APPROVED])
        .select_related("notice", "locality")
        .first()
    )


def newest(notice: Notice) -> NoticeVersion:
    return notice.versions.select_related("notice", "locality").order_by("-number")[0]


def approvers(version: NoticeVersion) -> list[Staff]:
    """Who may approve this version now."""
    hands = [version.submitted_by_id, version.written_by_id]
    return list(
        Staff.objects.filter(
            locality=version.locality_id, role=Role.APPROVER, is_active=True
        ).exclude(pk__in=[pk for pk in hands if pk])
    )


def awaiting_review(by: Staff) -> QuerySet[NoticeVersion]:
    """Urgent releases that this approver should look at."""
    waiting = NoticeVersion.objects.filter(
        released_urgently=True, reviewed_at=None, approved_at__isnull=False
    )
    return waiting.exclude(
        Q(approved_by=by) | Q(submitted_by=by) | Q(written_by=by)
    ).select_related("notice")


@dataclass(frozen=True, slots=True)
class Happening:
    at: datetime
    who: str
    words: str
    version: int


def history(notice: Notice) -> list[Happening]:
    """The trail of a notice in words, oldest first. Events that say nothing to people are left."""
    numbers = dict(notice.versions.values_list("pk", "number"))
    events = AuditEvent.objects.filter(
        locality_id_plain=notice.locality_id,
        subject_kind=NoticeVersion._meta.label_lower,
        subject_id__in=[str(pk) for pk in numbers],
    ).order_by("id")
    told = [(event, words) for event in events if (words := _in_words(event))]
    names = _names(event.actor_id for event, _words in told if event.actor_kind == "staff")
    return [
        Happening(
            event.at,
            names.get(event.actor_id, _("Hệ thống")),
            words,
            numbers[int(event.subject_id)],
        )
        for event, words in told
    ]


def _in_words(event: AuditEvent) -> str:
    words = _WORDS.get(event.verb)
    if words is None:
        return ""
    counts = {
        key: say_number(value) for key, value in event.after.items() if isinstance(value, int)
    }
    try:
        return str(words) % counts
    except KeyError:
        return str(words).partition(":")[0]


def _names(ids: Iterable[str]) -> dict[str, str]:
    wanted = {int(pk) for pk in ids if pk.isdecimal()}
    return {
        str(pk): name for pk, name in Staff.objects.filter(pk__in=wanted).values_list("pk", "name")
    }


_WORDS = {
    "notice.drafted": gettext_lazy("Bắt đầu soạn"),
    "notice.from_province": gettext_lazy("Bản nháp do tỉnh gửi về"),
    "notice.revised": gettext_lazy("Lưu bản nháp"),
    "notice.rendition_edited": gettext_lazy("Sửa tay một bản thể hiện"),
    "notice.rendition_remade": gettext_lazy("Tạo lại một bản thể hiện từ nội dung"),
    "notice.submitted": gettext_lazy("Trình duyệt: %(households)s hộ"),
    "notice.recalled": gettext_lazy("Lấy về để sửa"),
    "notice.approved": gettext_lazy("Duyệt"),
    "notice.rejected": gettext_lazy("Trả lại người soạn"),
    "notice.released_urgently": gettext_lazy("Cho phát khẩn, duyệt sau"),
    "notice.release_reviewed": gettext_lazy("Xem lại lần phát khẩn"),
    "notice.correction_begun": gettext_lazy("Bắt đầu soạn đính chính"),
    "notice.published": gettext_lazy("Phát"),
    "notice.withdrawn": gettext_lazy("Thu hồi"),
    "notice.discarded": gettext_lazy("Bỏ bản nháp"),
    "outreach.begun": gettext_lazy("Bắt đầu đưa tin: %(households)s hộ, %(routes)s đường"),
}
