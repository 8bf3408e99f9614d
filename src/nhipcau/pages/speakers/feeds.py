"""The same list for machines: JSON Feed with times for a player that thinks, Atom with enclosures
for one that plays whatever stands in a feed, which is therefore only what may sound now."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nhipcau.core.clock import civil_now
from nhipcau.core.language import own_language
from nhipcau.outreach.models import Speaker
from nhipcau.outreach.playing import Due, due_for
from nhipcau.pages.speakers.views import by_key
from nhipcau.people.secret_addresses import note_seen

MIME = "audio/mpeg"


@require_safe
@by_key
def json_feed(request: HttpRequest, speaker: Speaker) -> HttpResponse:
    """https://jsonfeed.org/version/1.1; `_loa` holds seconds from now, whatever the device's clock
    says: from when, until when, and whether it is an emergency."""
    now = civil_now()
    note_seen(speaker)
    items = [
        {
            "id": f"{due.version.pk}-{due.audio.source}-{due.times}",
            "title": due.version.title,
            "content_text": due.version.title,
            "date_published": _moment(due),
            "attachments": [
                {
                    "url": sound_path(request, due),
                    "mime_type": MIME,
                    "size_in_bytes": due.audio.size,
                    "duration_in_seconds": due.audio.seconds,
                }
            ],
            "_loa": {
                "version": due.version.pk,
                "in": max(0, round((due.at - now).total_seconds())),
                "until": round((due.until - now).total_seconds()),
                "is_emergency": due.is_emergency,
            },
        }
        for due in due_for(speaker, now)
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": speaker.name,
        "items": items,
    }
    return JsonResponse(feed, json_dumps_params={"ensure_ascii": False})


@require_safe
@by_key
def atom_feed(request: HttpRequest, speaker: Speaker) -> HttpResponse:
    now = civil_now()
    note_seen(speaker)
    feed = Atom1Feed(
        title=speaker.name,
        link=settings.BASE_URL + f"/{speaker.locality.slug}/",
        description=_("Thông báo đến giờ phát"),
        language=own_language(),
    )
    for due in due_for(speaker, now):
        if due.at <= now:
            url = settings.BASE_URL + sound_path(request, due)
            feed.add_item(
                title=due.version.title,
                link=f"{settings.BASE_URL}/{speaker.locality.slug}/thong-bao/{due.version.notice_id}/",
                description=due.version.title,
                pubdate=due.version.published_at,
                updateddate=due.audio.made_at,
                unique_id=f"urn:nhipcau:loa:{due.version.pk}:{due.audio.source}:{due.times}",
                enclosures=[Enclosure(url, str(due.audio.size), MIME)],
            )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml")


def sound_path(request: HttpRequest, due: Due) -> str:
    token: Any = request.token  # type: ignore[attr-defined]
    return reverse("speaker_sound", args=[token, due.version.pk, due.audio.source])


def _moment(due: Due) -> str:
    return (due.version.published_at or due.at).isoformat()
