"""A calendar application asks for one person's shifts: the secret address is the key."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nhipcau.rosters.feed import calendar_of, owner_of


@never_cache
@require_safe
@login_not_required
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    staff = owner_of(token)
    if staff is None:
        raise Http404(_("Địa chỉ lịch này không còn mở được."))
    response = HttpResponse(calendar_of(staff), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="ca-truc.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response
