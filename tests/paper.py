"""What a printed page says to whoever reads it, and where its codes lead whoever scans them."""

import io
import subprocess
import unicodedata

import zxingcpp
from PIL import Image
from pypdf import PdfReader

DOTS_AN_INCH = "110"


def words_of(pdf: bytes) -> str:
    """All pages, with one space between words."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return unicodedata.normalize("NFC", " ".join(" ".join(pages).split()))


def codes_of(pdf: bytes) -> list[str]:
    """Of the first page, as a camera reads them."""
    asked = ["pdftoppm", "-r", DOTS_AN_INCH, "-gray", "-png", "-singlefile", "-"]
    picture = subprocess.run(asked, input=pdf, capture_output=True, check=True).stdout
    with Image.open(io.BytesIO(picture)) as page:
        return [found.text for found in zxingcpp.read_barcodes(page)]
