"""What a playbook says of itself."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nhipcau.replication.playbook.shape import may, must, read_as
from nhipcau.replication.playbook.yaml_in import Value

FORMAT = 1
LICENCE = "CC BY 4.0"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`format` is of the files, `version` of what they say."""

    format: int = must(most=10_000)
    name: str = must(like=r"[a-z0-9]+(-[a-z0-9]+)*", sample="xa-mien-nui", longest=60)
    version: str = must(like=r"\d+\.\d+\.\d+(\+[a-z0-9.-]+)?", sample="1.0.0", longest=40)
    title: str = must(longest=120)
    licence: str = must(longest=120)
    made_from: str = must(longest=300)
    about: str = may(longest=4000)


def read_manifest(value: Value) -> Manifest:
    """The format comes first: of a newer one nothing else is judged."""
    given = value.content.get("format") if isinstance(value.content, dict) else None
    said = given.content if given is not None else None
    if given is not None and isinstance(said, str) and said.isdecimal() and int(said) > FORMAT:
        raise given.fault(
            _(
                "bộ mẫu này viết theo khuôn %(theirs)s, bản Nhịp Cầu này chỉ đọc được đến khuôn "
                "%(ours)d. Hãy nâng cấp Nhịp Cầu rồi áp dụng lại."
            )
            % {"theirs": said[:8], "ours": FORMAT}
        )
    manifest = read_as(Manifest, value)
    if manifest.format < 1:
        raise (given or value).fault(_("khuôn của bộ mẫu phải là số từ 1."))
    return manifest
