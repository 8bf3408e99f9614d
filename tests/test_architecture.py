"""What the tools cannot see."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][
    0
]["layers"]
RANK = {room.strip(): rank for rank, layer in enumerate(LAYERS) for room in layer.split("|")}


def room_of(model) -> str | None:
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "nhipcau" else None


def test_foreign_keys_go_down_the_house():
    for model in apps.get_models():
        room = room_of(model)
        if room is None:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if (
                field.auto_created
                or not field.concrete
                or target is None
                or room_of(target) is None
            ):
                continue
            there = room_of(target)
            assert there == room or RANK[there] > RANK[room], f"{model.__name__}.{field.name}"


def python_files() -> list[Path]:
    return [
        path
        for path in (ROOT / "src").rglob("*.py")
        if "migrations" not in path.parts and "tests" not in path.parts
    ]


@pytest.mark.parametrize("path", python_files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_is_longer_than_400_lines(path):
    assert len(path.read_text().splitlines()) <= 400


def test_files_are_short_on_the_whole():
    lengths = [n for path in python_files() if (n := len(path.read_text().splitlines()))]
    assert sum(lengths) / len(lengths) < 150
