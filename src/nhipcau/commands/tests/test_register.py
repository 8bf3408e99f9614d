import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from nhipcau.people.models import ImportBatch, Staff
from nhipcau.people.register.tests import files
from nhipcau.places.models import Locality, Neighbourhood, Unit


@pytest.fixture(autouse=True)
def files_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "so-ho.xlsx"
    path.write_bytes(files.xlsx(files.SMALL).getvalue())
    return path


def said(*words, **options):
    out = io.StringIO()
    call_command(*words, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def test_a_register_is_imported_from_the_command_line(ward, file):
    words = said("register", "import", str(file), "--yes")
    assert "3 hàng: 3 mới" in words
    assert ward.to_2.households.count() == 2
    assert "3 không đổi" in said("register", "import", str(file), "--yes")


def test_without_a_yes_nothing_is_written(ward, file, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda question: "k")
    assert "Chưa nhập" in said("register", "import", str(file))
    assert not ward.to_2.households.exists()
    assert "3 mới" in said("register", "import", str(file), "--yes")
    assert ImportBatch.objects.count() == 1


def test_a_bad_file_is_said_in_words(ward, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04nonsense")
    with pytest.raises(CommandError, match="hỏng"):
        said("register", "import", str(path), "--yes")
    with pytest.raises(CommandError, match="Không mở được"):
        said("register", "import", str(tmp_path / "none.xlsx"))


def test_with_two_localities_one_must_be_named(ward, stranger, file):
    with pytest.raises(CommandError, match="--locality"):
        said("register", "import", str(file), "--yes")
    said("register", "import", str(file), "--yes", "--locality", "nong-thuong")
    assert not Neighbourhood.objects.filter(name="Tổ 2", households__isnull=False).exists()


def test_a_locality_begins_with_its_admin(db):
    Unit.objects.create(
        code="01837", name="Phường Sông Cầu", level="commune", valid_to=date(2025, 6, 30)
    )
    arguments = ["--unit", "01837", "--slug", "song-cau", "--admin", "Đinh Văn Quân"]
    with pytest.raises(CommandError, match="không còn hiệu lực"):
        said("locality", "create", *arguments, "--on", "2026-01-01")
    words = said("locality", "create", *arguments, "--on", "2023-05-26")
    assert "/moi/" in words
    assert Locality.objects.get().issuer == "UBND phường Sông Cầu"
    assert Staff.objects.get().role == "admin"


def test_an_unknown_unit_is_said(db):
    with pytest.raises(CommandError, match="99999"):
        said("locality", "create", "--unit", "99999", "--slug", "x", "--admin", "An")
