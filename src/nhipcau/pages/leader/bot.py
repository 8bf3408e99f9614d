"""Six digits for the ward's bot: a leader writes them to it, and is told by it from then on."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.pages.leader.views import staff_of
from nhipcau.people.guards import phone
from nhipcau.people.link_codes import make_staff_code


def ward_bot() -> Account | None:
    """The locality's working bot, which hears us."""
    found = Account.objects.filter(kind=ChannelKind.ZALO_BOT, state=Account.State.WORKING)
    return found.filter(settings__has_key="updates").order_by("id").first()


@never_cache
@phone
def bot_code(request: HttpRequest) -> HttpResponse:
    """The code is shown once, on the page that made it, and works for fifteen minutes."""
    account = ward_bot()
    if account is None:
        raise Http404(_("Phường chưa có Zalo Bot đang hoạt động."))
    staff = staff_of(request)
    made = make_staff_code(staff, by=staff.actor) if request.method == "POST" else None
    name = account.settings.get("facts", {}).get("name") or account.name
    context = {"made": made, "bot_name": name}
    return render(request, "pages/leader/bot_code.html", context)
