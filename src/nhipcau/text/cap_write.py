"""An alert as XML, in the order of the schema, and valid against it or not written at all."""

from collections.abc import Iterable
from datetime import datetime

from lxml import etree

from nhipcau.text.cap import NAMESPACE, Alert, Area, BadAlert, Info, say_moment
from nhipcau.text.cap_read import SCHEMA

Pairs = Iterable[tuple[str, str | datetime | None]]


def write_alert(alert: Alert) -> bytes:
    root = etree.Element(_tag("alert"), nsmap={None: NAMESPACE})
    _put(
        root,
        ("identifier", alert.identifier),
        ("sender", alert.sender),
        ("sent", alert.sent),
        ("status", alert.status),
        ("msgType", alert.kind),
        ("scope", alert.scope),
        ("note", alert.note),
        ("references", " ".join(alert.references)),
    )
    for info in alert.infos:
        _info(etree.SubElement(root, _tag("info")), info)
    if not SCHEMA.validate(root):
        raise BadAlert("not_cap")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _info(into: etree._Element, info: Info) -> None:
    _put(
        into,
        ("language", info.language),
        *(("category", category) for category in info.categories),
        ("event", info.event),
        *(("responseType", response) for response in info.responses),
        ("urgency", info.urgency),
        ("severity", info.severity),
        ("certainty", info.certainty),
        ("effective", info.effective),
        ("onset", info.onset),
        ("expires", info.expires),
        ("senderName", info.sender_name),
        ("headline", info.headline),
        ("description", info.description),
        ("instruction", info.instruction),
        ("web", info.web),
        ("contact", info.contact),
    )
    for area in info.areas:
        _area(etree.SubElement(into, _tag("area")), area)


def _area(into: etree._Element, area: Area) -> None:
    _put(
        into,
        ("areaDesc", area.description),
        *(("polygon", polygon) for polygon in area.polygons),
        *(("circle", circle) for circle in area.circles),
    )
    for name, value in area.geocodes:
        code = etree.SubElement(into, _tag("geocode"))
        _put(code, ("valueName", name), ("value", value))


def _put(into: etree._Element, *pairs: tuple[str, str | datetime | None]) -> None:
    """What is empty is left out: every optional part of the schema may be."""
    for name, value in pairs:
        if value:
            text = say_moment(value) if isinstance(value, datetime) else value
            etree.SubElement(into, _tag(name)).text = _printable(text)


def _printable(text: str) -> str:
    """XML 1.0 has no control characters."""
    return "".join(sign for sign in text if sign in "\t\n\r" or sign >= " ")


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
