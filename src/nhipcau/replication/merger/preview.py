"""What a merger would do, before anything is done: figures, what meets what, what stands in the
way. Only reads; `fingerprint` says whether it is still what somebody saw."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.core.clock import civil_now, civil_seconds, local, machine_seconds
from nhipcau.counter.models import Ticket
from nhipcau.dispatch.models import Job
from nhipcau.links.models import Poster
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.people.models import Group
from nhipcau.places.models import Locality
from nhipcau.places.row_security import over_localities
from nhipcau.replication.merger.counts import COUNTED, count_each
from nhipcau.replication.merger.going import rows_of
from nhipcau.replication.merger.meets import (
    Choice,
    Setting,
    choices,
    may_reopen,
    setting_of,
)
from nhipcau.replication.merger.names import still_double
from nhipcau.replication.models import Merger
from nhipcau.text.dates import say_exact
from nhipcau.text.numbers import say_number

SOON = timedelta(minutes=1).total_seconds()
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    by_party: tuple[int, ...]
    whole: int


@dataclass(frozen=True, slots=True)
class Preview:
    setting: Setting
    figures: tuple[Figure, ...]
    obstacles: tuple[str, ...]
    choices: tuple[Choice, ...]
    notes: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.choices)


def fingerprint_of(shown: Iterable[Choice]) -> str:
    """Of what was proposed and decided. Figures move on by themselves every minute."""
    told = [[one.about, one.value, list(one.options)] for one in shown]
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


@over_localities()
def preview(merger: Merger) -> Preview:
    setting = setting_of(merger)
    return Preview(
        setting,
        tuple(_figures(setting)),
        tuple(obstacles(setting)),
        tuple(choices(setting)),
        tuple(_notes(setting)),
    )


def obstacles(setting: Setting) -> list[str]:
    """Sentences that say what stands in the way, and until when. Empty: it can be done."""
    return [
        *_closed(setting),
        *_too_early(setting),
        *_urgent(setting),
        *_sending(setting),
        *_in_line(setting),
        *(_open_in_places(setting)),
        *_double_names(setting),
    ]


def _closed(setting: Setting) -> Iterable[str]:
    heir = setting.heir
    is_over = heir is not None and heir.closed_at is not None and not may_reopen(heir, setting)
    for locality in [*setting.localities, *([heir] if heir else [])]:
        if locality.closed_at is not None and (locality != heir or is_over):
            yield _("%(name)s đã đóng: đã có một lần sáp nhập khác.") % {"name": locality.name}
    for party in setting.parties:
        there = rows_of("places.Neighbourhood").filter(pk__in=party.places)
        if not party.is_whole and there.filter(locality=party.locality_id).count() != len(
            party.places
        ):
            yield _("Có tổ, thôn không còn thuộc %(name)s.") % {"name": party.locality.name}


def _too_early(setting: Setting) -> Iterable[str]:
    day = setting.merger.takes_on
    if local(civil_now()).date() < day:
        yield _("Quyết định có hiệu lực từ %(day)s; trước ngày đó chỉ xem trước được.") % {
            "day": f"{day:%d/%m/%Y}"
        }


def _running(localities: Iterable[int]) -> Iterable[NoticeVersion]:
    """Published, in force, and its deadline still ahead."""
    rows: Iterable[NoticeVersion] = (
        rows_of("notices.NoticeVersion")
        .filter(
            locality__in=localities,
            state=NoticeVersion.State.PUBLISHED,
            deadline__gt=civil_now(),
            notice__current=F("pk"),
            notice__withdrawn_at=None,
        )
        .select_related("notice", "locality")
        .order_by("deadline")
    )
    return rows


def is_urgent(notice: Notice) -> bool:
    return notice.kind == Notice.Kind.EMERGENCY or notice.urgency == Notice.Urgency.URGENT


def _urgent(setting: Setting) -> Iterable[str]:
    """In the middle of an urgent notice leaders must not lose their list of doors for a minute."""
    for version in _running([one.pk for one in setting.localities]):
        if is_urgent(version.notice):
            yield _(
                "%(name)s đang phát thông báo khẩn “%(title)s”. Hãy chờ đến hết hạn (%(until)s) "
                "hoặc thu hồi thông báo, rồi mới sáp nhập."
            ) % {
                "name": version.locality.name,
                "title": version.title,
                "until": say_exact(version.deadline),
            }


def _sending(setting: Setting) -> Iterable[str]:
    """A sender that holds a part of a job may write back for minutes after it."""
    busy = (
        Q(state__in=(Job.State.FILLING, Job.State.PREPARING))
        | Q(chunks__ready_at__lte=civil_seconds() + SOON)
        | Q(chunks__leased_until__gt=machine_seconds())
    )
    for locality in setting.localities:
        jobs = rows_of("dispatch.Job").filter(busy, locality=locality.pk, done_at=None)
        if number := jobs.distinct().count():
            yield ngettext(
                "%(name)s đang gửi dở %(n)s đợt tin. Hãy chờ vài phút rồi xem lại.",
                "%(name)s đang gửi dở %(n)s đợt tin. Hãy chờ vài phút rồi xem lại.",
                number,
            ) % {"name": locality.name, "n": say_number(number)}


def _in_line(setting: Setting) -> Iterable[str]:
    """Somebody with a number in the hand is called by that desk and no other."""
    waiting = (Ticket.State.WAITING, Ticket.State.CALLED)
    rows = rows_of("counter.Ticket").filter(day=local(civil_now()).date(), state__in=waiting)
    for locality in setting.localities:
        if locality.pk in setting.whole and (n := rows.filter(locality=locality.pk).count()):
            yield _("%(n)s người đang chờ ở bộ phận một cửa của %(name)s. Hãy làm sau giờ.") % {
                "n": say_number(n),
                "name": locality.name,
            }


def _open_in_places(setting: Setting) -> Iterable[str]:
    """Of one that lives on a notice cannot be cut in two: its neighbourhoods go after it."""
    for party in setting.parties:
        if party.is_whole:
            continue
        for version in _running([party.locality_id]):
            counters = rows_of("outreach.Counter").filter(version=version.pk)
            if counters.filter(neighbourhood__in=party.places).exists():
                yield _(
                    "Thông báo “%(title)s” của %(name)s còn hạn đến %(until)s ở tổ sẽ chuyển đi. "
                    "Hãy chờ hết hạn hoặc thu hồi."
                ) % {
                    "title": version.title,
                    "name": party.locality.name,
                    "until": say_exact(version.deadline),
                }


def _double_names(setting: Setting) -> Iterable[str]:
    double = still_double(setting.going(), setting.staying(), setting.names())
    if double:
        yield _("Sau khi đổi tên vẫn còn tổ trùng tên: %(names)s.") % {
            "names": ", ".join(double[:SHOWN])
        }


def _figures(setting: Setting) -> Iterable[Figure]:
    each = count_each([one.pk for one in setting.localities])
    for name, (label, _model, _which) in COUNTED.items():
        by_party = tuple(each[one.pk][name] for one in setting.localities)
        yield Figure(str(label), by_party, sum(by_party))


def _notes(setting: Setting) -> Iterable[str]:
    """What needs nobody's decision but somebody's knowledge."""
    yield from _posters(setting)
    leaders = rows_of("people.Group").filter(
        locality__in=setting.whole, kind=Group.Kind.LEADERS, state=Group.State.ACTIVE
    )
    if (number := leaders.count()) > 1:
        yield _("Có %(n)s nhóm tổ trưởng: tất cả vẫn dùng được; nên lập một nhóm chung.") % {
            "n": number
        }
    for version in _running(setting.whole):
        if not is_urgent(version.notice):
            yield _("Thông báo “%(title)s” còn hạn: chuyển theo và chạy tiếp đến %(until)s.") % {
                "title": version.title,
                "until": say_exact(version.deadline),
            }
    yield from _same_codes(setting)
    keys = rows_of("api.ApiKey").filter(locality__in=setting.whole, revoked_at=None)
    if number := keys.count():
        yield _("%(n)s khoá của hệ thống khác hết hiệu lực; địa bàn mới cấp lại nếu cần.") % {
            "n": say_number(number)
        }
    yield from _parts(setting)


def _posters(setting: Setting) -> Iterable[str]:
    for locality in setting.localities:
        hanging = rows_of("links.Poster").filter(
            locality=locality.pk, state__in=(Poster.State.HANGS, Poster.State.TO_HANG)
        )
        if number := hanging.count():
            yield _(
                "%(n)s mã QR dán của %(name)s vẫn dẫn đúng; tên cơ quan in trên đó đã cũ, "
                "trang Mã QR sẽ nhắc thay."
            ) % {"n": say_number(number), "name": locality.name}


def _same_codes(setting: Setting) -> Iterable[str]:
    for label, field, sentence in (
        ("procedures.Procedure", "code", _("%(n)s thủ tục trùng mã: giữ bản của %(main)s.")),
        ("inbox.Topic", "name", _("%(n)s chủ đề câu hỏi trùng tên: gộp vào của %(main)s.")),
    ):
        codes: Counter[str] = Counter(
            rows_of(label).filter(locality__in=setting.whole).values_list(field, flat=True)
        )
        double = sum(1 for number in codes.values() if number > 1)
        if double:
            yield sentence % {"n": say_number(double), "main": setting.parties[0].locality.name}


def _parts(setting: Setting) -> Iterable[str]:
    for party in setting.parties:
        if not party.is_whole:
            tied = rows_of("people.ContactPoint").filter(
                locality=party.locality_id,
                household__neighbourhood__in=party.places,
                account__isnull=False,
            )
            yield _(
                "%(name)s vẫn hoạt động; tài khoản kênh và câu hỏi ở lại đó. %(n)s địa chỉ Zalo, "
                "Messenger gắn với tài khoản ấy không đi theo: phải mời quan tâm tài khoản mới."
            ) % {"name": party.locality.name, "n": say_number(tied.count())}


def parties_named(setting: Setting) -> str:
    return ", ".join(one.name for one in setting.localities)


def heir_named(setting: Setting) -> str:
    heir: Locality | None = setting.heir
    return heir.name if heir else setting.merger.unit.name
