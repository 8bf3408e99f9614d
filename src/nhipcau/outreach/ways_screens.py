"""The ways to one person's screen that cost nothing: used or not, since when, and why."""

from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.outreach.situation import Situation, Way, without
from nhipcau.outreach.ways import WHOLE_WARD, quiet
from nhipcau.text.numbers import say_number

PUSH, PAGE = ChannelKind.WEB_PUSH, ChannelKind.FACEBOOK_PAGE
NOBODY = "nobody"
WINDOWS = "windows"


def web_push(here: Situation) -> Way:
    account = here.account(PUSH)
    homes = here.screens.pushed
    if account is None:
        return without(PUSH, _("Chưa mở đường gửi thông báo lên máy."))
    if not homes:
        why = _("Chưa hộ nào trong phạm vi này bấm nhận thông báo trên máy.")
        return without(PUSH, why, account=account)
    if here.awake_from >= here.deadline:
        return without(PUSH, quiet(here), account=account)
    return Way(
        PUSH,
        _("Hiện ngay trên máy của %(n)s hộ đã bấm nhận: không tốn tiền, biết ai đã mở.")
        % {"n": say_number(homes)},
        account=account,
        starts_at=here.awake_from,
        expects=round(homes * here.experience.share(PUSH)),
    )


def web_push_nobody(here: Situation) -> Way:
    """Browsers that did not say which house they are: what is meant for most of the ward."""
    account = here.account(PUSH)
    browsers = here.screens.nobody
    homes, everybody = here.audience.total("households"), here.audience.ward_households
    why_not = ""
    if account is None:
        why_not = _("Chưa mở đường gửi thông báo lên máy.")
    elif not browsers:
        why_not = _("Máy nào bấm nhận cũng đã nói là nhà nào.")
    elif homes < WHOLE_WARD * everybody:
        why_not = _("Máy chưa nói là nhà nào chỉ nhận tin của phần lớn phường.")
    elif here.awake_from >= here.deadline:
        why_not = quiet(here)
    if why_not:
        return without(PUSH, why_not, purpose=NOBODY, account=account)
    return Way(
        PUSH,
        _("Thêm %(n)s máy chưa nói là nhà nào: không tốn tiền, không tính cho hộ nào.")
        % {"n": say_number(browsers)},
        purpose=NOBODY,
        account=account,
        starts_at=here.awake_from,
    )


def messenger_windows(here: Situation) -> Way:
    account = here.account(PAGE)
    homes = here.screens.messengers
    if account is None:
        why = _("Chưa có trang Facebook nào đang hoạt động.")
        return without(PAGE, why, purpose=WINDOWS)
    if not homes:
        why = _("Không có hộ nào vừa nhắn cho trang trong 24 giờ, nên không được nhắn riêng.")
        return without(PAGE, why, purpose=WINDOWS, account=account)
    if here.awake_from > here.now:
        why = _("Đang giờ nghỉ; đến sáng thì hết 24 giờ được nhắn riêng qua Messenger.")
        return without(PAGE, why, purpose=WINDOWS, account=account)
    return Way(
        PAGE,
        _("Nhắn riêng %(n)s hộ vừa nhắn cho trang trong 24 giờ qua Messenger: không tốn tiền.")
        % {"n": say_number(homes)},
        purpose=WINDOWS,
        account=account,
        starts_at=here.now,
        expects=homes // 2,
    )
