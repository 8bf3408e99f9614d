"""Slips with each household's own code, in walking order, eight on a page, to cut apart."""

from django.conf import settings
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.core.language import house_language, own_language
from nhipcau.people.link_codes import print_codes
from nhipcau.people.models import Group, Household
from nhipcau.people.oa_groups import oa_account
from nhipcau.printing.slips import Slip, slips


def slips_pdf(group: Group, *, by: Actor) -> bytes:
    if group.neighbourhood is None:
        raise BadInput(_("Chỉ in mã cho một tổ dân phố."))
    homes = list(
        Household.objects.filter(neighbourhood=group.neighbourhood, is_gone=False)
        .select_related("neighbourhood")
        .order_by("walk_order", "id")
    )
    if not homes:
        raise WrongState(_("Tổ này chưa có hộ nào trong sổ."))
    codes = print_codes(homes, by=by)
    account = oa_account(group.locality_id)
    base = f"{settings.BASE_URL}/{group.locality.slug}/noi/"
    with house_language():
        how = [_("Quét mã này, hoặc mở %(page)s") % {"page": base.partition("://")[2]}]
        if account:
            how.append(_("Hoặc nhắn riêng mã cho Zalo “%(name)s”") % {"name": account.name})
        how.append(_("Mã dùng một lần, trong 90 ngày. Đừng đưa cho người ngoài nhà."))
        return slips(
            [
                Slip(
                    name=home.head_name,
                    house=f"{home.house} {home.alley}".strip(),
                    code=codes[home.pk],
                    url=f"{base}?ma={codes[home.pk].replace(' ', '')}",
                )
                for home in homes
            ],
            issuer=group.locality.issuer,
            place=str(group.neighbourhood),
            title=_("Nhận thông báo của phường trên điện thoại"),
            language=own_language(),
            how=how,
        )
