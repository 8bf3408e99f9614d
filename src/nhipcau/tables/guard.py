"""Refuse a workbook that would swell in memory, before any of it is parsed.

The sizes a zip file declares can lie, so each part is inflated and counted; and every part that is
XML is looked through for how far its cells reach, whatever its name: any may be called a sheet.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers.expat import ExpatError

from nhipcau.tables.corner import Corner
from nhipcau.tables.faults import DAMAGED, TOO_BIG, UNKNOWN_FORMAT, TableFault

INFLATED_LIMIT = 400 * 1024 * 1024
LOCAL_HEADER = struct.Struct("<4s22xHH")
PIECE = 1024 * 1024
BOM = b"\xef\xbb\xbf"
SHEET_MARKS = (b"sheetData", b"table:table")
MARK_LENGTH = 16
BINARY_BOOK = "workbook.bin"  # XLSB, whose cells nobody counted


def check_archive(file: BinaryIO) -> list[str]:
    """The names inside a zip file, after all of it was seen to be of a bearable size."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError):
        raise TableFault(DAMAGED) from None
    if any(part.filename.lower().endswith(BINARY_BOOK) for part in parts):
        raise TableFault(UNKNOWN_FORMAT)
    left = INFLATED_LIMIT
    for part in parts:
        left -= _check_part(file, part, left)
    file.seek(0)
    return [part.filename for part in parts]


def _check_part(file: BinaryIO, part: zipfile.ZipInfo, allowed: int) -> int:
    """Drawings may be ill-formed. A sheet may not: nobody could say what a reader makes of it."""
    size, rest = 0, b""
    corner: Corner | None = None
    for piece in _inflate(file, part):
        if size == 0 and piece.removeprefix(BOM).lstrip()[:1] == b"<":
            corner = Corner()
        size += len(piece)
        if size > allowed:
            raise TableFault(TOO_BIG)
        corner = _fed(corner, piece)
        if corner is None and any(mark in rest + piece for mark in SHEET_MARKS):
            raise TableFault(DAMAGED)
        rest = piece[-MARK_LENGTH:]
    _fed(corner, b"", is_last=True)
    return size


def _fed(corner: Corner | None, piece: bytes, *, is_last: bool = False) -> Corner | None:
    """None from the first fault on."""
    if corner is None:
        return None
    try:
        corner.feed(piece, is_last=is_last)
    except ExpatError:
        if corner.is_sheet:
            raise TableFault(DAMAGED) from None
        return None
    return corner


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
