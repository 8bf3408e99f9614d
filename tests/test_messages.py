"""The catalogues of the languages on screen are complete, and nothing in them is a guess."""

import os
import re
import shutil
import subprocess
import sys
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

SOURCE = Path(__file__).resolve().parents[1] / "src" / "nhipcau"
LANGUAGES = ["en", "th", "bn"]
# Letters of which at least one stands in every translation. What has none is named below.
SCRIPTS = {
    "en": re.compile("[A-Za-z]"),
    "th": re.compile("[\u0e01-\u0e4e]"),
    "bn": re.compile("[\u0980-\u09e3]"),
}
# Entries that may stand in another script, by language, each with its reason.
NO_LETTERS: dict[str, dict[str, str]] = {
    "en": {"ngày %(d)s tháng %(m)s năm %(y)s": "a date in figures"},
    "th": {},
    "bn": {},
}
LETTERS = re.compile(r"[^\W\d_]")
PLACEHOLDER = re.compile(r"%%|%\(\w+\)[0-9]*[sd]|%[sd]|\{\w*\}|</?\w+>")


@cache  # a second to read, and every test asks for it
def catalogue(folder: Path, language: str) -> dict:
    """Context and source sentence → entry. Sentences that nobody uses any more are not in it."""
    with (folder / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return {(entry.context, source(entry)): entry for entry in read_po(file) if entry.id}


def source(entry) -> str:
    return entry.id[0] if isinstance(entry.id, tuple) else entry.id


def texts(entry) -> list[str]:
    return list(entry.string) if isinstance(entry.string, tuple) else [entry.string]


@pytest.fixture(scope="module")
def wanted(tmp_path_factory) -> set:
    """Every sentence of the code and the templates, gathered anew into a copy of the tree."""
    copy = tmp_path_factory.mktemp("messages") / "nhipcau"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("*.mo", "static", "__pycache__"))
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "en", "--no-location", "-v0"],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(SOURCE.parent)},
        check=True,
    )
    return set(catalogue(copy / "locale", "en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_a_translation(wanted, language):
    have = catalogue(SOURCE / "locale", language)
    missing = [key for key in wanted if key not in have or not all(texts(have[key]))]
    assert not missing, f"{len(missing)} without a translation: {missing[:5]}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_its_source_or_a_guess(language):
    for entry in catalogue(SOURCE / "locale", language).values():
        assert source(entry) not in texts(entry), f"not translated: {source(entry)!r}"
        assert not entry.fuzzy, f"fuzzy: {source(entry)!r}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_tags_are_the_same(language):
    for entry in catalogue(SOURCE / "locale", language).values():
        ours = sorted(PLACEHOLDER.findall(source(entry)))
        for text in filter(None, texts(entry)):
            assert ours == sorted(PLACEHOLDER.findall(text)), f"{source(entry)!r} → {text!r}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_space_at_the_ends_is_the_same(language):
    """Some sentences are joined: a lost space would glue two words together."""
    for entry in catalogue(SOURCE / "locale", language).values():
        for text in filter(None, texts(entry)):
            assert ends(text) == ends(source(entry)), repr(source(entry))


def ends(text: str) -> tuple[bool, bool]:
    return text[0].isspace(), text[-1].isspace()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_is_in_its_own_script(language):
    own, apart = SCRIPTS[language], NO_LETTERS[language]
    for entry in catalogue(SOURCE / "locale", language).values():
        if source(entry) in apart or not LETTERS.search(bare(source(entry))):
            continue
        for text in filter(None, texts(entry)):
            assert own.search(bare(text)), f"{source(entry)!r} → {text!r}"
            others = [code for code in SCRIPTS if code not in {language, "en"}]
            odd = [code for code in others if SCRIPTS[code].search(text)]
            assert not odd, f"{odd} in {text!r}"


def test_the_sentences_of_the_code_are_vietnamese(wanted):
    """They are the fourth catalogue: none may be written in another script, or decomposed."""
    for _context, said in wanted:
        assert unicodedata.is_normalized("NFC", said), said
        assert not SCRIPTS["th"].search(said) and not SCRIPTS["bn"].search(said), said


def test_every_language_that_a_screen_offers_has_its_catalogue():
    offered = {code for code, _name in settings.LANGUAGES} - {"vi"}
    assert offered == set(SCRIPTS)


def bare(text: str) -> str:
    """Without what stays as it is in every language."""
    return PLACEHOLDER.sub("", text)


def test_every_sentence_is_marked_by_a_name_that_the_gatherer_knows():
    """`gettext_lazy as _l` reads well and is never found."""
    odd = re.compile(r"import .*gettext\w* as (?!_\b)")
    files = [file for file in SOURCE.rglob("*.py") if odd.search(file.read_text("utf-8"))]
    assert files == []
