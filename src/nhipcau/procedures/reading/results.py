"""What comes out of a procedure, and the documents behind it, cut at the seams of the crawl."""

import re

from nhipcau.procedures.reading.cells import is_nothing
from nhipcau.procedures.reading.letters import LOWER, UPPER
from nhipcau.text.fold import tidy, tidy_lines

# The page's own furniture begins behind the keywords and their description.
FURNITURE = re.compile(
    r"Từ khóa(?P<keywords>.*?)Mô tả(?P<about>.*?)(?:Chọn cơ quan thực hiện.*)?\Z", re.DOTALL
)
CODED = re.compile(
    rf"\s*Mã:\s*(?P<code>(?:KQ\.)?[{UPPER}]+\d*(?:[.-]\d+)+|[^\s{LOWER}]+?)"
    rf"(?=[{UPPER}][{LOWER}]|[{UPPER}]{{2,}} |\s|\Z|[-+*(])"
)

HEADINGS = re.compile(r"\s*Tên văn bản pháp lý\s*Mã văn bản\s*")
KINDS = "Luật|Nghị định|Thông tư liên tịch|Thông tư|Quyết định|Nghị quyết|Pháp lệnh"
# Who publishes: a known ending may be followed by a small letter, an unknown one may not.
KNOWN = (
    "UBTƯMTTQVN|BLĐTBXH|VKSNDTC|BNNPTNT|BVHTTDL|TANDTC|BTNMT|BNNMT|BGTVT|BGDĐT|BKHĐT|BKHCN|"
    "BTTTT|BDTTG|BHXH|VPCP|BNN|NHNN|TTCP|UBND|HĐND|UBDT|BTC|BTP|BCA|BCT|BXD|BNV|BYT|BQP|BNG|TTg|CP"
)
SIGN = (
    rf"(?:[{UPPER}]+-)*(?:QH\d\d|(?:{KNOWN})|(?:[{UPPER}](?![{LOWER}]))+\d?(?!\d))(?:-(?:{KNOWN}))*"
)
SEAM = re.compile(
    rf"(?:(?<![\s/(\d-])(?<!QH)|(?<=(?:19|20)\d\d)|(?<=QH\d\d))"
    rf"(?P<code>(?:(?:{KINDS})(?: số)? ?)?\d{{1,5}}(?:\.\d{{1,2}})?/(?:\d{{4}}/)?{SIGN})"
    rf"(?=[{UPPER}][{LOWER}]|[{UPPER}]{{2}}|\Z|\s*\n|\s+[{UPPER}]|[{LOWER}]|\d)"
)


def split_result(glued: str) -> tuple[str, dict[str, str]]:
    """(results, one a line with their code, {heading: text of what else was told})."""
    found = FURNITURE.search(glued)
    said = glued[: found.start()] if found else glued.partition("Chọn cơ quan thực hiện")[0]
    extra = {}
    if found:
        told = {"Từ khóa": found["keywords"], "Mô tả kết quả": found["about"]}
        extra = {name: tidy_lines(text) for name, text in told.items() if not is_nothing(text)}
    lines, begin = [], 0
    for code in CODED.finditer(said):
        lines.append(f"{tidy_lines(said[begin : code.start()])} ({code['code']})".strip())
        begin = code.end()
    lines.append(tidy_lines(said[begin:]))
    kept = "\n".join(line for line in lines if line)
    return ("" if is_nothing(kept) else kept), extra


def split_legal(glued: str) -> str:
    """One document a line. Only line breaks are put in: a wrong seam loses nothing."""
    said = HEADINGS.sub("", glued, count=1)
    if is_nothing(said):
        return ""
    lines, begin = [], 0
    for seam in SEAM.finditer(said):
        name = tidy(said[begin : seam.start()])
        if not name:  # the name itself begins with a number
            continue
        number = re.sub(r"^[^\d]*", "", seam["code"])
        lines.append(name if number in name else f"{name} ({seam['code']})")
        begin = seam.end()
    lines.append(tidy_lines(said[begin:]))
    kept = "\n".join(line for line in lines if line)
    return re.sub(rf"({KINDS})(?=\d)", r"\1 ", kept)
