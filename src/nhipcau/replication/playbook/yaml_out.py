"""YAML that lives well in git: order as given, text in blocks, one line a fact, always the same."""

from typing import Any, Final

import yaml

WIDTH: Final = 92
LONG: Final = 64


class _Dumper(yaml.SafeDumper):
    """Lists stand deeper than their name, and nothing is ever an alias."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None
    if "\n" in text:
        style = "|"
    elif len(text) > LONG and " " in text:
        style = ">"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def write_yaml(said: dict[str, Any], *, remark: str = "") -> bytes:
    """The same values give the same bytes."""
    text: str = yaml.dump(
        said, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH,
        default_flow_style=False,
    )  # fmt: skip
    head = "".join(f"# {line}\n" for line in remark.splitlines())
    return f"{head}{text}".encode()
