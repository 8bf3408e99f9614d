"""Does what came fit the template: names, types, lengths, formats; and what people then read."""

import re
from datetime import datetime
from typing import Any

from nhipcau_sandbox.zbs.gate import ZbsError
from nhipcau_sandbox.zbs.shape import ZbsTemplate

DATES = ("%H:%M:%S", "%H:%M", "%H:%M:%S %d/%m/%Y", "%H:%M %d/%m/%Y", "%d/%m/%Y", "%m/%Y")
NUMBER = re.compile(r"\d{1,3}(\.\d{3})*(,\d+)?|\d+(,\d+)?")
ADDRESS = re.compile(r"https?://[!-~]+")


def fill(template: ZbsTemplate, given: Any) -> str:
    """The text with its parameters in place, or the error of the first that does not fit."""
    if given in (None, "", {}):
        raise ZbsError(-111)
    if not isinstance(given, dict):
        raise ZbsError(-112)
    text = template.text
    for param in template.params:
        value = _checked(param, given.get(param["name"]))
        text = text.replace(f"<{param['name']}>", value)
    return text


def _checked(param: dict[str, Any], value: Any) -> str:
    if value is None or value == "":
        if param.get("require", True) and not param.get("acceptNull", False):
            raise ZbsError(-1122)
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ZbsError(-112)
    text = str(value)
    if len(text) > int(param.get("maxLength", 400)) or len(text) < int(param.get("minLength", 0)):
        raise ZbsError(-1121)
    if not _is_formed(str(param.get("type", "STRING")), text):
        raise ZbsError(-1124)
    return text


def _is_formed(kind: str, text: str) -> bool:
    if kind == "DATE":
        return any(_parses(text, form) for form in DATES)
    if kind in {"NUMBER", "CURRENCY"}:
        return NUMBER.fullmatch(text) is not None
    if kind == "URL":
        return ADDRESS.fullmatch(text) is not None
    return "\n" not in text


def _parses(text: str, form: str) -> bool:
    try:
        datetime.strptime(text, form)  # noqa: DTZ007  only whether it has this form
    except ValueError:
        return False
    return True
