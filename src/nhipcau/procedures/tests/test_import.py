"""A file becomes a preview, and the preview the catalogue."""

import io
import json
from pathlib import Path

import pytest
from django_scopes import scope

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.procedures.apply import apply_catalogue
from nhipcau.procedures.models import (
    CatalogueBatch,
    CatalogueRow,
    Procedure,
    ProcedureVersion,
    Way,
)
from nhipcau.procedures.queries import current_version, in_force, whole
from nhipcau.procedures.retire import retire_procedure
from nhipcau.procedures.revise import change_procedure
from nhipcau.procedures.stage import KEPT_FOR, clear_forgotten, drop_catalogue, stage_catalogue
from nhipcau.procedures.tests.files import BIRTH_FASTER, CRAWL, CSV
from nhipcau.tables.write import Page, write_xlsx

DEMO = Path(__file__).resolve().parents[1] / "demo/catalogue.toml"


def staged(ward, content: str | bytes, **more) -> CatalogueBatch:
    raw = content.encode() if isinstance(content, str) else content
    return stage_catalogue(ward.locality, io.BytesIO(raw), name="tệp", by=SYSTEM, **more)


def imported(ward, content: str | bytes) -> CatalogueBatch:
    return apply_catalogue(staged(ward, content), by=SYSTEM)


def refused(batch) -> list[tuple[int, str]]:
    rows = CatalogueRow.objects.filter(batch=batch, verdict="refused").order_by("row")
    return [(row.row, row.column) for row in rows]


def crawl(**changes) -> str:
    return json.dumps({**CRAWL, **changes}, ensure_ascii=False)


def test_a_preview_changes_nothing(ward):
    batch = staged(ward, crawl())
    assert batch.counts == {"new": 1} and batch.state == "ready"
    assert not Procedure.objects.exists()


def test_a_crawled_record_becomes_a_version(ward):
    imported(ward, crawl())
    version = current_version("1.004222")
    direct, online = version.ways.all()
    assert (direct.time_amount, direct.time_unit, direct.fee_vnd) == (7, "working_day", 20000)
    assert (online.time_text, online.fee_kind) == ("", Way.Fee.FREE)
    assert version.unclear == {"Cách thức thực hiện": "Trực tuyến: 1"}
    assert version.details == {"Loại thủ tục": "TTHC"}
    assert version.conditions == "" and version.papers.get().form_name == "CT01.docx"


def test_the_same_file_again_changes_nothing(ward):
    imported(ward, crawl())
    again = staged(ward, crawl())
    assert again.counts == {"same": 1}
    apply_catalogue(again, by=SYSTEM)
    assert ProcedureVersion.objects.count() == 1


def test_what_changed_becomes_a_version_and_the_rest_stays(ward):
    two = crawl() + "\n" + crawl(ma_thu_tuc="1.000419", ten_thu_tuc="Khai tử")
    imported(ward, two)
    old = current_version("1.004222")
    batch = imported(ward, two.replace("Sổ mới", "Cập nhật cơ sở dữ liệu"))
    assert batch.counts == {"changed": 2}
    assert current_version("1.004222").number == 2
    assert ProcedureVersion.objects.get(pk=old.pk).result == "Sổ mới (KQ.G01.1)"


def test_half_of_a_sign_and_what_no_database_takes_are_mended(ward):
    record = json.dumps({**CRAWL, "ten_thu_tuc": "Khai sinh \ud83d", "l\x00a": "a\x00b"})
    imported(ward, record)
    version = current_version("1.004222")
    assert (version.name, version.unclear["l a"]) == ("Khai sinh ?", "a b")


def test_an_index_leaves_what_it_does_not_tell(ward):
    imported(ward, crawl())
    index = "code\tname\tlevel\tministry_dir\n1.004222\tĐăng ký nơi thường trú\tCấp xã\tbca\n"
    batch = imported(ward, index)
    assert batch.report == {"unused": ["ministry_dir"]}
    version = current_version("1.004222")
    assert version.name == "Đăng ký nơi thường trú" and version.ways.count() == 2


def test_a_light_record_is_told_from_a_whole_one(ward):
    imported(ward, "code\tname\n1.004222\tĐăng ký thường trú\n")
    assert current_version("1.004222").is_light


def test_a_table_in_any_order_is_read(ward):
    batch = imported(ward, CSV)
    assert batch.counts == {"new": 2}
    version = current_version("1.001193")
    ways = {way.kind: way for way in version.ways.all()}
    assert (ways["direct"].time_amount, ways["direct"].time_unit) == (1, "working_day")
    assert (ways["direct"].fee_vnd, ways["online"].fee_kind) == (8000, Way.Fee.FREE)
    papers = [(paper.name, paper.originals, paper.copies) for paper in version.papers.all()]
    assert papers == [("Tờ khai theo mẫu", 1, None), ("Giấy chứng sinh", 1, 1)]
    assert version.retrieved_at is not None and version.steps == "Bước 1\nBước 2"
    other = current_version("2.000815")
    assert (
        other.unclear == {"Thời hạn giải quyết": "2", "Phí trực tiếp": ""} or not other.ways.all()
    )


def test_a_number_without_a_unit_stays_text(ward):
    imported(ward, "Mã TTHC;Tên TTHC;Cách nộp;Thời hạn;Phí\n1.000001;A;Trực tiếp;3;5000\n")
    (way,) = current_version("1.000001").ways.all()
    assert (way.time_amount, way.time_text, way.fee_vnd, way.fee_text) == (None, "3", None, "5000")


def test_a_unit_in_the_heading_counts(ward):
    told = "Mã TTHC;Tên TTHC;Cách nộp;Thời hạn (ngày làm việc);Phí (đồng)"
    imported(ward, f"{told}\n1.000001;A;Trực tiếp;3;5000\n")
    (way,) = current_version("1.000001").ways.all()
    assert (way.time_amount, way.time_unit, way.fee_vnd) == (3, "working_day", 5000)


