import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from nhipcau.core.errors import BadInput
from nhipcau.pages.photos import LONGEST_SIDE, tidy_photo

GPS, ORIENTATION = 0x8825, 0x0112


def photo(size=(3000, 1000), **saved) -> SimpleUploadedFile:
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, "JPEG", **saved)
    return SimpleUploadedFile("IMG_2023.jpg", made.getvalue(), content_type="image/jpeg")


def test_a_photo_is_made_small_and_forgets_where_it_was_taken():
    exif = Image.Exif()
    exif[GPS] = {1: "N", 2: (22.0, 8.0, 0.0)}
    exif[ORIENTATION] = 6
    with Image.open(tidy_photo(photo(exif=exif))) as kept:
        assert not dict(kept.getexif())
        assert kept.size == (LONGEST_SIDE // 3, LONGEST_SIDE)  # turned upright as well


def test_no_photo_is_no_photo():
    assert tidy_photo(None) is None


@pytest.mark.parametrize("content", [b"", b"<script>", b"\xff\xd8\xff", b"GIF89a" + b"\0" * 20])
def test_what_is_no_picture_is_refused_in_words(content):
    with pytest.raises(BadInput) as said:
        tidy_photo(SimpleUploadedFile("x.jpg", content))
    assert said.value.field == "photo" and "ảnh" in said.value.message


def test_a_picture_that_would_fill_the_memory_is_refused(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(BadInput):
        tidy_photo(photo())


def test_a_blank_picture_of_very_many_points_is_not_even_opened(monkeypatch):
    monkeypatch.setattr("nhipcau.pages.photos.MOST_POINTS", 3_000_000)
    made = io.BytesIO()
    Image.new("1", (2000, 2000)).save(made, "PNG")
    with pytest.raises(BadInput):
        tidy_photo(SimpleUploadedFile("x.png", made.getvalue()))
    with Image.open(tidy_photo(photo((3200, 3200)))) as kept:  # read at half its size
        assert kept.size == (LONGEST_SIDE, LONGEST_SIDE)


def test_a_photo_of_30_megabytes_is_refused(settings):
    settings.UPLOAD_LIMIT_BYTES = 10
    with pytest.raises(BadInput):
        tidy_photo(photo())
