"""A sound file in the pieces that a player asks for: Safari plays nothing without that."""

import re

from django.db.models.fields.files import FieldFile
from django.http import HttpRequest, HttpResponse

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def send_sound(request: HttpRequest, kept: FieldFile) -> HttpResponse:
    """200 with the whole, 206 with a piece, 416 for a piece that is not there. Files are named by
    their content, so what was fetched stays right; that it may still be heard is asked each time.
    """
    size = kept.size
    first, last = 0, size - 1
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked and any(asked.groups()):
        first, last = _piece(asked.group(1), asked.group(2), size)
        if first > last:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with kept.open("rb") as file:
        file.seek(first)
        content = file.read(last - first + 1)
    response = HttpResponse(content, content_type="audio/mpeg", status=206 if asked else 200)
    if asked:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, max-age=86400"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _piece(first: str, last: str, size: int) -> tuple[int, int]:
    """The last n bytes, or from one to another; empty (first behind last) when there are none."""
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) else (1, 0)
    if int(first) >= size:
        return 1, 0
    return int(first), min(int(last), size - 1) if last else size - 1
