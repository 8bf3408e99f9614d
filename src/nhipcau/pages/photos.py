"""A photo from somebody's telephone: made small, and stripped of where and when it was taken."""

import io

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from nhipcau.core.errors import BadInput

LONGEST_SIDE = 1600
QUALITY = 80
# A blank picture of 170 million points is half a megabyte to send and a gigabyte to open. Of a JPEG
# only as many are read as are kept, so a telephone's largest are welcome.
MOST_POINTS = 25_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")


def tidy_photo(given: "UploadedFile[bytes] | None") -> "UploadedFile[bytes] | None":
    """None stays None. A telephone writes the place into its pictures; nothing of it is kept."""
    if given is None:
        return None
    if given.size is None or given.size > settings.UPLOAD_LIMIT_BYTES:
        raise BadInput(_("Ảnh quá lớn, nhiều nhất 20 MB."), field="photo")
    try:
        with Image.open(given, formats=FORMATS) as picture:
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            if picture.width * picture.height > MOST_POINTS:
                raise Image.DecompressionBombError
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as fault:
        raise BadInput(_("Tệp này không phải ảnh đọc được."), field="photo") from fault
    except Image.DecompressionBombError as fault:
        raise BadInput(_("Ảnh quá lớn, nhiều nhất 20 MB."), field="photo") from fault
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    kept = io.BytesIO()
    upright.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return SimpleUploadedFile("anh.jpg", kept.getvalue(), content_type="image/jpeg")
