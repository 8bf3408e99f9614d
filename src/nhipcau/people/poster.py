"""The A4 sheet that invites into a neighbourhood's group."""

from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.errors import BadInput
from nhipcau.core.language import house_language
from nhipcau.people.join import join_link, join_url
from nhipcau.people.models import Group
from nhipcau.people.queries import leader_of
from nhipcau.places.models import Neighbourhood
from nhipcau.printing.sheet import Sheet, a4_sheet
from nhipcau.text.phones import show_local


def poster_pdf(group: Group, *, by: Actor) -> bytes:
    if group.neighbourhood is None:
        raise BadInput(_("Chỉ nhóm của một tổ mới có tờ mời."))
    with house_language():
        return a4_sheet(_sheet(group, group.neighbourhood, by))


def _sheet(group: Group, place: Neighbourhood, by: Actor) -> Sheet:
    leader = leader_of(place)
    facts = [(_("Nhóm"), group.name)]
    if leader:
        phone = f", {show_local(leader.phone)}" if leader.phone else ""
        facts.append((_("Tổ trưởng"), f"{leader.name}{phone}"))
    return Sheet(
        issuer=group.locality.issuer,
        heading=str(place),
        title=_("Mời mỗi nhà một người vào nhóm của tổ"),
        text=_(
            "Việc chung của tổ được báo trong nhóm: lịch khám bệnh, họp tổ, cắt điện, cắt "
            "nước, thời tiết nguy hiểm. Quét mã, ghi số nhà, tổ trưởng xác nhận. Không cần "
            "số căn cước. Nhà không dùng điện thoại thông minh vẫn được báo tận nơi."
        ),
        facts=tuple(facts),
        scan=_("Mở máy ảnh hoặc Zalo, đưa vào mã này."),
        url=join_url(join_link(group, by=by)),
    )
