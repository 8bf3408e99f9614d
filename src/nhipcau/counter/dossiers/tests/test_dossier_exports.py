import io
from datetime import date

import pytest

from nhipcau.core.errors import BadInput, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.counter.adapters import drop_folder
from nhipcau.counter.dossiers import apply, sources
from nhipcau.counter.dossiers import stage as stage_module
from nhipcau.counter.dossiers import take_file as taking
from nhipcau.counter.dossiers.apply import apply_batch
from nhipcau.counter.dossiers.cells import (
    BadCell,
    read_choice,
    read_moment,
    read_money,
    read_status,
)
from nhipcau.counter.dossiers.columns import match_columns
from nhipcau.counter.dossiers.exports import open_export
from nhipcau.counter.dossiers.finish import finish_dossier
from nhipcau.counter.dossiers.go_on import go_on
from nhipcau.counter.dossiers.receive import start_work
from nhipcau.counter.dossiers.sources import name_desk, read_sources, switch_source
from nhipcau.counter.dossiers.stage import (
    clear_forgotten,
    drop_batch,
    same_before,
    say_missing,
    stage_export,
)
from nhipcau.counter.dossiers.take_file import name_columns, take_file, write_changes
from nhipcau.counter.models import Dossier, DossierBatch, DossierMessage, DossierRow, DossierSource
from nhipcau.tables.write import Page, write_xlsx
from nhipcau.text.dates import say_exact

S, State = Dossier.Status, DossierBatch.State
HEADINGS = "MaHoSo,MaTTHC,ChuHoSo,SoDienThoai,NgayTiepNhan,NgayHenTra,TrangThaiHoSo,HinhThuc"
NUMBER = "000.00.01.H03-230526-0001"
LINE = f"{NUMBER},1.004884,Nông Thị Bình,0912345678,20230526163000,20230602170000,4,2"


def csv(*lines: str, headings: str = HEADINGS) -> io.BytesIO:
    return io.BytesIO("\n".join((headings, *lines)).encode())


def stage(desk, *lines: str, headings: str = HEADINGS, **more) -> DossierBatch:
    export = open_export(csv(*lines, headings=headings), "ho-so.csv")
    return stage_export(desk.ward.locality, export, by=desk.by.actor, **more)


def write(desk, *lines: str, **more) -> DossierBatch:
    return apply_batch(stage(desk, *lines, **more), by=desk.by.actor)


def test_an_export_enters_dossiers_and_the_same_again_changes_nothing(desk):
    batch = write(desk, LINE)
    assert batch.counts == {"new": 1, "overtaken": 0}
    dossier = Dossier.objects.get()
    assert (dossier.status, dossier.filed) == (S.IN_WORK, Dossier.Filed.ONLINE)
    assert dossier.procedure_version == desk.birth.current
    assert say_exact(dossier.received_at) == "16:30 Thứ Sáu 26/5"
    assert not DossierMessage.objects.exists()  # nobody is told of a first import
    assert stage(desk, LINE).counts == {"same": 1}


def test_a_later_export_moves_the_status_and_its_owner_is_told(desk):
    desk.account("sms")
    write(desk, LINE)
    later = LINE.replace(",4,2", ",5,2,Tờ khai; Ảnh 3x4")
    write(desk, later, headings=f"{HEADINGS},NoiDungBoSung")
    dossier = Dossier.objects.get()
    assert dossier.status == S.PAPERS_ASKED and dossier.left is not None
    assert [paper.name for paper in dossier.papers.all()] == ["Tờ khai", "Ảnh 3x4"]
    assert "can bo sung" in DossierMessage.objects.get().text
    assert stage(desk, later, headings=f"{HEADINGS},NoiDungBoSung").counts == {"same": 1}


def test_a_new_date_of_return_is_an_apology(desk):
    write(desk, LINE)
    write(desk, LINE.replace("20230602170000", "20230609170000"))
    dossier = Dossier.objects.get()
    assert dossier.steps.last().kind == "postponed"
    assert dossier.promised_at < dossier.due_at


def test_a_status_that_goes_back_is_reported_and_not_written(desk):
    write(desk, LINE)
    finish_dossier(Dossier.objects.get(), by=desk.by)
    batch = stage(desk, LINE)
    row = DossierRow.objects.get(batch=batch)
    assert batch.counts == {"backwards": 1}
    assert (row.row, row.column) == (2, "TrangThaiHoSo") and "Đã xử lý xong" in row.reason
    assert Dossier.objects.get().status == S.DONE


