"""What a locality works by, as the files of a playbook: nobody's data, the same bytes each time."""

import io
import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.core.errors import BadInput
from nhipcau.places.models import Locality
from nhipcau.replication.models import AppliedItem, AppliedPlaybook, PlaybookFile
from nhipcau.replication.playbook.collect import collect
from nhipcau.replication.playbook.files import ASSETS, MANIFEST, Files
from nhipcau.replication.playbook.manifest import FORMAT, LICENCE, Manifest
from nhipcau.replication.playbook.shape import digest_of, plain_of, texts_of
from nhipcau.replication.playbook.theme import Found, Place
from nhipcau.replication.playbook.themes.all import BY_NAME, THEMES
from nhipcau.replication.playbook.words import PlaceWords
from nhipcau.replication.playbook.yaml_out import write_yaml

ABOUT_MANIFEST = "Bộ mẫu Nhịp Cầu: cách làm của một địa bàn, không có dữ liệu của ai."
Items = dict[str, dict[str, Found]]


def export_playbook(locality: Locality) -> Files:
    """Reads, inside the scope."""
    place, words = Place(locality), PlaceWords(locality)
    items = {theme.name: collect(place, theme, words, with_life=True) for theme in THEMES}
    _drop_what_is_usual(locality, items)
    _drop_what_is_not_there(items)
    files: Files = {MANIFEST: _manifest_file(_manifest(locality, items))}
    for theme in THEMES:
        if items[theme.name]:
            said = {key: plain_of(one.item) for key, one in items[theme.name].items()}
            files[theme.file] = write_yaml(said, remark=theme.remark)
    return files | _assets(items)


def write_folder(files: Files, folder: Path) -> None:
    """Beside and then into place. A folder that is something else is not touched."""
    if folder.exists() and (not folder.is_dir() or _is_something_else(folder)):
        raise BadInput(
            _("%(where)s đã có và không phải một bộ mẫu. Hãy chọn thư mục khác.")
            % {"where": folder}
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name in _written_before(folder):
        if name not in files:
            (folder / name).unlink()
    for name, raw in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        fresh = path.with_name(f".{path.name}.new")
        fresh.write_bytes(raw)
        fresh.replace(path)
    if not any(name.startswith(f"{ASSETS}/") for name in files):
        shutil.rmtree(folder / ASSETS, ignore_errors=True)


def zip_of(files: Files, folder: str) -> bytes:
    """The same bytes for the same files, below one folder."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{name}")  # of 1980, whenever it is made
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return made.getvalue()


def _is_something_else(folder: Path) -> bool:
    return any(folder.iterdir()) and not (folder / MANIFEST).is_file()


def _written_before(folder: Path) -> Iterable[str]:
    for name in BY_NAME:
        if (folder / f"{name}.yaml").is_file():
            yield f"{name}.yaml"
    if (folder / ASSETS).is_dir():
        yield from (f"{ASSETS}/{path.name}" for path in (folder / ASSETS).iterdir())


def _manifest(locality: Locality, items: Items) -> Manifest:
    """As the playbook that is followed says it, while nothing here says otherwise."""
    applied = AppliedPlaybook.objects.filter(locality=locality).first()
    if applied is None:
        return Manifest(
            FORMAT, locality.slug, "1.0.0", f"Bộ mẫu {locality.name}", LICENCE, locality.name
        )
    names = ("name", "version", "title", "licence", "made_from", "about")
    manifest = Manifest(FORMAT, **{name: getattr(applied, name) for name in names})
    if _is_as_applied(locality, items):
        return manifest
    plain = manifest.version.partition("+")[0]
    came = f"{manifest.title} {manifest.version}, sửa tại {locality.name}"
    return replace(manifest, version=f"{plain}+{locality.slug}", made_from=came[:300])


def _is_as_applied(locality: Locality, items: Items) -> bool:
    rows = AppliedItem.objects.filter(locality=locality).exclude(digest="")
    told = {(row.theme, row.key): row.digest for row in rows}
    here = {
        (theme, key): digest_of(one.item)
        for theme, found in items.items()
        for key, one in found.items()
    }
    return told == here


def _manifest_file(manifest: Manifest) -> bytes:
    return write_yaml(plain_of(manifest), remark=ABOUT_MANIFEST)


def _drop_what_is_usual(locality: Locality, items: Items) -> None:
    """What every locality has before anybody decides anything is no way of working."""
    rows = AppliedItem.objects.filter(locality=locality)
    applied = set(rows.values_list("theme", "key"))
    for theme in THEMES:
        for key, usual in theme.usual().items():
            one = items[theme.name].get(key)
            if one is not None and one.item == usual and (theme.name, key) not in applied:
                del items[theme.name][key]


def _drop_what_is_not_there(items: Items) -> None:
    """A starter that was forgotten, a procedure that is no longer done: nothing names them."""
    _clear(items, "campaigns", "starter", items["starters"])
    _clear(items, "faq", "procedure", items["procedures"])
    for key, one in list(items["posters"].items()):
        if one.item.about and one.item.about not in items["procedures"]:
            del items["posters"][key]


def _clear(items: Items, theme: str, name: str, known: dict[str, Any]) -> None:
    for key, one in items[theme].items():
        if getattr(one.item, name) and getattr(one.item, name) not in known:
            items[theme][key] = Found(replace(one.item, **{name: ""}), one.row, key)


def _assets(items: Items) -> Files:
    named = {
        text.removeprefix(f"{ASSETS}/")
        for one in items["guides"].values()
        for text in texts_of(plain_of(one.item).get("files", []))
        if text.startswith(f"{ASSETS}/")
    }
    rows = PlaybookFile.objects.filter(name__in=named).order_by("name")
    return {f"{ASSETS}/{row.name}": row.file.read() for row in rows}
