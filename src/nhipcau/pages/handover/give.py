"""One leader gives a neighbourhood to another, whole: people, work, questions; at once or not."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nhipcau.counter.leave import leave_desk
from nhipcau.inbox.hand_over import hand_over_passed
from nhipcau.inbox.paths import say_tracking
from nhipcau.links.models import Poster
from nhipcau.outreach.hand_over import Moved, hand_over_work
from nhipcau.outreach.models import Speaker
from nhipcau.pages.leaving import leave_rosters
from nhipcau.people.hand_over import Handed, hand_over, keep_handover
from nhipcau.people.invite import Newcomer
from nhipcau.people.models import Handover, OaGroup, Staff
from nhipcau.places.models import Neighbourhood

# What only people can do, in the order in which it is best done.
STEPS = {
    "phone": (
        _("Đăng ký điện thoại của tổ trưởng mới"),
        _("Quét mã QR phường đưa, bấm “Dùng điện thoại này”, rồi thử “Cách báo cho bác”."),
    ),
    "zalo_owner": (
        _("Chuyển quyền trưởng nhóm Zalo của tổ"),
        _(
            "Người cũ mở nhóm, bấm dấu ba gạch, chọn “Chuyển quyền trưởng nhóm”, "
            "chọn tổ trưởng mới. Phường không làm thay được."
        ),
    ),
    "oa_group": (
        _("Thêm tổ trưởng mới vào nhóm Zalo OA"),
        _("Tổ trưởng mới bấm liên kết của nhóm; cán bộ phường duyệt và đặt làm phó nhóm."),
    ),
    "circles": (
        _("Nhóm nội bộ: nhóm tự quyết định"),
        _(
            "Nếu người cũ đứng đầu một nhóm nội bộ, cấp phó của nhóm bấm “Nhận chủ trì” ở trang "
            "của nhóm. Phường không làm thay và không biết ai ở nhóm nào."
        ),
    ),
    "speaker": (
        _("Đổi địa chỉ của loa"),
        _("Điện thoại cũ còn mở được trang loa: cán bộ bấm “Đổi địa chỉ” ở trang Loa."),
    ),
    "things": (
        _("Nhận đồ dùng của tổ"),
        _("Sổ hộ, chìa khoá nhà văn hoá, loa tay, kẻng, giấy bút, tờ chưa phát."),
    ),
    "say_so": (
        _("Nói cho bà con biết"),
        _("Báo trong nhóm ai là tổ trưởng mới, gọi số nào; giới thiệu ở cuộc họp tổ gần nhất."),
    ),
}
LINES = {
    "group": _("Nhóm"),
    "relay": _("Tin chờ đăng vào nhóm"),
    "doors": _("Nhà còn phải báo tận nơi"),
    "call": _("Việc vận động đang chạy"),
    "task": _("Việc tay chân chưa xong"),
    "sheet": _("Tờ giấy chờ treo, chờ gỡ"),
    "claim": _("Người đã đọc, chưa rõ nhà nào"),
    "passed_on": _("Lời “tôi đã báo giúp” chờ ghép nhà"),
    "question": _("Câu hỏi đã chuyển, chờ trả lời"),
    "shift": _("Ca trực để trống, đã nhờ người khác"),
    "assist": _("Lượt hỗ trợ đang dở, đã đóng"),
    "poster": _("Mã QR đang treo hoặc chờ treo ở tổ"),
}


def hand_over_leader(
    neighbourhood: Neighbourhood, to: Staff | Newcomer, *, by: Staff, seen: int | None = None
) -> tuple[Handover, str]:
    """Verb. Returns the list for both and the one-time link for the new leader's phone."""
    with transaction.atomic():
        handed = hand_over(neighbourhood, to, by=by.actor, seen=seen)
        moved: Moved = [{"what": "group", "title": name, "n": 1} for name in handed.groups]
        moved += hand_over_work(neighbourhood, handed.former, handed.successor, by=by)
        if handed.former is not None:
            numbers = hand_over_passed(handed.former, handed.successor, by=by)
            moved += [
                {"what": "question", "title": say_tracking(number), "n": 1} for number in numbers
            ]
            opened, _asked = leave_rosters(handed.former, by=by)
            moved += [{"what": "shift", "title": "", "n": opened}] if opened else []
            left = leave_desk(handed.former, by=by.actor)
            moved += [{"what": "assist", "title": "", "n": left.assists}] if left.assists else []
        posters = Poster.objects.filter(neighbourhood=neighbourhood).exclude(
            state=Poster.State.DOWN
        )
        if posters.exists():
            moved.append({"what": "poster", "title": "", "n": posters.count()})
        steps = _steps(neighbourhood, handed)
        handover = keep_handover(handed, neighbourhood, moved=moved, steps=steps, by=by)
    return handover, handed.path


def _steps(neighbourhood: Neighbourhood, handed: Handed) -> list[str]:
    """Those that concern this place."""
    leaves_out = set()
    if handed.former is None:
        leaves_out |= {"zalo_owner", "circles"}
    if not OaGroup.objects.filter(
        group__neighbourhood=neighbourhood, state=OaGroup.State.ENABLED
    ).exists():
        leaves_out.add("oa_group")
    if not Speaker.objects.filter(neighbourhood=neighbourhood, revoked_at=None).exists():
        leaves_out.add("speaker")
    return [step for step in STEPS if step not in leaves_out]


def told_lines(handover: Handover) -> list[tuple[str, list[dict[str, Any]], int]]:
    """By kind, with how many in all: for the page and the paper."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in handover.moved:
        found.setdefault(str(row["what"]), []).append(row)
    return [
        (
            str(LINES.get(what, what)),
            [r for r in rows if r["title"]],
            sum(int(r["n"]) for r in rows),
        )
        for what, rows in found.items()
    ]


def told_steps(handover: Handover) -> list[dict[str, Any]]:
    return [
        {
            "key": step,
            "title": STEPS[step][0],
            "how": STEPS[step][1],
            "is_done": step in handover.steps_done,
        }
        for step in handover.steps
        if step in STEPS
    ]