def test_each_fault_names_its_row_and_column(desk):
    name_desk(
        desk.ward.locality,
        name="Một cửa",
        agency="000.00.01.H03",
        valid_from=date(2020, 1, 1),
        by=desk.ward.quan,
    )
    batch = stage(
        desk,
        LINE,
        LINE,
        LINE.replace("H03", "H19"),
        LINE.replace("0001", "0002", 1).replace("20230526163000", "31/02/2023"),
        LINE.replace("0001", "0003", 1).replace(",4,2", ",Đang bay,2"),
        LINE.replace("0001", "0004", 1).replace("20230602170000", "20230502170000"),
        LINE.replace("0001", "0005", 1).replace("20230526163000", ""),
        LINE.replace(NUMBER, ""),
    )
    assert batch.counts == {"new": 1, "refused": 7}
    told = dict(
        DossierRow.objects.filter(batch=batch, verdict="refused").values_list("row", "column")
    )
    assert told == {
        3: "MaHoSo",
        4: "MaHoSo",
        5: "NgayTiepNhan",
        6: "TrangThaiHoSo",
        7: "NgayHenTra",
        8: "NgayTiepNhan",
        9: "MaHoSo",
    }
    assert "H19" in DossierRow.objects.get(batch=batch, row=4).reason
    assert "dòng 2" in DossierRow.objects.get(batch=batch, row=3).reason


def test_renamed_columns_are_matched_when_near_and_said(desk):
    headings = "Mã số hồ sơ (DVC),Mã TTHC,Người nộp,SĐT,Ngày nhận,Hạn trả,Tình trạng hồ sơ,Kênh"
    batch = stage(desk, LINE, headings=headings)
    assert batch.counts == {"new": 1}
    near = match_columns(["Mã hồ sơ ", "Trạng thái hồsơ", "Ngày hẹn tra kq", "Ghi chú"])
    assert near.found["status"] == "Trạng thái hồsơ" and near.unused == ["Ghi chú"]
    assert "due_at" in near.guessed


def test_a_column_nobody_can_tell_is_asked_for(desk):
    batch = stage(desk, LINE, headings=HEADINGS.replace("TrangThaiHoSo", "Cột G"))
    assert batch.state == State.ASKING and "“Trạng thái hồ sơ”" in say_missing(batch)
    assert "“Cột G”" in say_missing(batch)
    with pytest.raises(WrongState):
        apply_batch(batch, by=desk.by.actor)
    name_columns(batch, {"status": "Cột G"}, by=desk.by.actor)
    assert (batch.state, batch.counts) == (State.READY, {"new": 1})


def test_a_workbook_with_a_title_above_its_headings_is_read(desk):
    page = Page(
        "Hồ sơ",
        ("STT", "Mã hồ sơ", "Trạng thái", "Ngày tiếp nhận"),
        [(1, NUMBER, "Đang xử lý", "26/05/2023 16:30")],
        title="DANH SÁCH HỒ SƠ",
    )
    export = open_export(io.BytesIO(write_xlsx([page])), "ho-so.xlsx")
    batch = stage_export(desk.ward.locality, export, by=desk.by.actor)
    assert batch.counts == {"new": 1}
    assert DossierRow.objects.get().row == 4


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rubbish", b"a\nb", b"\x00\x01\x02\x03"])
def test_what_is_no_export_is_said_so(content):
    with pytest.raises(BadInput):
        open_export(io.BytesIO(content), "x.csv")


@pytest.mark.parametrize("text", ["20230526163000", "26/05/2023 16:30", "2023-05-26 16:30:00"])
def test_moments_are_read_in_every_form_of_the_exchange(text):
    assert say_exact(read_moment(text)) == "16:30 Thứ Sáu 26/5"


def test_a_day_without_a_time_ends_when_desks_close():
    assert say_exact(read_moment("26/05/2023", at_end=True)) == "17:00 Thứ Sáu 26/5"
    with pytest.raises(BadCell):
        read_moment("ngày mai")


