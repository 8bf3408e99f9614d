"""The whole locality as a file: made in the background, fetched with a code given just before."""

import io
import os
import time
import zipfile
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.files.storage import default_storage
from tests.test_tenancy import browser_of

from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import NotAllowed
from nhipcau.core.models import AuditEvent
from nhipcau.replication.data_out import make
from nhipcau.replication.data_out.ask import begin_export
from nhipcau.replication.erase import erase_household
from nhipcau.replication.models import DataExport

SECRET = "JBSWY3DPEHPK3PXP"
State = DataExport.State


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"


@pytest.fixture
def ready(ward):
    begin_export(ward.locality, by=ward.quan)
    assert make.write_exports() == 1
    return DataExport.objects.get()


def test_it_is_made_once_by_an_admin_and_holds_everything(ward, stranger):
    with pytest.raises(NotAllowed):
        begin_export(ward.locality, by=ward.lan)
    export = begin_export(ward.locality, by=ward.quan)
    assert begin_export(ward.locality, by=ward.quan) == export
    killed = make.Path(make.settings.DATA) / f"exports/{export.pk}-killed/song-cau"
    killed.mkdir(parents=True)  # its worker was, and left all that
    os.utime(killed.parent, (0, 0))
    assert make.write_exports() == 1
    assert make.write_exports() == 0
    export.refresh_from_db()
    assert (export.state, export.done) == (State.READY, export.total)
    with default_storage.open(export.file) as content, zipfile.ZipFile(content) as archive:
        homes = archive.read("song-cau/people.Household.jsonl").decode()
    assert "Nông Thị Bình" in homes and "Ma Văn Lạ" not in homes
    assert not list((make.Path(make.settings.DATA) / "exports").iterdir())


def test_what_fails_is_tried_three_times_and_then_said(ward, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("full")

    begin_export(ward.locality, by=ward.quan)
    monkeypatch.setattr(make, "export_data", broken)
    for _try in range(make.TRIES):
        with pytest.raises(OSError):
            make.write_exports()
    make.write_exports()
    assert DataExport.objects.get().state == State.FAILED
    again = begin_export(ward.locality, by=ward.quan)
    assert (
        "Đang chờ tới lượt" in browser_of(ward.quan).get(f"/lam-viec/du-lieu/xuat/{again.pk}/").text
    )


def test_a_worker_that_was_overtaken_publishes_nothing(ward, monkeypatch):
    export = begin_export(ward.locality, by=ward.quan)

    def slow(*args, progress, **kwargs):
        DataExport.objects.filter(pk=export.pk).update(tries=2)
        progress(1, 2)

    monkeypatch.setattr(make, "export_data", slow)
    make.make_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.file) == (State.RUNNING, "")


def test_an_erasure_begins_a_half_written_file_anew(ward, monkeypatch):
    export = begin_export(ward.locality, by=ward.quan)

    def written(_locality, folder, **kwargs):
        folder.mkdir()
        erase_household(ward.binh, by=SYSTEM)
        return 1

    monkeypatch.setattr(make, "export_data", written)
    make.make_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.file) == (State.WAITING, "")
    assert not list(make.Path(default_storage.location).rglob("*.zip"))


def test_only_who_gave_a_code_just_before_gets_the_file(ward, ready):
    where = f"/lam-viec/du-lieu/xuat/{ready.pk}/"
    admin = browser_of(ward.quan)
    assert "chưa có mã xác thực" in admin.get(where).text
    assert admin.post(where + "tai/").status_code == 422
    TOTP.activate(ward.quan, SECRET)
    assert admin.post(where + "tai/", {"code": "000000"}).status_code == 422
    assert not AuditEvent.objects.filter(verb="data_export.fetched").exists()
    code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))
    file = admin.post(where + "tai/", {"code": code})
    assert zipfile.is_zipfile(io.BytesIO(b"".join(file.streaming_content)))
    assert admin.post(where + "tai/").status_code == 200  # within ten minutes
    default_storage.delete(DataExport.objects.get().file)  # restored from a backup
    assert admin.post(where + "tai/").status_code == 409
    assert AuditEvent.objects.filter(verb="data_export.fetched").count() == 2


def test_the_file_goes_after_a_day_and_with_an_erasure(
    ward, ready, django_capture_on_commit_callbacks
):
    DataExport.objects.update(ready_at=civil_now() - timedelta(hours=25))
    with django_capture_on_commit_callbacks(execute=True):
        make.write_exports()
    ready.refresh_from_db()
    assert ready.state == State.GONE and not list(
        make.Path(default_storage.location).rglob("*.zip")
    )
    begin_export(ward.locality, by=ward.quan)
    make.write_exports()
    with django_capture_on_commit_callbacks(execute=True):
        erase_household(ward.binh, by=SYSTEM)
    assert not DataExport.objects.filter(state=State.READY).exists()
    assert not list(make.Path(default_storage.location).rglob("*.zip"))
