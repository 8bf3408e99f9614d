"""How my dossier stands: by number and the telephone's last digits, or by the receipt's code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.core.errors import DomainError
from nhipcau.counter.dossiers.look_up import by_key, find_dossier, open_key
from nhipcau.counter.dossiers.public import plainly
from nhipcau.counter.dossiers.rate import rate_dossier
from nhipcau.counter.models import Dossier, DossierRating
from nhipcau.pages.portal import limits
from nhipcau.pages.portal.asking import who_is_there
from nhipcau.pages.portal.place import locality_of, portal
from nhipcau.pages.portal.views import opening_lines
from nhipcau.rosters.models import Post


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@portal
def look_up(request: HttpRequest) -> HttpResponse:
    number, digits = request.GET.get("so", "")[:80], ""
    fault, status = "", 200
    if request.method == "POST":
        number, digits = request.POST.get("so", "")[:80], request.POST.get("duoi", "")[:8]
        found = None
        if limits.may_look_for_dossier(request):
            found = find_dossier(locality_of(request), number, digits)
        if found is not None:
            return redirect("portal_dossier", locality_of(request).slug, open_key(found))
        fault, status = _not_found(), 422
    context = {"number": number, "digits": digits, "fault": fault, "hours": opening_lines()}
    return render(request, "pages/portal/dossiers.html", context, status=status)


@require_safe
@never_cache
@portal
def dossier(request: HttpRequest, key: str) -> HttpResponse:
    found = _found(request, key)
    return _page(request, found, key) if found else _lost(request)


@require_POST
@portal
def rated(request: HttpRequest, key: str) -> HttpResponse:
    """One tap; whoever holds the receipt may change it."""
    found = _found(request, key)
    if found is None:
        return _lost(request)
    given = request.POST.get("score", "")
    try:
        score = int(given) if given.isdecimal() and len(given) < 3 else 0
        rate_dossier(found, score=score, text=request.POST.get("text", ""))
    except DomainError as fault:
        return _page(request, found, key, fault=fault.message, status=422)
    slug = locality_of(request).slug
    return redirect(f"/{slug}/ho-so/{key}/?xong=danh-gia")


def _found(request: HttpRequest, key: str) -> Dossier | None:
    """None also for who has tried hundreds of codes: it reads the same."""
    if not limits.may_look_up(request):
        return None
    found = by_key(key)
    if found is None:
        limits.note_lost(request)
    return found


def _lost(request: HttpRequest) -> HttpResponse:
    context = {"fault": _("Đường dẫn đã hết hạn hoặc chưa đúng. Bác tra lại dưới đây.")}
    return render(request, "pages/portal/dossiers.html", context, status=404)


def _page(
    request: HttpRequest, found: Dossier, key: str, *, fault: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "dossier": found,
        "key": key,
        "plain": plainly(found),
        "scores": [(int(one), one.label) for one in reversed(DossierRating.Score)],
        "done": request.GET.get("xong", ""),
        "fault": fault,
        "hours": opening_lines(),
        **who_is_there(found.locality, post=Post.DESK),
    }
    response = render(request, "pages/portal/dossier.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _not_found() -> str:
    """The same for a number that never was, wrong digits, and one who tried too often."""
    return _(
        "Chưa tìm thấy. Bác xem lại số hồ sơ trên phiếu hẹn và bốn số cuối điện thoại đã ghi khi "
        "nộp; thử quá nhiều lần thì chờ tới mai, hoặc gọi phường."
    )
