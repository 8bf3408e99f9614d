"""Thank you, in public: by numbers, by name who agreed; and the way to take that back."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.outreach.photos import public_photos, send_photo
from nhipcau.outreach.thanks import agree_no_more, public_thanks, say_thanks
from nhipcau.pages.portal.answers import version_and_reader
from nhipcau.pages.portal.place import portal
from nhipcau.pages.portal.reading import back_to

SHOWN = 12


@require_safe
@portal
def thanks(request: HttpRequest) -> HttpResponse:
    rows = [row for row in public_thanks()[:SHOWN] if row.notice.current_id]
    context = {"said": [say_thanks(row) for row in rows]}
    return render(request, "pages/portal/thanks.html", context)


@require_safe
@portal
def photo(request: HttpRequest, photo_id: int) -> FileResponse:
    found = public_photos().filter(pk=photo_id).first()
    if found is None:
        raise Http404(_("Không có ảnh này."))
    return send_photo(found, seconds=60)  # an agreement may be taken back


@require_POST
@portal
def no_more(request: HttpRequest, notice_id: int) -> HttpResponse:
    """The same reply whether this browser's house was found or not."""
    version, reader = version_and_reader(request, notice_id)
    if reader.household is not None:
        agree_no_more(reader.household)
    return redirect(f"{back_to(request, reader, version)}?xong=thoi-ten")
