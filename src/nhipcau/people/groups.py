"""A group from the idea to the end: founded by its leader along a checklist, opened, closed."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.people.models import Group, Staff
from nhipcau.people.rights import require_officer, require_place
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.text.fold import tidy

State = Group.State
CHAT_HOSTS = ("zalo.me", "chat.zalo.me", "zaloapp.com", "m.me", "facebook.com", "t.me")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the founding guide. What cannot do without it is `is_needed`."""

    name: str
    title: str | Promise
    how: str | Promise
    is_needed: bool = False


STEPS = (
    Step(
        "made",
        gettext_lazy("Tạo nhóm trên Zalo"),
        gettext_lazy(
            "Zalo → dấu cộng → Tạo nhóm. Đặt tên dễ nhận: “Tổ 13 phường Sông Cầu”. "
            "Lấy ảnh nhà văn hoá làm ảnh nhóm."
        ),
        is_needed=True,
    ),
    Step(
        "guarded",
        gettext_lazy("Bật duyệt thành viên mới"),
        gettext_lazy(
            "Vào Quản lý nhóm → bật “Phê duyệt thành viên mới” để người lạ không tự vào được."
        ),
        is_needed=True,
    ),
    Step(
        "deputy",
        gettext_lazy("Mời tổ phó làm phó nhóm"),
        gettext_lazy("Khi bạn bận hoặc mất điện thoại, tổ phó vẫn đăng tin và duyệt người được."),
    ),
    Step(
        "rules",
        gettext_lazy("Ghim nội quy"),
        gettext_lazy(
            "Nhóm chỉ để báo việc chung của tổ. Không bán hàng, không đăng giấy tờ, số căn cước "
            "hay chuyện riêng của ai."
        ),
    ),
    Step(
        "link",
        gettext_lazy("Lấy liên kết tham gia"),
        gettext_lazy("Vào Quản lý nhóm → Link tham gia nhóm → Bật → Sao chép, rồi dán xuống dưới."),
        is_needed=True,
    ),
    Step(
        "poster",
        gettext_lazy("In tờ mời có mã QR"),
        gettext_lazy("Dán ở nhà văn hoá, đầu ngõ, cửa hàng tạp hoá; mang theo khi họp tổ."),
    ),
    Step(
        "invited",
        gettext_lazy("Mời từng nhà"),
        gettext_lazy(
            "Mỗi nhà ít nhất một người lớn. Ai gửi yêu cầu, bạn xác nhận là người của nhà nào."
        ),
    ),
    Step(
        "others",
        gettext_lazy("Ghi lại nhà không có điện thoại thông minh"),
        gettext_lazy(
            "Với các nhà này, ghi cách báo tin hợp nhất: gọi điện, đến tận nhà, nghe loa."
        ),
    ),
)
NEEDED = frozenset(step.name for step in STEPS if step.is_needed)


def found_group(
    locality: Locality,
    *,
    kind: str,
    name: str,
    by: Actor,
    neighbourhood: Neighbourhood | None = None,
    owner: Staff | None = None,
) -> Group:
    """Begin a group: it carries notices only from `open_group` on."""
    if kind not in Group.Kind.values:
        raise BadInput(_("Chọn loại nhóm."), field="kind")
    if neighbourhood:
        require_place(by, neighbourhood)
    else:
        require_officer(by, locality.pk)
    if kind == Group.Kind.HOUSEHOLDS and neighbourhood is None:
        raise BadInput(_("Nhóm hộ dân phải thuộc một tổ dân phố."), field="neighbourhood")
    try:
        with transaction.atomic():
            group = Group.objects.create(
                locality=locality,
                kind=kind,
                name=_checked_name(name),
                neighbourhood=neighbourhood,
                owner=owner,
            )
            record(by, "group.founded", group, after={"kind": kind})
    except IntegrityError:
        raise WrongState(_("Tổ này đã có nhóm hộ dân.")) from None
    return group


def tick_step(group: Group, step: str, *, is_done: bool, by: Actor) -> None:
    _require(by, group)
    if step not in {known.name for known in STEPS}:
        raise BadInput(_("Không có bước này."))
    done = set(Group.objects.values_list("steps_done", flat=True).get(pk=group.pk))
    done = done | {step} if is_done else done - {step}
    with transaction.atomic():
        Group.objects.filter(pk=group.pk).update(steps_done=sorted(done))
        record(by, "group.step", group, after={"step": step, "is_done": is_done})
    group.steps_done = sorted(done)


def describe_group(group: Group, *, name: str, invite_link: str, by: Actor) -> None:
    """Its name and the platform's own link to join. The link counts as its step of the guide."""
    _require(by, group)
    link = invite_link.strip()
    if link and not _is_chat_link(link):
        raise BadInput(
            _("Liên kết phải bắt đầu bằng https:// và là của Zalo, Facebook hoặc Telegram."),
            field="invite_link",
        )
    done = set(group.steps_done) | ({"link"} if link else set())
    with transaction.atomic():
        Group.objects.filter(pk=group.pk).update(
            name=_checked_name(name), invite_link=link, steps_done=sorted(done)
        )
        record(by, "group.described", group, after={"has_link": bool(link)})
    group.refresh_from_db()


def open_group(group: Group, *, by: Actor) -> None:
    """From now on notices are relayed into it."""
    _require(by, group)
    missing = NEEDED - set(group.steps_done)
    if missing:
        titles = ", ".join(f"“{step.title}”" for step in STEPS if step.name in missing)
        raise WrongState(_("Còn thiếu bước: %(steps)s.") % {"steps": titles})
    _change_state(group, State.PLANNED, State.ACTIVE, by=by, founded_on=local(civil_now()).date())


def close_group(group: Group, *, by: Actor) -> None:
    """No more notices go there; who was in it stays known."""
    _require(by, group)
    _change_state(group, State.ACTIVE, State.CLOSED, by=by)


def reopen_group(group: Group, *, by: Actor) -> None:
    _require(by, group)
    _change_state(group, State.CLOSED, State.ACTIVE, by=by)


def _change_state(
    group: Group, before: Group.State, after: Group.State, *, by: Actor, **more: object
) -> None:
    with transaction.atomic():
        if not Group.objects.filter(pk=group.pk, state=before).update(state=after, **more):
            raise WrongState(_("Trạng thái của nhóm vừa được người khác thay đổi."))
        record(by, "group.state", group, before={"state": before}, after={"state": after})
    group.refresh_from_db()


def _require(by: Actor, group: Group) -> None:
    if group.neighbourhood:
        require_place(by, group.neighbourhood)
    else:
        require_officer(by, group.locality_id)


def _checked_name(name: str) -> str:
    name = tidy(name)
    if not 0 < len(name) <= 120:
        raise BadInput(_("Tên nhóm phải có từ 1 đến 120 chữ."), field="name")
    return name


def _is_chat_link(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    host = (parts.hostname or "").removeprefix("www.")
    is_known = any(host == known or host.endswith(f".{known}") for known in CHAT_HOSTS)
    return parts.scheme == "https" and is_known and len(link) <= 200
