"""An alert from XML that a stranger sent: small, without entities, valid against OASIS's schema."""

from datetime import datetime
from pathlib import Path
from typing import Final

from lxml import etree

from nhipcau.text.cap import NAMESPACE, Alert, Area, BadAlert, Info
from nhipcau.text.fold import nfc

LARGEST: Final = 900_000  # bytes: what the public alert guides allow at the most
SCHEMA: Final = etree.XMLSchema(etree.parse(Path(__file__).with_name("CAP-v1.2.xsd")))
ATOM: Final = "http://www.w3.org/2005/Atom"
MOST_LINKS: Final = 100


def read_alert(raw: bytes) -> Alert:
    """Raises BadAlert."""
    root = parse(raw)
    if not SCHEMA.validate(root):
        raise BadAlert("not_cap")
    return Alert(
        identifier=_one(root, "identifier"),
        sender=_one(root, "sender"),
        sent=_moment(_one(root, "sent")),
        status=_one(root, "status"),
        kind=_one(root, "msgType"),
        scope=_one(root, "scope"),
        note=_one(root, "note"),
        references=tuple(_one(root, "references").split()),
        infos=tuple(_info(node) for node in _all(root, "info")),
    )


def read_feed(raw: bytes) -> list[str]:
    """Addresses of the alerts that an Atom or RSS feed names, in its order."""
    root = parse(raw)
    found = []
    for entry in root.iter(f"{{{ATOM}}}entry"):
        links = entry.findall(f"{{{ATOM}}}link")
        cap = [link for link in links if link.get("type") == "application/cap+xml"]
        found += [link.get("href", "") for link in (cap or links)[:1]]
    for entry in root.iter("item"):
        found.append((entry.findtext("link") or "").strip())
    return [address for address in dict.fromkeys(found) if address][:MOST_LINKS]


def is_alert(raw: bytes) -> bool:
    return str(parse(raw).tag) == f"{{{NAMESPACE}}}alert"


def parse(raw: bytes) -> etree._Element:
    """No document type, no entity, nothing fetched, no deep tree."""
    if len(raw) > LARGEST:
        raise BadAlert("too_big")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise BadAlert("not_xml") from None
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise BadAlert("entities")
    return root


def _info(node: etree._Element) -> Info:
    return Info(
        language=_one(node, "language") or "en-US",  # the standard's own default
        categories=_texts(node, "category"),
        event=_one(node, "event"),
        responses=_texts(node, "responseType"),
        urgency=_one(node, "urgency"),
        severity=_one(node, "severity"),
        certainty=_one(node, "certainty"),
        effective=_when(node, "effective"),
        onset=_when(node, "onset"),
        expires=_when(node, "expires"),
        sender_name=_one(node, "senderName"),
        headline=_one(node, "headline"),
        description=_one(node, "description"),
        instruction=_one(node, "instruction"),
        web=_one(node, "web"),
        contact=_one(node, "contact"),
        areas=tuple(_area(area) for area in _all(node, "area")),
    )


def _area(node: etree._Element) -> Area:
    return Area(
        description=_one(node, "areaDesc"),
        geocodes=tuple(
            (_one(code, "valueName"), _one(code, "value")) for code in _all(node, "geocode")
        ),
        polygons=_texts(node, "polygon"),
        circles=_texts(node, "circle"),
    )


def _all(node: etree._Element, name: str) -> list[etree._Element]:
    return list(node.findall(f"{{{NAMESPACE}}}{name}"))


def _texts(node: etree._Element, name: str) -> tuple[str, ...]:
    return tuple(nfc(found.text or "").strip() for found in _all(node, name))


def _one(node: etree._Element, name: str) -> str:
    return next(iter(_texts(node, name)), "")


def _when(node: etree._Element, name: str) -> datetime | None:
    said = _one(node, name)
    return _moment(said) if said else None


def _moment(said: str) -> datetime:
    """The schema's own pattern lets a comma stand for the sign; no clock does."""
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        raise BadAlert("no_zone") from None
