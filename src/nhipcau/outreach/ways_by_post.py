"""Letters by e-mail: one line of the plan."""

from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.outreach.situation import Situation, Way, without
from nhipcau.text.numbers import say_number


def email(here: Situation) -> Way:
    """A letter wakes nobody: it goes at once, in quiet hours too."""
    account = here.account(ChannelKind.EMAIL)
    homes = here.audience.total("by_email")
    if account is None:
        return without(ChannelKind.EMAIL, _("Chưa có hộp thư điện tử nào đang hoạt động."))
    if not homes:
        why = _("Chưa hộ nào trong phạm vi này cho địa chỉ thư điện tử.")
        return without(ChannelKind.EMAIL, why, account=account)
    return Way(
        ChannelKind.EMAIL,
        _("Gửi thư tới %(homes)s hộ có địa chỉ, không tốn tiền; ai mở đường dẫn là đã xem.")
        % {"homes": say_number(homes)},
        account=account,
        starts_at=here.now,
        expects=round(homes * here.experience.share(ChannelKind.EMAIL)),
    )
