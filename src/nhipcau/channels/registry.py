"""Every channel with a transport: one line each. No decorators, no entry points."""

from nhipcau.channels.transport import Transport
from nhipcau.channels.transports.facebook_page import FacebookPage
from nhipcau.channels.transports.sms_esms import SmsEsms
from nhipcau.channels.transports.web_push import WebPush
from nhipcau.channels.transports.zalo_oa import ZaloOA

_ALL: tuple[type[Transport], ...] = (
    ZaloOA,
    FacebookPage,
    SmsEsms,
    WebPush,
)
TRANSPORTS: dict[str, type[Transport]] = {each.kind: each for each in _ALL}
