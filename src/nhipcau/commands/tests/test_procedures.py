import io

import pytest
from django.core.management import CommandError, call_command

from nhipcau.procedures.models import Procedure
from nhipcau.procedures.tests.files import CSV


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "thu-tuc.csv"
    path.write_text(CSV + ",xyz,Sai mã,,\n", encoding="utf-8")
    return path


def said(*words):
    out = io.StringIO()
    call_command("procedures", *words, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_a_catalogue_is_imported_and_shown(ward, file):
    words = said("import", str(file), "--yes")
    assert "3 thủ tục: 2 mới" in words and "dòng 5, cột “Mã thủ tục”" in words
    assert "không có gì đổi" in said("import", str(file), "--yes")
    shown = said("show", "1.001193")
    assert "Nộp Trực tiếp: 01 ngày làm việc · 8.000 đồng" in shown
    assert "Tờ khai theo mẫu (1 bản chính)" in shown


def test_without_a_yes_nothing_is_written(ward, file, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda question: "k")
    assert "Chưa nhập" in said("import", str(file))
    assert not Procedure.objects.exists()


def test_what_is_not_there_is_said_in_words(ward, tmp_path):
    with pytest.raises(CommandError, match="Không mở được"):
        said("import", str(tmp_path / "none.csv"))
    with pytest.raises(CommandError, match=r"Không có thủ tục mã 1\.001193"):
        said("show", "1.001193")
