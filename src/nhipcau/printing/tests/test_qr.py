import io

from PIL import Image

from nhipcau.printing.qr import qr_file_svg, qr_png, qr_svg

URL = "https://songcau.example.vn/t/Ab3dE9xK"


def test_a_code_for_a_page_has_no_prologue():
    assert qr_svg(URL).startswith("<svg ")


def test_a_code_as_a_file_stands_alone():
    assert qr_file_svg(URL).startswith("<?xml")


def test_a_picture_of_a_code_has_its_quiet_border():
    with Image.open(io.BytesIO(qr_png(URL))) as picture:
        assert picture.getpixel((5, 5)) == picture.getpixel((39, 39))
        assert picture.size[0] >= 330
