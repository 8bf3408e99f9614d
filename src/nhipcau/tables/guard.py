"""Refuse a workbook that would swell in memory, before any of it is parsed.

The sizes a zip file declares can lie, so each part is inflated and counted. One value in the last
cell of a sheet makes the reader lay out every cell before it, so the corner is looked for too.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from nhipcau.tables.faults import DAMAGED, TOO_BIG, TableFault

INFLATED_LIMIT = 400 * 1024 * 1024
CELLS_LIMIT = 20_000_000
LOCAL_HEADER = struct.Struct("<4s22xHH")
PIECE = 1024 * 1024
# A cell with something in it; a styled empty one closes itself (`<c r="A9" s="1"/>`).
FILLED_CELL = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})(\d{1,7})"[^>]*[^/]>')
LONGEST_TAG = 200


def check_archive(file: BinaryIO) -> list[str]:
    """The names inside a zip file, after all of it was seen to be of a bearable size."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError):
        raise TableFault(DAMAGED) from None
    left = INFLATED_LIMIT
    for part in parts:
        left -= _check_part(file, part, left)
    file.seek(0)
    return [part.filename for part in parts]


def _check_part(file: BinaryIO, part: zipfile.ZipInfo, allowed: int) -> int:
    is_sheet = part.filename.startswith("xl/worksheets/sheet")
    size, rest = 0, b""
    last_row = last_column = 0
    for piece in _inflate(file, part):
        size += len(piece)
        if size > allowed:
            raise TableFault(TOO_BIG)
        if is_sheet:
            for column, row in FILLED_CELL.findall(rest + piece):
                last_row = max(last_row, int(row))
                last_column = max(last_column, column_number(column.decode()))
            rest = piece[-LONGEST_TAG:]
    if last_row * last_column > CELLS_LIMIT:
        raise TableFault(TOO_BIG)
    return size


def _inflate(file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    file.seek(part.header_offset)
    header = file.read(LOCAL_HEADER.size)
    if len(header) < LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
        raise TableFault(DAMAGED)
    _signature, name, extra = LOCAL_HEADER.unpack(header)
    file.seek(name + extra, 1)
    left = part.compress_size
    if part.compress_type == zipfile.ZIP_STORED:
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise TableFault(DAMAGED)
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while left > 0 and (packed := file.read(min(PIECE, left))):
            left -= len(packed)
            while packed:
                yield engine.decompress(packed, PIECE)
                packed = engine.unconsumed_tail
        yield engine.flush()
    except zlib.error:
        raise TableFault(DAMAGED) from None


def column_number(letters: str) -> int:
    """ "A" → 1, "AA" → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(index: int) -> str:
    """0 → "A", 26 → "AA": how a spreadsheet names the column of a cell's index."""
    letters, rest = "", index + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        letters = chr(65 + place) + letters
    return letters
