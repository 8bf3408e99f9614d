"""The residents' portal: what is on now, one notice, older ones, the paper behind a notice."""

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhipcau.notices.heard import checked_recordings
from nhipcau.outreach.thanks import newest_thanks
from nhipcau.pages.portal import notices, reading
from nhipcau.pages.portal.asking import who_is_there
from nhipcau.pages.portal.place import locality_of, portal
from nhipcau.pages.ranges import send_sound
from nhipcau.people.oa_groups import oa_account
from nhipcau.places.lineage import successor_of
from nhipcau.places.models import Locality, OpeningHours
from nhipcau.places.queries import what_became_of
from nhipcau.text.dates import WEEKDAYS

A_PAGE = 20
ZALO = "https://zalo.me"


@require_safe
@portal
def home(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("tim", "").strip()[:80]
    page = Paginator(notices.older(), A_PAGE).get_page(request.GET.get("trang"))
    return render(
        request,
        "pages/portal/home.html",
        {
            "words": words,
            "found": notices.search(words) if words else [],
            "current": notices.current() if page.number == 1 else [],
            "older": page,
            "thanks": newest_thanks() if page.number == 1 and not words else [],
            "hours": opening_lines(),
            "became": what_became_of(locality_of(request).unit),
            "came_by": _former(request),
            **(who_is_there(locality_of(request)) if page.number == 1 and not words else {}),
        },
    )


@require_safe
@portal
def notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    version = notices.find(notice_id, locality_of(request))
    reader = reading.who_reads(request, version)
    reading.opened(reader, version)
    return reading.show(request, version, reader)


@require_safe
@portal
def paper(request: HttpRequest, notice_id: int) -> FileResponse:
    """The signed paper itself, as it came."""
    version = notices.find(notice_id, locality_of(request))
    kept = version.notice.paper
    if kept is None or not kept.file or version.state != version.State.PUBLISHED:
        raise Http404(_("Thông báo này không kèm giấy."))
    name = kept.file_name or "giay.pdf"
    is_safe_inline = name.lower().endswith((".pdf", ".jpg", ".jpeg", ".png"))
    return FileResponse(kept.file.open("rb"), filename=name, as_attachment=not is_safe_inline)


@require_safe
@portal
def voice(request: HttpRequest, notice_id: int, recording_id: int) -> HttpResponse:
    """A recording that somebody checked, of the notice as it stands now."""
    version = notices.find(notice_id, locality_of(request))
    heard = checked_recordings(version) if version.state == version.State.PUBLISHED else []
    row = next((row for row in heard if row.pk == recording_id), None)
    if row is None:
        raise Http404(_("Không có bản ghi âm này."))
    return send_sound(request, row.audio)


@require_safe
@portal
def zalo(request: HttpRequest) -> HttpResponse:
    """Where the code of the OA leads: our own address on the wall, whatever account there is."""
    account = oa_account(locality_of(request).pk)
    context = {"account": account, "url": f"{ZALO}/{account.external_id}" if account else ""}
    return render(request, "pages/portal/zalo.html", context)


def _former(request: HttpRequest) -> str:
    """Whose old address led here, when nothing else could be shown for it."""
    slug = request.GET.get("tu", "")[:60]
    known = Locality.objects.filter(slug=slug, closed_at__isnull=False).first() if slug else None
    heir = successor_of(known) if known else None
    return known.name if known and heir == locality_of(request) else ""


def opening_lines() -> list[tuple[str, str]]:
    """By day: "07:30 – 11:30, 13:30 – 17:00"."""
    spans: dict[int, list[str]] = {}
    for row in OpeningHours.objects.order_by("weekday", "opens"):
        spans.setdefault(row.weekday, []).append(f"{row.opens:%H:%M} – {row.closes:%H:%M}")
    return [(str(WEEKDAYS[day]), ", ".join(said)) for day, said in spans.items()]
