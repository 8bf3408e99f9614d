"""`nhipcau dossiers import`: a preview in words, columns asked for, the same again nothing."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from nhipcau.counter.models import Dossier, DossierRow

HEADINGS = "MaHoSo,NgayTiepNhan,Cột G"
LINES = (
    "000.00.01.H03-230526-0001,20230526163000,4",
    "000.00.01.H03-230526-0002,20230526163000,bay",
)


def run(file, *more) -> str:
    out = io.StringIO()
    call_command("dossiers", "import", str(file), "--yes", *more, stdout=out)
    return out.getvalue()


def test_an_export_is_read_asked_about_written_and_not_written_again(ward, tmp_path):
    file = tmp_path / "ho-so.csv"
    file.write_text("\n".join((HEADINGS, *LINES)), encoding="utf-8")
    with pytest.raises(CommandError, match="“Cột G”"):
        run(file)
    said = run(file, "--column", "status=Cột G")
    assert "1 mới" in said and "1 không nhận" in said and "dòng 3, cột “Cột G”" in said
    assert Dossier.objects.get().status == 4 and not DossierRow.objects.exclude(cells=[]).exists()
    with translation.override("vi"):
        assert "không có gì đổi" in run(file, "--column", "status=Cột G")
    with pytest.raises(CommandError, match="Không có trường"):
        run(file, "--column", "x=Cột G")
    with pytest.raises(CommandError, match="Không mở được"):
        run(tmp_path / "khong-co.csv")
