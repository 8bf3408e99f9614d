"""The shipped playbooks hold nothing of anybody: not of the demo's people, not of the cast."""

import re
from pathlib import Path

import pytest

from nhipcau.replication.playbook.shipped import FOLDER, shipped_names
from nhipcau.text.phones import to_e164
from nhipcau_story.assumptions import load
from nhipcau_story.people import make_ward
from tests import cast

NUMBER = re.compile(r"(?<![\w.])(?:\+84|0)(?:[ .]?\d){8,10}")


@pytest.fixture(scope="module")
def names() -> set[str]:
    """Of everybody in the demo's ward, and of the cast as it stands in its file."""
    ward = make_ward(load("base"))
    found = {one.name for one in ward.staff}
    found |= {one.name for home in ward.households for one in home.members}
    told = Path(cast.__file__).read_text(encoding="utf-8")
    found |= set(re.findall(r'"((?:[A-ZĐ]\w+ ){2,3}[A-ZĐ]\w+)"', told))
    return {name for name in found if not name.startswith(("Phường", "Xã"))}


@pytest.mark.parametrize("name", shipped_names())
def test_nobodys_name_or_number_is_in_a_shipped_playbook(name, names):
    text = "\n".join(path.read_text(encoding="utf-8") for path in (FOLDER / name).glob("*.yaml"))
    flat = " ".join(text.split()).casefold()
    assert len(names) > 500
    assert [one for one in names if f" {one.casefold()} " in flat] == []
    assert [one for one in NUMBER.findall(text) if to_e164(one)] == []
    assert "@" not in text
