"""The playbooks that come with the product, by name."""

from functools import cache
from pathlib import Path
from typing import Final

from nhipcau.replication.playbook.files import MANIFEST, open_files
from nhipcau.replication.playbook.read import Playbook, read_playbook

FOLDER: Final = Path(__file__).parents[1] / "playbooks"


def shipped_names() -> list[str]:
    return sorted(path.parent.name for path in FOLDER.glob(f"*/{MANIFEST}"))


@cache  # as long as the process: the files come with the program
def shipped(name: str) -> Playbook | None:
    return read_playbook(open_files(FOLDER / name)) if name in shipped_names() else None


def all_shipped() -> list[Playbook]:
    found = (shipped(name) for name in shipped_names())
    return [playbook for playbook in found if playbook is not None]
