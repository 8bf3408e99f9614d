"""The doctor finds what is wrong and says what to do."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command

from nhipcau.channels.models import Account
from nhipcau.commands import doctor, doctor_ward
from nhipcau.commands.doctor import Level
from nhipcau.core.clock import machine_now, machine_seconds
from nhipcau.core.models import Heartbeat
from nhipcau.people.models import Staff


@pytest.fixture
def data(tmp_path, settings):
    settings.DATA = tmp_path
    return tmp_path


def found(check) -> dict[str, Level]:
    return {finding.what: finding.level for finding in check()}


def says(check, words: str, level: Level) -> bool:
    return any(words in what and level == how for what, how in found(check).items())


def test_a_key_that_others_can_read_is_wrong(data):
    key = data / "secret.key"
    key.write_text("x")
    key.chmod(0o644)
    assert says(doctor.check_secret, "đọc được bởi người khác", Level.WRONG)
    key.chmod(0o600)
    assert says(doctor.check_secret, "chỉ chủ sở hữu", Level.OK)


def test_a_full_disk_is_wrong(data, monkeypatch):
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _path: type("D", (), {"free": 1000}))
    assert says(doctor.check_machine, "Còn trống 0,0 GB", Level.WRONG)


def test_a_stepped_clock_outside_the_demo_is_wrong(tmp_path, monkeypatch, settings):
    (tmp_path / "clock").write_text("1685093400")
    monkeypatch.setenv("NHIPCAU_CLOCK_FILE", str(tmp_path / "clock"))
    assert says(doctor.check_clock, "NHIPCAU_CLOCK_FILE", Level.WRONG)
    settings.DEMO = True
    assert not says(doctor.check_clock, "NHIPCAU_CLOCK_FILE", Level.WRONG)


@pytest.mark.parametrize(
    ("url", "words", "level"),
    [
        ("http://192.168.1.5:8000", "không phải HTTPS", Level.WRONG),
        ("http://127.0.0.1:8000", "trên chính máy này", Level.ADVICE),
        ("https://nhipcau.example", "Địa chỉ công khai", Level.OK),
        ("https://nhipcau.example", "chưa có trong NHIPCAU_HOSTS", Level.WRONG),
    ],
)
def test_the_public_address_is_looked_at(settings, url, words, level):
    settings.BASE_URL = url
    assert says(doctor.check_web, words, level)


def test_silent_workers_are_wrong_and_live_ones_fine(db):
    assert says(doctor.check_workers, "gửi tin không chạy", Level.WRONG)
    Heartbeat.objects.create(worker="a", kind="all", at=machine_seconds())
    assert says(doctor.check_workers, "gửi tin đang chạy", Level.OK)


def test_old_and_missing_backups_are_named(data):
    assert says(doctor.check_backups, "Chưa có bản sao lưu", Level.ADVICE)
    told = {"at": (machine_now() - timedelta(days=5)).isoformat(), "path": "/khong", "size": 1}
    (data / "last-backup.json").write_text(json.dumps(told))
    assert says(doctor.check_backups, "đã 5 ngày", Level.ADVICE)
    assert says(doctor.check_backups, "Không còn thấy", Level.ADVICE)


def test_a_troubled_channel_is_said_in_words(ward):
    Account.objects.create(
        locality=ward.locality, kind="zalo_oa", name="OA", state="troubled", problem="-216"
    )
    assert says(doctor_ward.check_channels, "Zalo không nhận khoá truy cập", Level.WRONG)


def test_a_ward_without_an_admin_is_wrong(ward):
    Staff.objects.filter(pk=ward.quan.pk).update(is_active=False)
    assert says(doctor_ward.check_people, "không có quản trị", Level.WRONG)


def test_leaders_without_a_phone_and_officers_without_a_code_are_counted(ward):
    assert says(doctor_ward.check_people, "1 tổ trưởng chưa đăng ký", Level.ADVICE)
    assert says(doctor_ward.check_people, "3 cán bộ chưa cài mã", Level.ADVICE)


def test_the_fonts_for_printing_are_there():
    assert says(doctor_ward.check_printing, "phông chữ", Level.OK)


def test_the_command_exits_with_one_when_something_is_wrong(ward, data, capsys):
    with pytest.raises(SystemExit) as told:
        call_command("doctor", "--short")
    assert told.value.code == 1
    out = capsys.readouterr().out
    assert "LỖI" in out and "→" in out and "tốt" not in out


def test_it_says_when_the_machine_cannot_read_aloud(monkeypatch):
    assert says(doctor.check_voice, "tự đọc được", Level.OK)
    monkeypatch.setattr(doctor, "may_speak", lambda: False)
    assert says(doctor.check_voice, "Thiếu espeak-ng", Level.ADVICE)
