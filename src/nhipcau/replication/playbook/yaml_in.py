"""YAML read as plain words with their lines: no tags, no aliases, no key twice.

What a word means (number, yes or no) is decided by the field it is for (shape.py), never by YAML:
`1.001193` stays a code and `21:00` a time.
"""

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import yaml
from django.utils.translation import gettext as _

from nhipcau.replication.playbook.faults import Broken, broken

DEEPEST: Final = 12
MOST_NODES: Final = 200_000
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NOTHING: Final = "tag:yaml.org,2002:null"
Content: TypeAlias = "str | list[Value] | dict[str, Value] | None"


@dataclass(frozen=True, slots=True)
class Value:
    content: Content
    file: str
    line: int

    def fault(self, said: str) -> Broken:
        return broken(said, file=self.file, line=self.line)


def read_yaml(raw: bytes, file: str) -> Value:
    """One document. Raises Broken with the line."""
    text = _text(raw, file)
    try:
        _must_be_plain(text, file)
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        raise broken(
            _("không đọc được YAML ở đây. Xem lại thụt lề, dấu hai chấm, dấu nháy."),
            file=file,
            line=mark.line + 1 if mark else 0,
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise broken(_("có ký tự không được dùng trong YAML."), file=file) from None
    if node is None:
        raise broken(_("tệp trống."), file=file)
    return _value(node, file)


def _text(raw: bytes, file: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise broken(_("không phải chữ UTF-8."), file=file, line=line) from None


def _must_be_plain(text: str, file: str) -> None:
    """Looks at the events alone, before anything is built: an alias bomb has nothing to blow up."""
    depth = nodes = documents = 0
    for event in yaml.parse(text, Loader=LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            said = _("không dùng bí danh (& và *) trong bộ mẫu; hãy viết lại cho đủ.")
            raise broken(said, file=file, line=line)
        if getattr(event, "tag", None) is not None:
            raise broken(_("không dùng thẻ kiểu (!…) trong bộ mẫu."), file=file, line=line)
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        nodes += isinstance(event, yaml.NodeEvent)
        if depth > DEEPEST or nodes > MOST_NODES or documents > 1:
            said = _("lồng nhau quá sâu, quá nhiều mục, hoặc có hai tài liệu trong một tệp.")
            raise broken(said, file=file, line=line)


def _value(node: Any, file: str) -> Value:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        is_nothing = node.tag == NOTHING and node.style is None
        return Value(None if is_nothing else node.value, file, line)
    if isinstance(node, yaml.SequenceNode):
        return Value([_value(one, file) for one in node.value], file, line)
    found: dict[str, Value] = {}
    for name, value in node.value:
        here = name.start_mark.line + 1
        if not isinstance(name, yaml.ScalarNode):
            raise broken(_("tên mục phải là một chữ."), file=file, line=here)
        if name.value in found:
            said = _("mục “%(name)s” có hai lần.") % {"name": name.value[:60]}
            raise broken(said, file=file, line=here)
        # The line of the name: where people look for it.
        found[name.value] = Value(_value(value, file).content, file, here)
    return Value(found, file, line)
