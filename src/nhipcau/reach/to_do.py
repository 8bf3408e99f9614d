"""What to do now about one version: a number, what it is, and the way to act on the same line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.dispatch.models import Delivery, Job
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.models import Claim, PassedOn, Relay, Reminder, Route, Sheet, Task, Visit
from nhipcau.places.hours import loudspeaker_spans
from nhipcau.text.dates import say_left, say_time, say_when
from nhipcau.text.numbers import say_number

NAMED = 4
PACE_OVER = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Todo:
    """`tone`: bad (wrong or urgent), hand (people are at it), or plain."""

    count: int
    text: str
    small: str
    url: str
    action: str
    tone: str = ""


def to_do(version: NoticeVersion, now: datetime) -> list[Todo]:
    """In the order of what costs most households. Empty when nothing waits for the ward."""
    if version.state != NoticeVersion.State.PUBLISHED:
        found = [_sheets(version), *_tasks(version, now)]
    else:
        found = [
            _review(version),
            _silent_leaders(version, now),
            _doors(version, now),
            *_tasks(version, now),
            _sheets(version),
            _claims(version),
            _troubled(version),
            _lost(version),
        ]
    return [one for one in found if one is not None]


def names(words: Iterable[str]) -> str:
    """Tổ 7, Tổ 19, Tổ 20, Tổ 21 và 3 nơi nữa"""
    every = list(words)
    said = ", ".join(every[:NAMED])
    more = len(every) - NAMED
    return said if more <= 0 else _("%(said)s và %(n)d nơi nữa") % {"said": said, "n": more}


def work_url(version: NoticeVersion, part: str = "") -> str:
    return reverse("desk_work", args=[version.notice_id]) + (f"#{part}" if part else "")


def _review(version: NoticeVersion) -> Todo | None:
    if not version.awaits_review:
        return None
    return Todo(
        1,
        _("phát khẩn, chưa có người xem lại"),
        _("duyệt sau là việc bắt buộc và được lưu lại"),
        f"/lam-viec/thong-bao/{version.notice_id}/duyet/",
        _("Xem lại"),
        "bad",
    )


def _silent_leaders(version: NoticeVersion, now: datetime) -> Todo | None:
    relays = list(
        Relay.objects.filter(version=version, state=Relay.State.WAITING)
        .select_related("neighbourhood", "group")
        .order_by("neighbourhood__position")
    )
    if not relays:
        return None
    last = Reminder.objects.filter(version=version, what="relay").aggregate(
        number=Max("number"), at=Max("at")
    )
    waited = say_left(now - relays[0].asked_at)
    small = _("đã giao %(waited)s, chưa nhắc lần nào") % {"waited": waited}
    if last["at"]:
        small = _("nhắc lần %(n)d lúc %(at)s") % {"n": last["number"], "at": say_time(last["at"])}
    taken = [relay for relay in relays if relay.taken_over_at]
    if taken:
        small += _("; %(n)d tổ phường đã nhận làm thay") % {"n": len(taken)}
    return Todo(
        len(relays),
        _("tổ trưởng chưa đăng vào nhóm: %(where)s")
        % {"where": names(_place(relay) for relay in relays)},
        small,
        work_url(version, "to-truong"),
        _("Gọi"),
        "bad",
    )


def _doors(version: NoticeVersion, now: datetime) -> Todo | None:
    visits = Visit.objects.filter(version=version)
    sums = visits.aggregate(
        open=Count("pk", filter=Q(state=Visit.State.OPEN)),
        places=Count("neighbourhood", filter=Q(state=Visit.State.OPEN), distinct=True),
        ward=Count("pk", filter=Q(state=Visit.State.OPEN, by_ward=True)),
        lately=Count(
            "pk",
            filter=Q(closed_at__gt=now - PACE_OVER) & ~Q(state=Visit.State.OPEN) & ~Q(outcome=""),
        ),
    )
    if not sums["open"]:
        return None
    text = _("hộ đang chờ báo tận nơi ở %(places)d tổ") % {"places": sums["places"]}
    if sums["ward"]:
        text += _("; phường cùng làm %(n)s hộ") % {"n": say_number(sums["ward"])}
    small = _("nửa giờ qua chưa xong nhà nào")
    if sums["lately"]:
        done_at = now + PACE_OVER * (sums["open"] / sums["lately"])
        small = _("theo đà này xong lúc %(at)s") % {"at": say_when(done_at, now)}
        if done_at > version.deadline:
            small += _(": không kịp hạn, cần thêm người")
    return Todo(
        sums["open"],
        text,
        small,
        reverse("reach_doors", args=[version.notice_id]),
        _("Xem"),
        "hand",
    )


def _tasks(version: NoticeVersion, now: datetime) -> list[Todo]:
    waiting = (
        Task.objects.filter(version=version, done_at__isnull=True, stopped_at__isnull=True)
        .values("kind")
        .annotate(n=Count("pk"))
        .order_by("kind")
    )
    return [_task(version, row["kind"], row["n"], now) for row in waiting]


def _task(version: NoticeVersion, kind: str, n: int, now: datetime) -> Todo:
    url = work_url(version, "viec")
    if kind == ChannelKind.LOUDSPEAKER:
        small = _speaks_until(version, now)
        return Todo(n, _("lượt đọc loa: bài đọc đã sẵn"), small, url, _("Xem bài"))
    words = {
        ChannelKind.BOARD: (_("bảng tin cần viết"), _("Đánh dấu")),
        "call_leader": (_("người cần gọi điện: tin nhắn không có hồi âm"), _("Gọi")),
        "correct_post": (_("bài đã đăng cần sửa hoặc gỡ"), _("Xem")),
        "correct_sheet": (_("tờ giấy cũ cần thay"), _("Xem")),
        "tell_withdrawn": (_("tổ cần báo lại cho nhà đã được báo"), _("Xem")),
        "register": (_("hộ cần cập nhật vào sổ: chuyển đi, mới đến"), _("Xem")),
    }
    text, action = words.get(kind, (_("việc khác"), _("Xem")))
    tone = "bad" if kind in {"call_leader", "correct_post", "tell_withdrawn"} else ""
    return Todo(n, text, "", url, action, tone)


def _speaks_until(version: NoticeVersion, now: datetime) -> str:
    spans = loudspeaker_spans(version.locality)
    hours = ", ".join(f"{b.strftime('%H:%M')}–{e.strftime('%H:%M')}" for b, e in spans)
    return _("giờ phát cho phép %(hours)s") % {"hours": hours}


def _sheets(version: NoticeVersion) -> Todo | None:
    sums = Sheet.objects.filter(version=version).aggregate(
        hang=Count("pk", filter=Q(state=Sheet.State.TO_HANG)),
        remove=Count("pk", filter=Q(state=Sheet.State.TO_REMOVE)),
    )
    url = work_url(version, "to-giay")
    if sums["remove"]:
        return Todo(sums["remove"], _("tờ giấy phải gỡ xuống"), "", url, _("Xem"), "bad")
    if sums["hang"]:
        return Todo(sums["hang"], _("tờ A4 chưa treo"), "", url, _("Xem"))
    return None


def _claims(version: NoticeVersion) -> Todo | None:
    unsettled = Claim.objects.filter(version=version, settled_at__isnull=True).count()
    said = PassedOn.objects.filter(version=version, household__isnull=True).count()
    if not unsettled + said:
        return None
    return Todo(
        unsettled + said,
        _("người đã đọc hoặc báo giúp mà chưa rõ là hộ nào"),
        _("tổ trưởng ghép trên điện thoại, hoặc ghép ở đây"),
        work_url(version, "chua-ro"),
        _("Ghép"),
    )


def _troubled(version: NoticeVersion) -> Todo | None:
    routes = list(
        Route.objects.filter(version=version)
        .filter(
            Q(state=Route.State.FAILED)
            | Q(state=Route.State.RUNNING, account__state=Account.State.TROUBLED)
        )
        .order_by("position")
    )
    if not routes:
        return None
    failed = [route for route in routes if route.state == Route.State.FAILED]
    return Todo(
        len(routes),
        _("kênh gặp trục trặc: %(which)s")
        % {"which": names(dict.fromkeys(str(route.get_kind_display()) for route in routes))},
        failed[0].why if failed else _("tin chờ sẵn, kênh chạy lại là gửi tiếp"),
        "/lam-viec/kenh/",
        _("Xem kênh"),
        "bad",
    )


def _lost(version: NoticeVersion) -> Todo | None:
    jobs = Job.objects.filter(key__startswith=f"v{version.pk}:").values("pk")
    lost = Delivery.objects.filter(
        job__in=jobs, state__in=[Delivery.State.REFUSED, Delivery.State.UNKNOWN]
    ).count()
    if not lost:
        return None
    return Todo(
        lost,
        _("tin bị từ chối hoặc chưa rõ kết quả"),
        _("các hộ này đã vào danh sách báo tận nơi"),
        reverse("reach_doors", args=[version.notice_id]),
        _("Xem"),
    )


def _place(relay: Relay) -> str:
    return str(relay.neighbourhood or relay.group)
