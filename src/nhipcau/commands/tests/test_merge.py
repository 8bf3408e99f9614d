"""`nhipcau merge`: a preview by default, a merger with --yes, and back."""

import pytest
from django.core.management import CommandError, call_command

from nhipcau.commands.which_locality import the_locality
from nhipcau.places.models import Locality
from nhipcau.replication.merger.tests.wards import the_unit, two_wards
from nhipcau.replication.models import Merger

PLAN = """
decision = "1683/NQ-UBTVQH15"
signed_on = 2025-06-16
takes_on = 2025-07-01
[successor]
unit = "01843"
slug = "bac-kan"
[[from]]
slug = "song-cau"
[[from]]
slug = "nong-thuong"
"""


@pytest.fixture
def plan(ward, stranger, tmp_path):
    two_wards(ward, stranger)
    the_unit()
    file = tmp_path / "plan.toml"
    file.write_text(PLAN, encoding="utf-8")
    return str(file)


def test_without_yes_it_only_shows(plan, capsys):
    call_command("merge", plan)
    told = capsys.readouterr().out
    assert "Hộ: 7 + 1 = 8" in told and "Tổ 13 (Sông Cầu)" in told and "Chưa làm gì" in told
    assert not Merger.objects.exists()


def test_with_yes_it_merges_and_comes_back(plan, capsys):
    call_command("merge", plan, "--yes")
    assert "Đã sáp nhập thành Phường Bắc Kạn (/bac-kan/)" in capsys.readouterr().out
    with pytest.raises(CommandError, match="đã đóng; nay là “bac-kan”"):
        the_locality("song-cau")
    number = Merger.objects.get().pk
    call_command("merge", undo=number)
    assert Locality.objects.get(slug="song-cau").closed_at is not None
    call_command("merge", undo=number, yes=True)
    assert Locality.objects.get(slug="song-cau").closed_at is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["/khong/co.toml"], "Không mở được tệp"),
        (["--decision", "1/NQ"], "--signed-on"),
        (["--undo", "99"], "Không có lần sáp nhập số 99"),
    ],
)
def test_what_is_missing_is_said(db, given, said):
    with pytest.raises(CommandError, match=said):
        call_command("merge", *given)


def test_a_kept_draft_waits_for_the_admins(plan, capsys):
    call_command("merge", plan, "--keep")
    assert Merger.objects.get().state == "draft"
