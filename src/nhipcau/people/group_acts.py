"""What one button on a group's page does, at the desk and on the phone alike."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.errors import BadInput, DomainError
from nhipcau.people.groups import close_group, open_group, reopen_group, tick_step
from nhipcau.people.join import confirm_member, mark_joined, remove_member, settle_ask
from nhipcau.people.models import Group, Household, JoinAsk, Membership
from nhipcau.people.staff_views import me

NOBODY = "khong-ai"
Act = Callable[[HttpRequest, Group, Actor], str]


def act_on_group(request: HttpRequest, group: Group, action: str) -> None:
    """Run the verb behind `action` and say in a message what came of it."""
    if action not in ACTS:
        raise Http404(_("Không có việc này."))
    try:
        said = ACTS[action](request, group, me(request))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        if said:
            messages.success(request, said)


def _tick(request: HttpRequest, group: Group, by: Actor) -> str:
    tick_step(group, request.POST.get("step", ""), is_done=request.POST.get("done") == "1", by=by)
    return ""


def _open(_request: HttpRequest, group: Group, by: Actor) -> str:
    open_group(group, by=by)
    return _("Nhóm đã mở: từ nay thông báo được chuyển vào đây.")


def _close(_request: HttpRequest, group: Group, by: Actor) -> str:
    close_group(group, by=by)
    return _("Nhóm đã đóng: thông báo không còn chuyển vào đây.")


def _reopen(_request: HttpRequest, group: Group, by: Actor) -> str:
    reopen_group(group, by=by)
    return _("Nhóm đã mở lại.")


def _confirm(request: HttpRequest, group: Group, by: Actor) -> str:
    member = _member(request, group)
    confirm_member(member, by=by)
    return _("Đã xác nhận: nhà %(name)s đã vào nhóm.") % {"name": member.household.head_name}


def _remove(request: HttpRequest, group: Group, by: Actor) -> str:
    remove_member(_member(request, group), by=by)
    return _("Đã ghi: không còn trong nhóm.")


def _settle(request: HttpRequest, group: Group, by: Actor) -> str:
    ask = JoinAsk.objects.filter(pk=_number(request, "ask"), group=group).first()
    chosen = request.POST.get("home", "")
    if ask is None or not chosen:
        raise BadInput(_("Hãy chọn là nhà nào."))
    home = None
    if chosen != NOBODY:
        home = Household.objects.filter(pk=_number(request, "home")).first()
        if home is None:
            raise BadInput(_("Hãy chọn là nhà nào."))
    settle_ask(ask, home, by=by)
    return _("Đã ghi.")


def _mark(request: HttpRequest, group: Group, by: Actor) -> str:
    chosen = {_as_number(text) for text in request.POST.getlist("home")} - {0}
    if not chosen:
        raise BadInput(_("Chưa chọn nhà nào."))
    count = mark_joined(group, chosen, by=by)
    return _("Đã ghi thêm %(count)d nhà vào nhóm.") % {"count": count}


ACTS: dict[str, Act] = {
    "buoc": _tick,
    "mo": _open,
    "dong": _close,
    "mo-lai": _reopen,
    "xac-nhan": _confirm,
    "go": _remove,
    "nhan-ra": _settle,
    "da-vao": _mark,
}


def _member(request: HttpRequest, group: Group) -> Membership:
    found = (
        Membership.objects.select_related("household", "group__neighbourhood")
        .filter(pk=_number(request, "member"), group=group)
        .first()
    )
    if found is None:
        raise BadInput(_("Không thấy người này trong nhóm."))
    return found


def _number(request: HttpRequest, name: str) -> int:
    return _as_number(request.POST.get(name, ""))


def _as_number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0
