"""What a loudspeaker sees: a page with one big button, the list it asks for, the sound, and where
it says that it has played. Its address is its key; nobody signs in."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django_scopes import scope

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput
from nhipcau.notices.models import Audio, NoticeVersion
from nhipcau.outreach.models import Speaker
from nhipcau.outreach.playing import due_for, is_within_hours, lately_played, record_played
from nhipcau.outreach.speakers import speaker_of
from nhipcau.pages.ranges import send_sound
from nhipcau.pages.security import CONTENT
from nhipcau.people.secret_addresses import note_seen
from nhipcau.places.hours import loudspeaker_spans

P = ParamSpec("P")
OUT = (NoticeVersion.State.PUBLISHED, NoticeVersion.State.SUPERSEDED, NoticeVersion.State.WITHDRAWN)


def by_key(
    view: Callable[Concatenate[HttpRequest, Speaker, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Public: the key in the address opens the scope. A key that was taken back is nobody's."""

    @login_not_required
    @wraps(view)
    def opened(request: HttpRequest, /, token: str, *args: P.args, **kwargs: P.kwargs) -> Any:
        speaker = speaker_of(token)
        if speaker is None:
            raise Http404(_("Địa chỉ loa này không dùng được nữa. Hãy hỏi phường địa chỉ mới."))
        context: Any = request
        context.locality, context.token = speaker.locality, token
        with scope(locality=speaker.locality):
            response = view(request, speaker, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return opened


@require_safe
@by_key
def player(request: HttpRequest, speaker: Speaker) -> HttpResponse:
    now = civil_now()
    note_seen(speaker)
    context = {
        "speaker": speaker,
        "token": request.token,  # type: ignore[attr-defined]
        "due": [(one, uuid.uuid4()) for one in due_for(speaker, now)],
        "now": now,
        "played": lately_played(speaker, now),
        "hours": loudspeaker_spans(speaker.locality),
        "is_open": is_within_hours(speaker, now),
    }
    response = render(request, "pages/speakers/player.html", context)
    response.headers["Content-Security-Policy"] = f"{CONTENT}; media-src 'self' blob:"
    return response


@require_safe
@by_key
def sound(request: HttpRequest, speaker: Speaker, version_id: int, source: str) -> HttpResponse:
    """Nothing of a notice that was taken back, and nothing that was made of an older script."""
    audio = get_object_or_404(
        Audio,
        version=version_id,
        source=source,
        state=Audio.State.MADE,
        version__state=NoticeVersion.State.PUBLISHED,
    )
    return send_sound(request, audio.file)


@csrf_exempt  # a device has no session to protect: the key in its address is what it must know
@require_POST
@by_key
def played(request: HttpRequest, speaker: Speaker) -> HttpResponse:
    """ "I have said it": version, a key of the device's own making, how long ago, how long."""
    version = _version(request.POST.get("version", ""))
    try:
        key = uuid.UUID(request.POST.get("key", ""))
        seconds = float(request.POST.get("seconds", ""))
        ago = timedelta(seconds=min(max(float(request.POST.get("ago", "0")), 0), 10**7))
        is_new = record_played(speaker, version, key=key, ago=ago, seconds=seconds)
    except (ValueError, OverflowError, BadInput):
        return HttpResponse(_("Không đọc được lượt phát."), status=400, content_type="text/plain")
    if "form" in request.POST:
        return redirect("speaker_page", request.token)  # type: ignore[attr-defined]
    return HttpResponse(status=201 if is_new else 200)


def _version(written: str) -> NoticeVersion:
    rows = NoticeVersion.objects.select_related("notice").filter(state__in=OUT)
    return get_object_or_404(rows, pk=written if written.isdecimal() and len(written) < 15 else 0)
