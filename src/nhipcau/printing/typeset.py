"""One layout and its values become a PDF. Values travel as JSON: nothing a person wrote is ever
read as markup, and no system font or network is used."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).parent
LAYOUTS = HERE / "layouts"


def typeset(layout: str, values: dict[str, Any]) -> bytes:
    """The PDF of `layouts/<layout>.typ` over `values`."""
    made = typst.compile(
        str(LAYOUTS / f"{layout}.typ"),
        root=str(LAYOUTS),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(values, ensure_ascii=False)},
        format="pdf",
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single file")
    return made


@cache
def _fonts() -> typst.Fonts:
    """Read once a process: it costs ten times what a page does."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(HERE / "fonts")],
    )
