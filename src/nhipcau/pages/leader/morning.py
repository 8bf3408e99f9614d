"""The top of the leader's page: the one thing to do first, then a tile for each kind of work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.core.clock import local
from nhipcau.outreach.calls import Result
from nhipcau.pages.leader.day import Today
from nhipcau.pages.leader.place import Asked, Numbers
from nhipcau.people.models import Staff
from nhipcau.rosters.models import Shift
from nhipcau.text.dates import say_left, say_time
from nhipcau.text.numbers import say_percent


@dataclass(frozen=True, slots=True)
class First:
    """The main action: what, about what, and where it is done."""

    title: str
    about: str
    path: str
    icon: str
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    number: str
    title: str
    path: str
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A call that is on in this neighbourhood. `is_due`: it has begun, so proof can come in."""

    notice: int
    title: str
    result: Result
    is_due: bool
    when: str

    @property
    def waits(self) -> bool:
        return self.is_due and self.result.done < self.result.households


@dataclass(frozen=True, slots=True)
class Morning:
    today: Sequence[Today]
    numbers: Numbers
    asked: Asked
    calls: Sequence[Call]
    now: datetime
    shifts: Sequence[Shift] = ()

    @property
    def shift_today(self) -> Shift | None:
        """The one that runs or comes next, when that is today."""
        day = local(self.now).date()
        return next((one for one in self.shifts if local(one.starts_at).date() <= day), None)

    @property
    def first(self) -> First | None:
        """Of all that waits, what suffers most from waiting."""
        found = (self._relay(), self._doors(), self._hands(), self._proof(), self._joining())
        return next((one for one in found if one is not None), None)

    def _relay(self) -> First | None:
        one = next((one for one in self.today if one.unposted), None)
        if one is None:
            return None
        return First(
            _("Đăng vào nhóm"),
            one.version.title,
            reverse("leader_relay", args=[one.unposted[0].pk]),
            "share",
            one.is_urgent,
        )

    def _doors(self) -> First | None:
        one = next((one for one in self.today if one.doors), None)
        if one is None:
            return None
        said = ngettext("Báo tận nơi %(n)d nhà", "Báo tận nơi %(n)d nhà", one.doors)
        left = one.version.deadline - self.now
        about = f"{one.version.title} · " + _("còn %(left)s") % {"left": say_left(left)}
        path = reverse("leader_doors", args=[one.version.pk])
        return First(said % {"n": one.doors}, about, path, "door", one.is_urgent)

    def _hands(self) -> First | None:
        one = next((one for one in self.today if one.sheets or one.tasks), None)
        if one is None:
            return None
        path = f"#tb-{one.version.pk}"
        return First(_("Việc tay chân của tổ"), one.version.title, path, "paper", one.is_urgent)

    def _proof(self) -> First | None:
        call = next((call for call in self.calls if call.waits), None)
        if call is None:
            return None
        path = reverse("leader_call", args=[call.notice])
        return First(_("Ghi nhà nào đã làm"), call.title, path, "camera")

    def _joining(self) -> First | None:
        if not self.numbers.joining:
            return None
        said = _("Xác nhận nhà xin vào nhóm")
        about = ngettext("%(n)d nhà đang chờ", "%(n)d nhà đang chờ", self.numbers.joining)
        return First(said, about % {"n": self.numbers.joining}, reverse("my_group"), "group")


def tiles(staff: Staff, morning: Morning) -> list[Tile]:
    """Everything is two taps away: a tile, then the button of its page."""
    numbers, asked = morning.numbers, morning.asked
    unposted = [relay for one in morning.today for relay in one.unposted]
    doors = sum(one.doors for one in morning.today)
    with_doors = next((one for one in morning.today if one.doors), None)
    shift = morning.shift_today
    found = [
        *([_shift(shift, morning.now)] if shift else []),
        Tile(
            str(len(unposted)),
            _("Tin chờ đăng"),
            reverse("leader_relay", args=[unposted[0].pk]) if unposted else "#hom-nay",
            "bad" if unposted else "",
        ),
        Tile(
            str(doors),
            _("Nhà phải báo"),
            reverse("leader_doors", args=[with_doors.version.pk]) if with_doors else "#hom-nay",
            "hand" if doors else "",
        ),
        _questions(asked),
        Tile(str(len(morning.calls)), _("Việc vận động"), reverse("leader_calls"), _tone(morning)),
    ]
    if staff.neighbourhood_id is None:
        return found
    sure = numbers.claims + numbers.passed_on
    return [
        *found,
        Tile(
            say_percent(numbers.share),
            _("Nhà đã vào nhóm"),
            reverse("my_group"),
            "hand" if numbers.joining else "",
        ),
        Tile(
            str(numbers.news),
            _("Nhà mới vào, chuyển đi"),
            reverse("leader_news"),
            "hand" if numbers.moved else "",
        ),
        Tile(str(sure), _("Chờ bác xác nhận"), reverse("leader_claims"), "hand" if sure else ""),
        Tile(
            str(numbers.posters) if numbers.posters else "",
            _("Tờ mã QR chờ treo, phải gỡ") if numbers.posters else _("Đang treo ở tổ"),
            reverse("leader_hanging"),
            "hand" if numbers.posters else "",
            "paper",
        ),
    ]


def _shift(shift: Shift, now: datetime) -> Tile:
    words = _("Bác đang trực") if shift.starts_at <= now else _("Ca trực hôm nay")
    return Tile(say_time(shift.starts_at), words, reverse("phone_roster"), "hand")


def _questions(asked: Asked) -> Tile:
    path = reverse("leader_questions")
    if asked.to_tell:
        return Tile(str(asked.to_tell), _("Câu trả lời để nói lại"), path, "hand")
    return Tile(str(max(asked.waiting, asked.mine)), _("Câu hỏi chờ phường"), path)


def _tone(morning: Morning) -> str:
    return "hand" if any(call.waits for call in morning.calls) else ""
