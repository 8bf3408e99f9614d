"""An account's transport: made from its settings, its opened secrets, and what only we know."""

from collections.abc import Mapping

from django.conf import settings as installed
from django.utils.translation import gettext as _

from nhipcau.channels.ask import bases_of
from nhipcau.channels.models import Account, ChannelKind
from nhipcau.channels.registry import TRANSPORTS
from nhipcau.channels.transport import OnLine, Transport
from nhipcau.channels.unsubscribe import key_of
from nhipcau.channels.wire import Remote
from nhipcau.core.language import house_language, own_language

UNSUBSCRIBE = "/thu/ngung/"


def transport_of(account: Account, secrets: Mapping[str, str]) -> Transport:
    settings = account.settings
    if account.kind == ChannelKind.EMAIL:
        settings = {**settings, **_of_letters(account)}
        secrets = {**secrets, "unsubscribe_key": key_of(installed.SECRET_KEY, account.pk)}
    return TRANSPORTS[account.speaks](settings, secrets)


def _of_letters(account: Account) -> dict[str, str]:
    """What nobody types: whose letter it is, and the few words of ours in it."""
    with house_language():
        return {
            "account": str(account.pk),
            "unsubscribe_url": installed.BASE_URL + UNSUBSCRIBE,
            "language": own_language(),
            "open_word": _("Mở thông báo"),
            "stop_word": _("Ngừng nhận thư này"),
        }


def remote_of(account: Account, secrets: Mapping[str, str]) -> Remote:
    transport = transport_of(account, secrets)
    line = transport.line if isinstance(transport, OnLine) else None
    return Remote(transport, bases_of(account.speaks), line, account.pk)
