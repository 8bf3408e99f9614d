"""What can be set or run is explained in docs/run.md, every channel in docs/channels.md."""

import re
from pathlib import Path

import pytest

from nhipcau.channels.about import ABOUT
from nhipcau.channels.models import ChannelKind
from nhipcau.channels.registry import TRANSPORTS
from nhipcau.config.schedule import jobs
from nhipcau.replication.personal import BY_TIME

ROOT = Path(__file__).resolve().parents[1]
RUN = (ROOT / "docs/run.md").read_text(encoding="utf-8")
CHANNELS = (ROOT / "docs/channels.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def settings_read() -> set[str]:
    """Every variable that some reader of the environment asks for, by its name."""
    found = set()
    for path in (ROOT / "src/nhipcau").rglob("*.py"):
        if "tests" not in path.parts:
            found |= set(re.findall(r'"(NHIPCAU_[A-Z_]+)"', path.read_text(encoding="utf-8")))
    return found


def commands() -> list[str]:
    folder = ROOT / "src/nhipcau/commands/management/commands"
    return sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("name", sorted(settings_read()))
def test_every_setting_is_explained(name):
    assert f"`{name}`" in RUN


def test_no_setting_is_explained_that_nobody_reads():
    explained = set(re.findall(r"`(NHIPCAU_[A-Z_]+)`", RUN))
    assert explained - {"NHIPCAU_SECRET_KEY_FILE"} <= settings_read()


@pytest.mark.parametrize("name", commands())
def test_every_command_is_explained(name):
    assert f"nhipcau {name}" in RUN + README


@pytest.mark.parametrize("kind", sorted({*ChannelKind.values, *TRANSPORTS}))
def test_every_channel_is_explained_in_the_docs_and_on_its_page(kind):
    assert f"| `{kind}` |" in CHANNELS
    assert kind in ABOUT or kind.removesuffix("_viettel").removesuffix("_smpp") in ABOUT


@pytest.mark.parametrize("name", [job.name for job in jobs()])
def test_every_periodic_job_is_explained(name):
    assert f"`{name}`" in RUN
    assert not name.startswith("channels.") or f"`{name}`" in CHANNELS


def test_what_is_forgotten_by_time_has_its_job():
    assert {job for job, _fields in BY_TIME.values()} <= {job.name for job in jobs()}


@pytest.mark.parametrize("path", sorted(ROOT.glob("docs/**/*.md")), ids=lambda path: path.stem)
def test_every_picture_and_neighbour_that_a_guide_names_is_there(path):
    named = re.findall(r"\]\(([^)#:]+)[^)]*\)", path.read_text(encoding="utf-8"))
    assert [name for name in named if not (path.parent / name).exists()] == []


def test_every_picture_of_a_guide_is_made_by_the_command():
    made = (ROOT / "tools/screenshots.py").read_text(encoding="utf-8")
    for guide in (ROOT / "docs/huong-dan").glob("*.md"):
        names = re.findall(r"screenshots/([\w-]+)\.png", guide.read_text(encoding="utf-8"))
        assert [name for name in names if f'"{name}"' not in made] == [], guide.name
