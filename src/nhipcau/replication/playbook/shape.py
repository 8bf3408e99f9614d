"""Plain values of a playbook file as typed items and back: unknown words are faults with a line."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from nhipcau.replication.playbook.yaml_in import Value

T = TypeVar("T")
NUMBER = re.compile(r"[0-9]{1,12}")
YES, NO = frozenset({"true", "yes", "có"}), frozenset({"false", "no", "không"})
KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
MOST = 20_000  # signs of a text that says nothing else


@dataclass(frozen=True, slots=True)
class Rule:
    """What a field may hold. `longest` counts signs of a text, `least` and `most` bound a number;
    `sample` shows people what is `like` it."""

    longest: int = MOST
    least: int = 0
    most: int = 10**12
    among: tuple[str, ...] = ()
    like: str = ""
    sample: str = ""


def must(**rule: Any) -> Any:
    """A field without which the item says nothing."""
    return field(metadata={"rule": Rule(**rule)})


def may(**rule: Any) -> Any:
    return field(default="", metadata={"rule": Rule(**rule)})


def number(default: int = 0, **rule: Any) -> Any:
    return field(default=default, metadata={"rule": Rule(**rule)})


def some(**rule: Any) -> Any:
    """A list; the rule is for each."""
    return field(default=(), metadata={"rule": Rule(**rule)})


def read_as(kind: type[T], value: Value) -> T:
    """One item. Raises Broken: unknown words, wrong kinds, what is missing, each at its line."""
    if not isinstance(value.content, dict):
        raise value.fault(_("chỗ này phải là các dòng “tên: giá trị”."))
    known = {part.name: part for part in fields(kind)}  # type: ignore[arg-type]
    for name, given in value.content.items():
        if name not in known:
            raise given.fault(
                _("không hiểu mục “%(name)s”. Các mục dùng được: %(known)s.")
                % {"name": name[:60], "known": ", ".join(known)}
            )
    hints = _hints(cast(Any, kind))
    made = {}
    for name, part in known.items():
        given_or_none = value.content.get(name)
        if given_or_none is None:
            if part.default is MISSING and part.default_factory is MISSING:
                raise value.fault(_("thiếu mục “%(name)s”.") % {"name": name})
            continue
        made[name] = _read(hints[name], given_or_none, part.metadata.get("rule", Rule()))
    return kind(**made)


def plain_of(item: Any) -> dict[str, Any]:
    """What is written to the file: everything that is not as it would be without saying so."""
    said: dict[str, Any] = {}
    for part in fields(item):
        value = getattr(item, part.name)
        default = part.default
        if part.default_factory is not MISSING:
            default = part.default_factory()
        if value != default or default is MISSING:
            said[part.name] = _plain(value)
    return said


def from_plain(kind: type[T], content: Mapping[str, Any]) -> T:
    """What `plain_of` wrote and JSON kept, as the item again."""
    hints = _hints(cast(Any, kind))
    known = {part.name for part in fields(kind)}  # type: ignore[arg-type]
    return kind(
        **{name: _kept(hints[name], value) for name, value in content.items() if name in known}
    )


def _kept(hint: Any, value: Any) -> Any:
    if not isinstance(value, list):
        return value
    inside: Any = get_args(hint)[0]
    return tuple(
        from_plain(cast(type[Any], inside), one) if is_dataclass(inside) else one for one in value
    )


def digest_of(item: Any) -> str:
    said = json.dumps(plain_of(item), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def reworded(item: T, say: Callable[[str], str]) -> T:
    """The same item with every text of it said by `say`."""
    changed = {part.name: _reworded(getattr(item, part.name), say) for part in fields(item)}  # type: ignore[arg-type]
    return type(item)(**changed)


def texts_of(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from texts_of(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_of(one)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(hint: Any, value: Value, rule: Rule) -> Any:
    origin, inside = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        if value.content is None:
            return None
        return _read(next(one for one in inside if one is not type(None)), value, rule)
    if origin is tuple:
        if not isinstance(value.content, list):
            raise value.fault(_("chỗ này phải là danh sách, mỗi dòng bắt đầu bằng “- ”."))
        return tuple(_read(inside[0], one, rule) for one in value.content)
    if origin is dict:
        if not isinstance(value.content, dict):
            raise value.fault(_("chỗ này phải là các dòng “tên: giá trị”."))
        return {name: _read(str, one, rule) for name, one in value.content.items()}
    if is_dataclass(hint):
        return read_as(cast(type[Any], hint), value)
    return _scalar(hint, value, rule)


def _scalar(hint: Any, value: Value, rule: Rule) -> Any:
    given = value.content
    if given is None and hint is str:
        given = ""
    if not isinstance(given, str):
        raise value.fault(_("chỗ này phải là một chữ hoặc một số."))
    if hint is bool:
        if given.lower() not in YES | NO:
            raise value.fault(_("chỗ này chỉ nhận true hoặc false."))
        return given.lower() in YES
    if hint is int:
        if not NUMBER.fullmatch(given) or not rule.least <= int(given) <= rule.most:
            said = _("chỗ này phải là số từ %(least)d đến %(most)d, viết liền, ví dụ 5000.")
            raise value.fault(said % {"least": rule.least, "most": rule.most})
        return int(given)
    return _checked(given, value, rule)


def _checked(given: str, value: Value, rule: Rule) -> str:
    if len(given) > rule.longest:
        raise value.fault(_("dài quá %(n)d ký tự.") % {"n": rule.longest})
    if rule.among and given not in rule.among:
        raise value.fault(
            _("“%(given)s” không dùng được ở đây. Chỉ nhận: %(known)s.")
            % {"given": given[:40], "known": ", ".join(rule.among)}
        )
    if rule.like and not re.fullmatch(rule.like, given):
        said = _("“%(given)s” không đúng mẫu.") % {"given": given[:60]}
        example = _(" Ví dụ: %(sample)s.") % {"sample": rule.sample} if rule.sample else ""
        raise value.fault(said + example)
    if any(ord(sign) < 32 and sign not in "\n\t" for sign in given):
        raise value.fault(_("có ký tự điều khiển trong chữ."))
    return given


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return plain_of(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, str) and type(value) is not str:
        return str(value)
    return value


def _reworded(value: Any, say: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return say(value)
    if isinstance(value, tuple):
        return tuple(_reworded(one, say) for one in value)
    if isinstance(value, dict):
        return {name: _reworded(one, say) for name, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return reworded(value, say)
    return value