@pytest.mark.parametrize(("text", "status"), [("5", 5), ("10", 10), ("9 - Đã xử lý xong", 9)])
def test_statuses_are_codes_or_words(text, status):
    assert read_status(text) == status
    assert read_status("TRẢ KẾT QUẢ".replace("TRẢ", "Đã trả")) == 10


def test_what_the_desk_changed_meanwhile_is_left_alone(desk):
    write(desk, LINE)
    batch = stage(desk, LINE.replace(",4,2", ",9,2"))
    finish_dossier(Dossier.objects.get(), by=desk.by)
    apply_batch(batch, by=desk.by.actor)
    assert batch.counts["overtaken"] == 1
    assert Dossier.objects.get().steps.filter(kind="done").count() == 1


def test_a_writing_that_broke_off_goes_on(desk, monkeypatch):
    batch = stage(desk, LINE, LINE.replace("0001", "0002", 1))
    real, seen = apply.enter_dossier, []

    def break_off(*args, **more):
        if seen:
            raise KeyboardInterrupt
        seen.append(1)
        return real(*args, **more)

    monkeypatch.setattr(apply, "enter_dossier", break_off)
    with pytest.raises(KeyboardInterrupt):
        apply_batch(batch, by=desk.by.actor)
    monkeypatch.setattr(apply, "enter_dossier", real)
    with pytest.raises(WrongState):
        apply_batch(batch, by=desk.by.actor)  # still leased
    DossierBatch.objects.update(leased_until="2020-01-01T00:00Z")
    apply_batch(batch, by=desk.by.actor)
    assert Dossier.objects.count() == 2


def test_a_dropped_or_forgotten_preview_leaves_nobodys_data(desk):
    batch = stage(desk, LINE)
    drop_batch(batch, by=desk.by.actor)
    stage(desk, LINE)
    desk.civil.go(days=8)
    assert clear_forgotten() == 1
    assert not DossierRow.objects.exists() and not Dossier.objects.exists()
    assert AuditEvent.objects.filter(verb="dossiers.dropped").count() == 2


def test_the_drop_folder_is_read_applied_and_tidied(desk, settings, tmp_path):
    settings.DATA = tmp_path
    switch_source(desk.ward.locality, "folder", is_on=True, by=desk.ward.quan)
    assert read_sources() == 0
    folder = drop_folder(desk.ward.locality)
    folder.mkdir(parents=True)
    (folder / "1.csv").write_bytes(csv(LINE).read())
    (folder / "2.csv").write_bytes(b"khong phai bang")
    (folder / ".3.csv").write_bytes(csv(LINE).read())
    assert read_sources() == 2
    assert Dossier.objects.get().status == S.IN_WORK
    assert (folder / "da-doc/1.csv").exists() and (folder / "khong-doc-duoc/2.csv").exists()
    assert "2.csv" in DossierSource.objects.get().problem
    (folder / "4.csv").write_bytes(csv(LINE).read())
    assert read_sources() == 1 and Dossier.objects.get().turn == 0


