"""A playbook as it comes, a folder or a zip, read into memory within limits and without leaving it.

Nothing is ever unpacked to disk: names that climb out, links and bombs have nothing to climb into.
"""

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from stat import S_ISLNK
from struct import error as StructError
from typing import BinaryIO, Final

from django.utils.translation import gettext as _

from nhipcau.replication.playbook.faults import Broken, broken

MANIFEST: Final = "playbook.yaml"
ASSETS: Final = "assets"
MOST_FILES: Final = 400
LARGEST_FILE: Final = 8 * 1024 * 1024
LARGEST_ALL: Final = 32 * 1024 * 1024
MOST_RATIO: Final = 200
PIECE: Final = 256 * 1024
# What a folder in git holds beside the playbook, which is nobody's business here.
BESIDE = re.compile(
    r"(\..*|README.*|LICENSE.*|CHANGELOG.*|.*\.md|Thumbs\.db|desktop\.ini)", re.IGNORECASE
)
OF_A_MAC: Final = "__MACOSX/"  # what its archiver adds beside the folder
Files = dict[str, bytes]
# What the standard library raises of bytes that were changed on their way.
DAMAGED: Final = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError),
    *(zlib.error, lzma.LZMAError, StructError, UnicodeDecodeError),
)


def open_files(source: Path) -> Files:
    """Path inside the playbook → content. Raises Broken; reads nothing outside `source`."""
    if source.is_dir():
        return _whole(dict(_of_folder(source)))
    if source.suffix.lower() == ".zip" and source.is_file():
        with source.open("rb") as opened:
            return open_zip(opened)
    raise Broken(
        _("Không thấy bộ mẫu ở %(where)s: cần một thư mục hoặc một tệp .zip.") % {"where": source}
    )


def open_zip(file: BinaryIO) -> Files:
    try:
        with zipfile.ZipFile(file) as archive:
            return _whole(dict(_of_zip(archive)))
    except DAMAGED:
        raise Broken(_("Tệp .zip này hỏng, không mở được.")) from None


def _whole(files: Files) -> Files:
    if MANIFEST not in files:
        raise Broken(_("Không phải bộ mẫu: thiếu tệp %(name)s.") % {"name": MANIFEST})
    return files


def _of_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    left = LARGEST_ALL
    for number, path in enumerate(_paths(folder)):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not path.is_file():
            raise broken(_("chỉ nhận tệp thường, không nhận liên kết."), file=name)
        size = path.stat().st_size
        left -= size
        _must_bear(name, size, left, number)
        yield name, path.read_bytes()


def _paths(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name == ASSETS:
            if path.is_symlink():
                raise broken(_("chỉ nhận tệp thường, không nhận liên kết."), file=ASSETS)
            yield from sorted(path.iterdir())
        elif not BESIDE.fullmatch(path.name):
            yield path


def _of_zip(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    parts = [
        part
        for part in archive.infolist()
        if not part.is_dir() and not part.filename.startswith(OF_A_MAC)
    ]
    if len(parts) > 2 * MOST_FILES:
        raise _too_many()
    for part in parts:
        _must_stay_inside(part)
    top = _top([part.filename for part in parts])
    left, number, seen = LARGEST_ALL, 0, set()
    for part in parts:
        name = part.filename.removeprefix(top)
        if BESIDE.fullmatch(name.partition("/")[0]):
            continue
        if name in seen:
            raise broken(_("tên này có hai lần trong tệp .zip."), file=name)
        seen.add(name)
        content = _inflate(archive, part, name, left)
        left -= len(content)
        _must_bear(name, len(content), left, number)
        number += 1
        yield name, content


def _must_stay_inside(part: zipfile.ZipInfo) -> None:
    name = part.filename
    climbs = ".." in PurePosixPath(name).parts or name.startswith("/")
    if climbs or "\\" in part.orig_filename or ":" in name or "\0" in part.orig_filename:
        raise broken(_("đường dẫn đi ra ngoài bộ mẫu."), file=_shown(name))
    if S_ISLNK(part.external_attr >> 16):
        raise broken(_("chỉ nhận tệp thường, không nhận liên kết."), file=_shown(name))
    if part.flag_bits & 1:
        raise broken(_("tệp .zip có mật khẩu, không mở được."), file=_shown(name))


def _top(names: list[str]) -> str:
    """People zip the folder: then all stands below one name."""
    if MANIFEST in names:
        return ""
    tops = {name.partition("/")[0] for name in names}
    return f"{tops.pop()}/" if len(tops) == 1 else ""


def _inflate(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, left: int) -> bytes:
    """Counted while it is inflated: the sizes that a zip declares can lie."""
    allowed = min(LARGEST_FILE, left, max(PIECE, part.compress_size * MOST_RATIO))
    pieces, size = [], 0
    with archive.open(part) as opened:
        while piece := opened.read(PIECE):
            size += len(piece)
            if size > allowed:
                raise _too_big(name)
            pieces.append(piece)
    return b"".join(pieces)


def _must_bear(name: str, size: int, left: int, number: int) -> None:
    if size > LARGEST_FILE or left < 0:
        raise _too_big(name)
    if number >= MOST_FILES:
        raise _too_many()


def _too_big(name: str) -> Broken:
    return broken(
        _("quá lớn. Mỗi tệp nhiều nhất 8 MB, cả bộ mẫu nhiều nhất 32 MB."), file=_shown(name)
    )


def _too_many() -> Broken:
    return Broken(_("Bộ mẫu có quá nhiều tệp: nhiều nhất %(most)d.") % {"most": MOST_FILES})


def _shown(name: str) -> str:
    return name[:80]
