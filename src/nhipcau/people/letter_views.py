"""Where the link in a letter leads: stop letters. The signature in the address is the key.

A look changes nothing: mail scanners open every link. The mail program's own button posts here
without a page (RFC 8058), so this form carries no token of ours either.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from nhipcau.channels import unsubscribe
from nhipcau.core.actor import resident
from nhipcau.people.contacts import stop_letters
from nhipcau.people.models import ContactPoint
from nhipcau.places.row_security import by_its_key


@csrf_exempt
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    contact = _found(token)
    request.locality = contact.locality  # type: ignore[attr-defined]
    with scope(locality=contact.locality):
        if request.method == "POST":
            stop_letters(contact, by=resident(contact.household_id))
            contact.refresh_from_db()
        context = {"contact": contact, "token": token, "hidden": _hidden(contact.value)}
        return render(request, "people/letters_stop.html", context)


def _found(token: str) -> ContactPoint:
    """The same answer for a forged link and for an address that was erased."""
    said = unsubscribe.read(token)
    if said is not None:
        account, contact, mac = said
        key = unsubscribe.key_of(settings.SECRET_KEY, account)
        if unsubscribe.is_signed(key, account, contact, mac):
            with by_its_key():  # a stranger: the signed contact names the locality
                contacts = ContactPoint.objects.select_related("locality")
                found = contacts.filter(pk=contact, kind=ContactPoint.Kind.EMAIL).first()
            if found is not None:
                return found
    raise Http404(_("Đường dẫn này không đúng hoặc không còn dùng."))


def _hidden(address: str) -> str:
    """Enough for its owner; a forwarded letter shows nobody's address."""
    local, _at, domain = address.partition("@")
    return f"{local[:2]}…@{domain}"
