"""The register looks as a statistics officer has it: it must be hard to read, and complete."""

import csv
import json
import unicodedata

import pytest

from nhipcau_story.assumptions import load
from nhipcau_story.people import make_ward
from nhipcau_story.register import DUPLICATES, HEADINGS, TITLES, rows, write_csv
from nhipcau_story.ward import write_world


@pytest.fixture(scope="module")
def ward():
    return make_ward(load())


def test_everybody_stands_in_it_some_twice_with_empty_lines_between(ward):
    lines = list(rows(ward))
    people = sum(len(home.members) for home in ward.households)
    assert sum(1 for one in lines if one) == people + DUPLICATES
    assert sum(1 for one in lines if not one) == 23


def test_telephones_come_in_four_spellings(ward):
    cells = [one[9] for one in rows(ward) if one and one[9]]
    texts = [one for one in cells if isinstance(one, str)]
    assert any(isinstance(one, float) for one in cells)
    assert any(one.startswith("+84") for one in texts) and any(" " in one for one in texts)
    assert any(one.startswith("84") for one in texts)


def test_some_names_are_decomposed(ward):
    names = [one[2] for one in rows(ward) if one]
    assert 500 < sum(not unicodedata.is_normalized("NFC", one) for one in names) < 2500


def test_the_csv_has_its_title_above_the_headings(ward, tmp_path):
    write_csv(ward, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file, delimiter=";"))
    assert lines[0] == [TITLES[1]] and tuple(lines[1]) == HEADINGS


def test_the_world_is_three_files_about_the_same_people(tmp_path):
    write_world(tmp_path)
    ward = json.loads((tmp_path / "ward.json").read_text(encoding="utf-8"))
    seed = json.loads((tmp_path / "sandbox.json").read_text(encoding="utf-8"))
    assert (tmp_path / "register.xlsx").stat().st_size > 100_000
    assert len(ward["neighbourhoods"]) == 24 and len(ward["staff"]) == 3 + 24 * 3 + 6
    assert {one["username"] for one in ward["staff"]} <= {one["id"] for one in seed["people"]}
    assert sum(len(one["members"]) for one in seed["groups"]) == 2706
