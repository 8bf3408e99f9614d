"""Every channel with a transport: one line each. No decorators, no entry points.

The key is what an account speaks (Account.speaks): its kind, or its kind and its gateway.
"""

from nhipcau.channels.transport import Transport
from nhipcau.channels.transports.email import Email
from nhipcau.channels.transports.facebook_page import FacebookPage
from nhipcau.channels.transports.sms_esms import SmsEsms
from nhipcau.channels.transports.sms_smpp import SmsSmpp
from nhipcau.channels.transports.sms_viettel import SmsViettel
from nhipcau.channels.transports.web_push import WebPush
from nhipcau.channels.transports.zalo_bot import ZaloBot
from nhipcau.channels.transports.zalo_oa import ZaloOA
from nhipcau.channels.transports.zalo_template import ZaloTemplate

_ALL: tuple[type[Transport], ...] = (
    ZaloOA,
    FacebookPage,
    SmsEsms,
    WebPush,
    SmsViettel,
    SmsSmpp,
    Email,
    ZaloTemplate,
    ZaloBot,
)
TRANSPORTS: dict[str, type[Transport]] = {each.kind: each for each in _ALL}