def test_a_file_is_put_away_only_once_it_is_written(desk, settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    switch_source(desk.ward.locality, "folder", is_on=True, by=desk.ward.quan)
    folder = drop_folder(desk.ward.locality)
    folder.mkdir(parents=True)
    (folder / "1.csv").write_bytes(csv(LINE).read())
    (folder / "2.csv").write_bytes(csv(LINE.replace("0001", "0002", 1)).read())
    real, broken = apply_batch, []

    def break_once(batch, **more):
        if not broken:
            broken.append(batch)
            raise OSError
        return real(batch, **more)

    monkeypatch.setattr(sources, "apply_batch", break_once)
    assert read_sources() == 2
    assert Dossier.objects.count() == 1 and (folder / "1.csv").exists()
    assert "1.csv: chưa ghi được" in DossierSource.objects.get().problem
    assert read_sources() == 1
    assert Dossier.objects.count() == 2 and (folder / "da-doc/1.csv").exists()
    assert DossierSource.objects.get().problem == ""
    assert not DossierBatch.objects.exclude(state=State.APPLIED).exists()


def test_what_a_crash_left_of_a_source_is_written_without_its_file(desk):
    switch_source(desk.ward.locality, "folder", is_on=True, by=desk.ward.quan)
    stage(desk, LINE, source="folder")
    looked_at = stage(desk, LINE.replace("0001", "0002", 1), source="folder")
    name_columns(looked_at, {"status": "TrangThaiHoSo"}, by=desk.by.actor)
    stage(desk, LINE.replace("0001", "0003", 1), source="api")
    assert read_sources() == 0
    assert [one.number for one in Dossier.objects.all()] == [NUMBER]


def test_a_long_file_is_read_and_written_in_the_background(desk, monkeypatch):
    monkeypatch.setattr(taking, "SHORT", 1)
    lines = (LINE, LINE.replace("0001", "0002", 1))
    headings = HEADINGS.replace("TrangThaiHoSo", "Cột G")
    by = desk.by.actor
    batch = take_file(desk.ward.locality, csv(*lines, headings=headings), name="a.csv", by=by)
    assert (batch.state, batch.file != "") == (State.READING, True)
    assert go_on() == 1
    batch.refresh_from_db()
    assert (batch.state, batch.file, batch.rows_total) == (State.ASKING, "", 2)
    assert name_columns(batch, {"status": "Cột G"}, by=by).state == State.READING
    assert go_on() == 1
    batch.refresh_from_db()
    assert (batch.state, batch.counts, batch.rows_done) == (State.READY, {"new": 2}, 2)
    assert write_changes(batch, by=by).state == State.APPLYING and not Dossier.objects.exists()
    assert go_on() == 1 and go_on() == 0
    batch.refresh_from_db()
    assert (batch.state, batch.applied_by, Dossier.objects.count()) == (State.APPLIED, str(by), 2)


def test_a_long_file_that_is_none_says_so_and_half_a_file_is_dropped(desk, monkeypatch):
    monkeypatch.setattr(taking, "SMALL", 1)
    bad = take_file(desk.ward.locality, io.BytesIO(b"a;b"), name="a.csv", by=desk.by.actor)
    half = stage(desk, LINE)
    DossierBatch.objects.filter(pk=half.pk).update(
        state=State.READING, rows_total=2, leased_until="2020-01-01T00:00Z"
    )
    assert go_on() == 2
    bad.refresh_from_db()
    half.refresh_from_db()
    assert (bad.state, bad.file) == (State.REFUSED, "") and "không có hàng" in bad.fault
    assert half.state == State.DROPPED and not DossierRow.objects.exists()


def test_a_long_file_dropped_between_two_parts_leaves_nobodys_data(desk, monkeypatch):
    monkeypatch.setattr(taking, "SHORT", 1)
    lines = (LINE, LINE.replace("0001", "0002", 1))
    batch = take_file(desk.ward.locality, csv(*lines), name="a.csv", by=desk.by.actor)
    real = stage_module.go_on_reading

    def dropped(read, done):
        drop_batch(batch, by=desk.by.actor)
        DossierRow.objects.create(locality=desk.ward.locality, batch=batch, row=9, cells=["Bình"])
        real(read, done)

    monkeypatch.setattr(stage_module, "go_on_reading", dropped)
    assert go_on() == 1
    batch.refresh_from_db()
    assert (batch.state, batch.file) == (State.DROPPED, "")
    assert not DossierRow.objects.exists()


def test_the_same_file_again_says_so(desk):
    first = write(desk, LINE)
    assert same_before(first) is None
    assert same_before(stage(desk, LINE)) == first
    assert same_before(stage(desk, LINE.replace("0001", "0002", 1))) is None


def test_an_export_that_only_fills_in_makes_no_step(desk):
    write(desk, LINE)
    write(desk, f"{LINE},Phòng Tư pháp", headings=f"{HEADINGS},DonViXuLy")
    dossier = Dossier.objects.get()
    assert dossier.handled_by == "Phòng Tư pháp" and dossier.steps.count() == 2


def test_our_own_step_first_then_the_export_says_the_same(desk):
    dossier = desk.dossier(number=NUMBER, filed=2)
    start_work(dossier, by=desk.by)
    assert stage(desk, LINE).counts == {"same": 1}


def test_a_cell_of_thousands_of_digits_breaks_no_other_line():
    endless = "9" * 5000
    assert read_money(f"Lệ phí: 50.000 đ ({endless})") == 50_000 and read_money(endless) is None
    assert read_choice(endless, {}, [1, 2], 1) == 1
