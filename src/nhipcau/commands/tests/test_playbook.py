"""The command: out of one place, into another, with every fault in words."""

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command

from nhipcau.commands.opening_playbook import TAKEN, open_playbook
from nhipcau.notices.models import Template
from nhipcau.replication.models import AppliedPlaybook, PlanItem
from nhipcau.replication.tests.conftest import SMALL


def said(*words):
    out = io.StringIO()
    call_command("playbook", *words, stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.fixture
def folder(tmp_path):
    here = tmp_path / "thu"
    here.mkdir()
    for name, text in SMALL.items():
        (here / name).write_text(text, encoding="utf-8")
    return here


def test_the_difference_is_shown_and_asked_about(ward, folder, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda question: "k")
    words = said("apply", str(folder), "song-cau")
    assert "+ starters/hop-thon: Họp thôn" in words
    assert "Chưa áp dụng gì" in words
    assert not AppliedPlaybook.objects.exists()
    assert "đang theo bộ mẫu Bộ thử" in said("apply", str(folder), "song-cau", "--yes")
    Template.objects.update(title="Của phường")
    words = said("apply", str(folder), "song-cau", "--yes")
    assert "= starters/hop-thon" in words
    assert "khác ở: title" in words
    said("apply", str(folder), "song-cau", "--yes", "--take", "starters/hop-thon")
    assert Template.objects.get().title == "Họp thôn"


def test_out_into_a_folder_and_a_zip_of_it_reads_the_same(ward, folder, tmp_path):
    said("apply", str(folder), "song-cau", "--yes")
    assert "Đã ghi" in said("export", "song-cau", str(tmp_path / "ra"))
    packed = tmp_path / "ra.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in (tmp_path / "ra").glob("*.yaml"):
            archive.write(path, path.name)
    assert "đọc được" in said("check", str(packed))
    said("apply", str(packed), "song-cau", "--yes")
    assert "Không có gì phải đổi" in said("apply", str(packed), "song-cau")


def test_what_cannot_be_used_is_said_in_words_and_changes_nothing(ward, folder, tmp_path):
    (folder / "groups.yaml").write_text("a: {kind: khong, name: x}\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"groups\.yaml, dòng 1: “khong” không dùng được"):
        said("apply", str(folder), "song-cau", "--yes")
    with pytest.raises(CommandError, match="Không thấy bộ mẫu"):
        said("check", str(tmp_path / "khong-co"))
    with pytest.raises(CommandError, match="Không có địa bàn"):
        said("export", "khong-co", str(tmp_path / "ra"))
    with pytest.raises(CommandError, match="không phải một bộ mẫu"):
        said("export", "song-cau", str(tmp_path))
    assert not AppliedPlaybook.objects.exists()
    assert said("list").startswith("do-thi 1.0.0")


def test_the_demos_ward_follows_a_part_of_the_urban_one(ward):
    assert open_playbook(ward.locality) > 30
    assert {item.theme for item in PlanItem.objects.all()} == set(TAKEN) - {"starters"}
