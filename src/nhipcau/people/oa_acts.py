"""What one button about a group of the account does, at the desk and on the phone alike."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.errors import BadInput, DomainError, WrongState
from nhipcau.people.models import Group, Household, OaGroup, OaMember
from nhipcau.people.oa_groups import (
    adopt_oa_group,
    create_oa_group,
    delete_oa_group,
    invite_linked,
    oa_group_of,
)
from nhipcau.people.oa_members import (
    accept_pending,
    name_member,
    read_oa_group,
    reject_pending,
    remove_from_group,
)
from nhipcau.people.staff_views import me

Act = Callable[[HttpRequest, Group, Actor], str]


def act_on_oa(request: HttpRequest, group: Group, action: str, acts: dict[str, Act]) -> bool:
    """Run the verb behind `action` and say in a message what came of it."""
    if action not in acts:
        raise Http404(_("Không có việc này."))
    try:
        said = acts[action](request, group, me(request))
    except DomainError as error:
        messages.error(request, error.message)
        return False
    messages.success(request, said)
    return True


def _create(request: HttpRequest, group: Group, by: Actor) -> str:
    name, asset = request.POST.get("name", ""), request.POST.get("asset", "")
    row = create_oa_group(group, name=name, asset=asset, by=by)
    read_oa_group(row)
    return _("Đã lập nhóm “%(name)s” trên Zalo.") % {"name": row.name}


def _adopt(request: HttpRequest, group: Group, by: Actor) -> str:
    row = adopt_oa_group(group, request.POST.get("external_id", ""), by=by)
    read_oa_group(row)
    return _("Từ nay máy đăng tin của tổ vào nhóm “%(name)s”.") % {"name": row.name}


def _invite(_request: HttpRequest, group: Group, by: Actor) -> str:
    count = invite_linked(_row(group), by=by)
    return _("Đã mời %(count)d người. Họ vào nhóm khi bấm đồng ý trên Zalo.") % {"count": count}


def _read(_request: HttpRequest, group: Group, _by: Actor) -> str:
    row = _row(group)
    if not read_oa_group(row):
        raise WrongState(_("Chưa đọc được danh sách từ Zalo. Danh sách cũ vẫn giữ."))
    return _("Đã đọc lại danh sách từ Zalo: %(n)d người trong nhóm.") % {"n": row.total}


def _accept(request: HttpRequest, group: Group, by: Actor) -> str:
    home = _home(request)
    accept_pending(_member(request, group), home, by=by)
    return _("Đã cho vào nhóm: nhà %(name)s.") % {"name": home.head_name}


def _reject(request: HttpRequest, group: Group, by: Actor) -> str:
    reject_pending(_member(request, group), by=by)
    return _("Đã từ chối.")


def _name(request: HttpRequest, group: Group, by: Actor) -> str:
    home = _home(request)
    name_member(_member(request, group), home, by=by)
    return _("Đã ghi: là người nhà %(name)s.") % {"name": home.head_name}


def _remove(request: HttpRequest, group: Group, by: Actor) -> str:
    remove_from_group(_member(request, group), by=by)
    return _("Đã đưa ra khỏi nhóm.")


def _delete(request: HttpRequest, group: Group, by: Actor) -> str:
    if request.POST.get("sure") != "1":
        raise BadInput(_("Hãy đánh dấu xác nhận trước khi giải tán nhóm."))
    delete_oa_group(_row(group), by=by)
    return _("Đã giải tán nhóm trên Zalo. Nhóm tự lập của tổ vẫn còn.")


OF_PLACE: dict[str, Act] = {"duyet": _accept, "tu-choi": _reject, "la-nha": _name}
OF_WARD: dict[str, Act] = {
    **OF_PLACE,
    "lap": _create,
    "dung-lai": _adopt,
    "moi": _invite,
    "doc": _read,
    "dua-ra": _remove,
    "giai-tan": _delete,
}


def _row(group: Group) -> OaGroup:
    row = oa_group_of(group)
    if row is None:
        raise WrongState(_("Tổ này chưa có nhóm do Zalo OA lập."))
    return row


def _member(request: HttpRequest, group: Group) -> OaMember:
    found = OaMember.objects.select_related("group__group__neighbourhood", "group__account").filter(
        pk=_number(request, "member"), group=_row(group)
    )
    member = found.first()
    if member is None:
        raise BadInput(_("Không thấy người này trong nhóm."))
    return member


def _home(request: HttpRequest) -> Household:
    home = Household.objects.filter(pk=_number(request, "home")).first()
    if home is None:
        raise BadInput(_("Hãy chọn là nhà nào."))
    return home


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0
