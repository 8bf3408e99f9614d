"""What every page's frame needs. The navigation is worked out only by pages that show it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import F, Func, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from nhipcau.circles.queries import unread_of
from nhipcau.core.clock import civil_now
from nhipcau.counter.dossiers.queries import overdue
from nhipcau.counter.dossiers.rights import KEEPS
from nhipcau.counter.rights import SERVES
from nhipcau.country.chosen import country
from nhipcau.country.profile import Country
from nhipcau.inbox.queries import waiting
from nhipcau.inbox.rights import ANSWERS
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.comments import MAY_ANSWER
from nhipcau.pages.language import NAMES
from nhipcau.pages.menu import Shown, in_parts
from nhipcau.people.models import Role, Staff

Waiting = Callable[[Staff], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Section:
    path: str
    icon: str
    label: Any
    roles: frozenset[str] = frozenset()
    waiting: Waiting | None = None


@dataclass(frozen=True, slots=True)
class Item:
    path: str
    icon: str
    label: str
    count: int
    is_here: bool


def _to_approve(staff: Staff) -> QuerySet[Any]:
    if staff.role != Role.APPROVER:
        return NoticeVersion.objects.none()
    submitted = NoticeVersion.objects.filter(state=NoticeVersion.State.SUBMITTED)
    return submitted.exclude(submitted_by=staff)


def _overdue(_staff: Staff) -> QuerySet[Any]:
    return overdue(civil_now())


def _asks(_staff: Staff) -> QuerySet[Any]:
    return waiting()


OVERSEES = frozenset({Role.OVERSEER})
UNDER_A_PROVINCE = "/lam-viec/tinh/"
SECTIONS = (
    Section("/lam-viec/", "today", _("Hôm nay")),
    Section("/lam-viec/bat-dau/", "next", _("Bắt đầu"), frozenset({Role.ADMIN})),
    Section(
        "/lam-viec/thong-bao/", "notice", pgettext_lazy("menu", "Thông báo"), waiting=_to_approve
    ),
    Section("/lam-viec/hop-thu/", "inbox", _("Hộp thư"), frozenset(ANSWERS), waiting=_asks),
    Section("/lam-viec/quay/", "door", pgettext_lazy("menu", "Một cửa"), frozenset(SERVES)),
    Section("/lam-viec/ho-so/", "paper", _("Hồ sơ"), frozenset(KEEPS), waiting=_overdue),
    Section("/lam-viec/lich-truc/", "calendar", _("Lịch trực")),
    Section("/lam-viec/khan-cap/", "warn", _("Khẩn cấp")),
    Section("/lam-viec/ho-dan/", "people", _("Hộ dân")),
    Section("/lam-viec/nhom/", "group", _("Nhóm")),
    Section("/lam-viec/khoang-cach/", "phone", _("Khoảng cách số")),
    Section("/lam-viec/nhom-noi-bo/", "bell", _("Nhóm nội bộ"), waiting=unread_of),
    Section("/lam-viec/thu-tuc/", "paper", pgettext_lazy("menu", "Thủ tục")),
    Section("/lam-viec/bo-mau/", "today", _("Việc trong năm")),
    Section("/lam-viec/ma-qr/", "qr", _("Mã QR")),
    Section("/lam-viec/to-truong/", "phone", pgettext_lazy("menu", "Tổ trưởng")),
    Section("/lam-viec/binh-luan/", "edit", _("Bình luận"), frozenset(MAY_ANSWER)),
    Section("/lam-viec/chi-phi/", "chart", _("Chi phí")),
    Section("/lam-viec/kenh/", "channel", _("Kênh"), frozenset({Role.ADMIN})),
    Section(
        "/lam-viec/api/",
        "share",
        pgettext_lazy("menu", "API"),
        frozenset({Role.ADMIN, Role.EDITOR, Role.APPROVER}),
    ),
    Section("/lam-viec/can-bo/", "staff", pgettext_lazy("menu", "Cán bộ"), frozenset({Role.ADMIN})),
    Section(
        "/lam-viec/tinh/",
        "up",
        _("Việc tỉnh giao"),
        frozenset({Role.ADMIN, Role.EDITOR, Role.APPROVER}),
    ),
    Section("/lam-viec/du-lieu/", "paper", _("Dữ liệu cá nhân"), frozenset({Role.ADMIN})),
    Section("/lam-viec/dia-ban/", "place", pgettext_lazy("menu", "Địa bàn")),
    Section("/tinh/", "chart", _("Các địa bàn"), OVERSEES),
    Section("/tinh/thong-bao/", "notice", _("Thông báo của tỉnh"), OVERSEES),
    Section("/tinh/thu-tuc/", "share", _("Thủ tục dùng chung"), OVERSEES),
    Section("/lam-viec/thu-tuc/", "paper", _("Danh mục của tỉnh"), OVERSEES),
)


@lru_cache(maxsize=64)
def exists(path: str) -> bool:
    """Whether some room answers this address: a section nobody has built is not shown."""
    try:
        return resolve(path).url_name != "portal_home"  # which takes any first word
    except Resolver404:
        return False


def _is_for(section: Section, staff: Staff) -> bool:
    if section.path == UNDER_A_PROVINCE and staff.locality.overseen_by_id is None:
        return False
    if staff.role == Role.OVERSEER:
        return Role.OVERSEER in section.roles
    return not section.roles or staff.role in section.roles


def count_waiting(staff: Staff, sections: Iterable[Section]) -> dict[str, int]:
    """How much waits behind each path. One query for all: every page of a desk asks it."""
    counting = [section for section in sections if section.waiting]
    if not counting:
        return {}
    number = Func(F("pk"), function="COUNT")
    numbers = {
        f"n{nth}": Subquery(section.waiting(staff).order_by().annotate(n=number).values("n"))
        for nth, section in enumerate(counting)
        if section.waiting
    }
    row = Staff.objects.filter(pk=staff.pk).values_list(*numbers.values()).get()
    return {section.path: n or 0 for section, n in zip(counting, row, strict=True)}


class Shell:
    """Lazy on purpose: the residents' pages never ask for the navigation or its counts."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def nav(self) -> list[Item]:
        staff = self.request.user
        if not isinstance(staff, Staff):
            return []
        shown = [s for s in SECTIONS if exists(s.path) and _is_for(s, staff)]
        here = max((s.path for s in shown if self.request.path.startswith(s.path)), default="")
        waits = count_waiting(staff, shown)
        return [
            Item(s.path, s.icon, str(s.label), waits.get(s.path, 0), s.path == here) for s in shown
        ]

    @property
    def parts(self) -> list[Shown]:
        return in_parts(self.nav)

    @cached_property
    def sign_out(self) -> str:
        try:
            return reverse("account_logout")
        except NoReverseMatch:
            return ""

    @property
    def country(self) -> Country:
        return country()

    @property
    def own_language(self) -> str:
        """Of what the ward itself wrote, whatever the page speaks."""
        return settings.LANGUAGE_CODE

    @property
    def all_languages(self) -> list[tuple[str, str]]:
        return [(code, NAMES[code]) for code, _name in settings.LANGUAGES]

    @property
    def languages(self) -> list[tuple[str, str]]:
        """The ones to switch to."""
        return [(code, name) for code, name in self.all_languages if code != get_language()]

    @property
    def language_name(self) -> str:
        return NAMES.get(get_language() or settings.LANGUAGE_CODE, "")


def shell(request: HttpRequest) -> dict[str, Any]:
    return {
        "demo": settings.DEMO,
        "locality": getattr(request, "locality", None),
        "heir": getattr(request, "heir", None),
        "shell": Shell(request),
    }