def test_a_workbook_is_read_with_its_title(ward):
    book = write_xlsx(
        [Page("TTHC", ["Tên thủ tục", "Mã thủ tục"], [["Khai sinh", "1.001193"]], title="DANH MỤC")]
    )
    assert imported(ward, book).counts == {"new": 1}


def test_faults_have_their_row_and_column_and_stop_nobody_else(ward):
    table = "Mã thủ tục,Tên thủ tục,Ngày lấy\n1.000001,A,\nabc,B,\n,C,\n1.000001,D,\n1.000002,,\n"
    batch = imported(ward, table + "1.000003,E,32/13/2025\n1.000004,F,1/2/2025\n")
    code, name = "Mã thủ tục", "Tên thủ tục"
    assert batch.counts == {"new": 2, "refused": 5}
    batch = staged(ward, table + "1.000003,E,32/13/2025\n")
    assert refused(batch) == [(3, code), (4, code), (5, code), (6, name), (7, "Ngày lấy")]


def test_a_cut_line_is_refused_and_the_others_come(ward):
    assert imported(ward, crawl() + "\n" + crawl()[:80] + "\n[]\n").counts == {
        "new": 1,
        "refused": 2,
    }


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"PK\x03\x04nonsense",
        b"xin chao\n",
        b"[{",
        b"[[procedure]]\nx",
        b"{}[",
        b"[[procedure]]\ncode = " + b"1" * 5000,
        b"ma\tten\n" + b"\t\t\n" * 60_000,  # empty rows that a spreadsheet drags along
    ],
)
def test_what_cannot_be_read_leaves_no_batch(ward, content):
    try:
        batch = staged(ward, content)
    except BadInput as error:
        assert error.message
        assert not CatalogueBatch.objects.exists()
    else:
        assert set(batch.counts) == {"refused"}


def test_our_own_form_is_read(ward):
    way = '[[procedure.ways]]\nkind = "post"\ntime = "1 ngày làm việc"\nfee = "8.000 đồng"\n'
    imported(ward, f'[[procedure]]\ncode = "1.001193"\nname = "Khai sinh"\n{way}')
    (way,) = current_version("1.001193").ways.all()
    assert (way.kind, way.time_unit, way.fee_vnd) == ("post", "working_day", 8000)


def test_a_retired_procedure_does_not_come_back_by_a_file(ward):
    imported(ward, crawl())
    retire_procedure(Procedure.objects.get(), by=SYSTEM)
    assert staged(ward, crawl(ten_thu_tuc="Khác")).counts == {"refused": 1}


def test_a_catalogue_that_moved_on_is_not_overwritten(ward):
    imported(ward, crawl())
    batch = staged(ward, crawl(ten_thu_tuc="Khác") + "\n" + crawl(ma_thu_tuc="1.000419"))
    procedure = Procedure.objects.get()
    change_procedure(procedure, BIRTH_FASTER, seen=procedure.current_id, by=SYSTEM)
    with pytest.raises(WrongState):
        apply_catalogue(batch, by=SYSTEM)
    assert in_force().count() == 1 and Procedure.objects.count() == 1
    assert current_version("1.004222").name == BIRTH_FASTER.name
    assert ProcedureVersion.objects.count() == 2


def test_a_preview_is_applied_or_dropped_once(ward):
    batch = staged(ward, crawl())
    drop_catalogue(batch, by=SYSTEM)
    for verb in (apply_catalogue, drop_catalogue):
        with pytest.raises(WrongState):
            verb(batch, by=SYSTEM)
    assert not CatalogueRow.objects.exists()


def test_a_preview_that_nobody_applied_is_forgotten_after_a_week(ward):
    batch = staged(ward, crawl())
    assert clear_forgotten() == 0 and CatalogueRow.objects.exists()
    CatalogueBatch.objects.update(created_at=batch.created_at - KEPT_FOR)
    assert clear_forgotten() == 1
    assert not CatalogueRow.objects.exists()
    with pytest.raises(WrongState):
        apply_catalogue(batch, by=SYSTEM)


def test_strangers_and_viewers_import_nothing(ward, stranger):
    for staff in (stranger.thu, ward.minh, ward.hoa):
        with pytest.raises(NotAllowed):
            stage_catalogue(ward.locality, io.BytesIO(b"x"), name="x", by=staff.actor)
    imported(ward, crawl())
    with scope(locality=stranger.locality):
        assert current_version("1.004222") is None


def test_the_demo_s_catalogue_is_whole_and_names_its_sources(ward):
    batch = imported(ward, DEMO.read_bytes())
    assert set(batch.counts) == {"new"} and batch.counts["new"] >= 20
    for procedure in in_force():
        version = whole(procedure.current_id)
        assert version.source_url.startswith("https://") and version.retrieved_at, procedure
        assert version.ways.all() and version.papers.all() and version.steps, procedure
        assert not version.unclear, procedure


def test_a_writing_that_broke_off_shows_nothing_and_goes_on(ward):
    batch = staged(ward, "\n".join(crawl(ma_thu_tuc=f"1.{n:06}") for n in range(25)))

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        apply_catalogue(batch, by=SYSTEM, progress=stop)
    assert ProcedureVersion.objects.exists() and not in_force().exists()
    with pytest.raises(WrongState):  # somebody still holds it
        apply_catalogue(batch, by=SYSTEM)
    CatalogueBatch.objects.update(leased_until=batch.created_at)
    apply_catalogue(batch, by=SYSTEM)
    assert in_force().count() == ProcedureVersion.objects.count() == 25
