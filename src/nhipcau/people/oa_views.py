"""Pages of a group that the account owns: at the desk whole, on the phone who waits and who is who.

Zalo is asked in the request, outside transactions: what a person presses is answered at once.
"""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.channels.models import ChannelKind
from nhipcau.channels.oa_groups import NAME_LIMIT, Asset, OaFault, free_assets
from nhipcau.people.group_queries import group_of
from nhipcau.people.guards import console, phone
from nhipcau.people.models import Group, Household, Staff, StaffWay
from nhipcau.people.oa_acts import OF_PLACE, OF_WARD, act_on_oa
from nhipcau.people.oa_groups import adoptable, oa_account
from nhipcau.people.oa_queries import look_at, summary_of
from nhipcau.people.rights import KEEPS_THE_REGISTER


@require_safe
@console()
def group_oa(request: HttpRequest, group_id: int) -> HttpResponse:
    found = _one(group_id)
    may_edit = cast(Staff, request.user).role in KEEPS_THE_REGISTER
    context: dict[str, Any] = {"group": found, "may_edit": may_edit, "homes": _homes(found)}
    summary = summary_of(found)
    if summary:
        context["look"] = look_at(summary)
    elif may_edit:
        context |= _offers(found)
    return render(request, "people/group_oa.html", context)


@require_POST
@console(*KEEPS_THE_REGISTER)
def group_oa_act(request: HttpRequest, group_id: int, action: str) -> HttpResponse:
    act_on_oa(request, _one(group_id), action, OF_WARD)
    return redirect("group_oa", group_id)


@require_safe
@phone
def my_oa(request: HttpRequest) -> HttpResponse:
    group = _mine(request)
    summary = summary_of(group)
    if summary is None:
        raise Http404(_("Tổ của bạn chưa có nhóm do Zalo OA lập."))
    context = {"group": group, "look": look_at(summary), "homes": _homes(group)}
    return render(request, "people/phone_oa.html", context)


@require_POST
@phone
def my_oa_act(request: HttpRequest, action: str) -> HttpResponse:
    act_on_oa(request, _mine(request), action, OF_PLACE)
    return redirect("my_oa")


def _offers(group: Group) -> dict[str, Any]:
    """What could be made or taken, asked of Zalo now; in words when it cannot say."""
    account = oa_account(group.locality_id)
    if account is None:
        return {"account": None}
    found: dict[str, Any] = {
        "account": account,
        "name": f"{group.neighbourhood} {group.locality.name}"[:NAME_LIMIT],
        "admins": StaffWay.objects.filter(account=account, kind=ChannelKind.ZALO_OA)
        .select_related("staff")
        .order_by("staff__name"),
    }
    try:
        assets = free_assets(account)
        best = _fitting(assets, _homes(group).count())
        return found | {"assets": assets, "best": best, "others": adoptable(group)}
    except OaFault as fault:
        return found | {"fault": fault.message}


def _fitting(assets: list[Asset], homes: int) -> str:
    """The smallest with room for one of each house, else the largest."""
    wide = [asset for asset in assets if asset.ceiling > homes]
    chosen = wide[:1] or assets[-1:]
    return chosen[0].id if chosen else ""


def _homes(group: Group) -> Any:
    return Household.objects.filter(neighbourhood=group.neighbourhood_id, is_gone=False).order_by(
        "walk_order", "id"
    )


def _one(group_id: int) -> Group:
    return get_object_or_404(
        Group.objects.select_related("neighbourhood", "locality"),
        pk=group_id,
        neighbourhood__isnull=False,
    )


def _mine(request: HttpRequest) -> Group:
    found = group_of(cast(Staff, request.user))
    if found is None:
        raise Http404(_("Tổ của bạn chưa có nhóm."))
    return found
