"""QR codes as pictures. Level M: readable with an eighth of it dirty or torn."""

import io

import segno


def qr_svg(url: str) -> str:
    """An inline SVG that fills its box, on the page as in print; with its quiet border."""
    made = segno.make(url, error="m")
    return str(made.svg_inline(scale=1, omitsize=True, light="#fff", dark="#16201f"))


def qr_png(url: str, *, scale: int = 10) -> bytes:
    """A PNG to send on or to put into another document."""
    out = io.BytesIO()
    segno.make(url, error="m").save(out, kind="png", scale=scale, border=4)
    return out.getvalue()


def qr_file_svg(url: str) -> str:
    """An SVG that stands alone as a file."""
    out = io.BytesIO()
    segno.make(url, error="m").save(out, kind="svg", scale=8, light="#fff", dark="#16201f")
    return out.getvalue().decode()
