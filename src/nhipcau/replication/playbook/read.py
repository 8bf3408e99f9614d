"""A playbook's files as typed items: everything is judged before anything is changed."""

import hashlib
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from nhipcau.inbox.wording import NAMES, WHEN
from nhipcau.procedures.codes import is_code
from nhipcau.replication.playbook.faults import broken
from nhipcau.replication.playbook.files import ASSETS, MANIFEST, Files
from nhipcau.replication.playbook.manifest import Manifest, read_manifest
from nhipcau.replication.playbook.shape import KEY, read_as
from nhipcau.replication.playbook.theme import Theme
from nhipcau.replication.playbook.themes.all import BY_NAME, THEMES
from nhipcau.replication.playbook.themes.channels import EVERY_MONTH
from nhipcau.replication.playbook.themes.hours import OFFICE
from nhipcau.replication.playbook.yaml_in import Value, read_yaml
from nhipcau.rosters.models import Post

MAGIC: Final = {"pdf": b"%PDF-", "png": b"\x89PNG", "jpg": b"\xff\xd8\xff"}
MOST_ITEMS: Final = 3000
ONLY_KEYS: Final = {
    "hours": (OFFICE,),
    "needs": tuple(Post.values),
    "budget": (EVERY_MONTH,),
    "wordings": tuple(NAMES),
}

# What a place has only one of, so that nothing is half done when it is found out.
ONCE: Final = (("routing", "name"), ("desk", "letter"), ("rosters", "name"))


@dataclass(frozen=True, slots=True)
class Playbook:
    """`items`: theme → key → item. `lines` says where each stands, for faults."""

    manifest: Manifest
    items: dict[str, dict[str, Any]]
    lines: dict[str, dict[str, Value]]
    assets: Files = field(default_factory=dict)

    def of(self, theme: Theme) -> dict[str, Any]:
        return self.items.get(theme.name, {})


def read_playbook(files: Files) -> Playbook:
    """Raises Broken, with the file and the line, for the first thing that cannot be."""
    manifest = read_manifest(read_yaml(files[MANIFEST], MANIFEST))
    for name in files:
        _must_be_known(name)
    items: dict[str, dict[str, Any]] = {}
    lines: dict[str, dict[str, Value]] = {}
    for theme in THEMES:
        if theme.file in files:
            values = _items_of(read_yaml(files[theme.file], theme.file), theme)
            lines[theme.name] = values
            items[theme.name] = {key: read_as(theme.kind, one) for key, one in values.items()}
    assets = {name: raw for name, raw in files.items() if name.startswith(f"{ASSETS}/")}
    playbook = Playbook(manifest, items, lines, assets)
    for name, raw in assets.items():
        _must_be_itself(name, raw)
    _must_fit_together(playbook)
    return playbook


def _must_be_known(name: str) -> None:
    is_theme = name.removesuffix(".yaml") in BY_NAME and name.endswith(".yaml")
    if not is_theme and name != MANIFEST and not name.startswith(f"{ASSETS}/"):
        known = ", ".join(theme.file for theme in THEMES)
        said = _("bộ mẫu không có tệp này. Các tệp dùng được: %(known)s.") % {"known": known}
        raise broken(said, file=name[:80])


def _items_of(value: Value, theme: Theme) -> dict[str, Value]:
    if not isinstance(value.content, dict):
        raise value.fault(_("tệp phải là các mục, mỗi mục một tên ở đầu dòng."))
    if len(value.content) > MOST_ITEMS:
        raise value.fault(_("quá %(most)d mục.") % {"most": MOST_ITEMS})
    for key, one in value.content.items():
        only = ONLY_KEYS.get(theme.name)
        if only and key not in only:
            said = _("không có mục “%(key)s”; chỉ có: %(known)s.")
            raise one.fault(said % {"key": key[:60], "known": ", ".join(only)})
        if theme.name == "procedures" and not is_code(key):
            raise one.fault(_("“%(key)s” không phải mã thủ tục.") % {"key": key[:60]})
        if not KEY.fullmatch(key):
            said = _("tên mục “%(key)s” chỉ gồm chữ thường không dấu, số, gạch nối, dấu chấm.")
            raise one.fault(said % {"key": key[:60]})
    return value.content


def _must_be_itself(name: str, raw: bytes) -> None:
    stem, _dot, kind = name.removeprefix(f"{ASSETS}/").partition(".")
    if hashlib.sha256(raw).hexdigest() != stem:
        said = _("nội dung không khớp tên tệp: tên phải là mã băm SHA-256 của nội dung.")
        raise broken(said, file=name[:80])
    is_sound = kind == "mp3" and (raw[:3] == b"ID3" or raw[:1] == b"\xff")
    if not is_sound and not (kind in MAGIC and raw.startswith(MAGIC[kind])):
        raise broken(_("chỉ nhận tệp PDF, PNG, JPG hoặc MP3."), file=name[:80])


def _must_fit_together(playbook: Playbook) -> None:
    """What one theme says of another is there."""
    items = playbook.items
    for theme, name in ONCE:
        _must_be_once(playbook, theme, name)
    _must_stand_below_another(playbook)
    for key, entry in items.get("campaigns", {}).items():
        _must_have(playbook, "campaigns", key, entry.starter, "starters")
    for key, entry in items.get("faq", {}).items():
        _must_have(playbook, "faq", key, entry.topic, "routing")
        _must_have(playbook, "faq", key, entry.procedure, "procedures")
    for key, entry in items.get("posters", {}).items():
        _must_have(playbook, "posters", key, entry.about, "procedures")
    for key, guide in items.get("guides", {}).items():
        for attachment in guide.files:
            if attachment.file not in playbook.assets:
                said = _("không có tệp kèm %(file)s trong bộ mẫu.") % {"file": attachment.file}
                raise playbook.lines["guides"][key].fault(said)
    outside = items.get("wordings", {}).get("outside")
    if outside is not None and WHEN not in outside.text:
        said = _("hãy giữ chữ {lúc}: máy thay bằng giờ mở cửa lại.")
        raise playbook.lines["wordings"]["outside"].fault(said)


def _must_be_once(playbook: Playbook, theme: str, name: str) -> None:
    seen: set[str] = set()
    for key, item in playbook.items.get(theme, {}).items():
        said = getattr(item, name)
        if said.casefold() in seen:
            fault = _("“%(said)s” đã có ở mục trên; mỗi mục phải khác nhau.") % {"said": said[:60]}
            raise playbook.lines[theme][key].fault(fault)
        seen.add(said.casefold())


def _must_stand_below_another(playbook: Playbook) -> None:
    names: set[str] = set()
    for key, circle in playbook.items.get("circles", {}).items():
        if circle.above and circle.above not in names:
            fault = _("Không có nhóm cấp trên tên “%(name)s”.") % {"name": circle.above[:60]}
            raise playbook.lines["circles"][key].fault(fault)
        names.add(circle.name)


def _must_have(playbook: Playbook, theme: str, key: str, wanted: str, among: str) -> None:
    if wanted and wanted not in playbook.items.get(among, {}):
        said = _("“%(wanted)s” không có trong %(file)s.")
        raise playbook.lines[theme][key].fault(
            said % {"wanted": wanted[:60], "file": f"{among}.yaml"}
        )
