import io
import unicodedata

import pytest
from django_scopes import scope

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.people.models import (
    Circumstance,
    ContactPoint,
    Group,
    Household,
    ImportBatch,
    ImportRow,
    Membership,
    Resident,
    StagedHousehold,
)
from nhipcau.people.register.apply import apply_register
from nhipcau.people.register.clear import clear_batch, clear_forgotten
from nhipcau.people.register.open import drop_batch, open_batch
from nhipcau.people.register.stage import stage, stage_waiting
from nhipcau.people.register.tests import files
from nhipcau.places.models import Neighbourhood


@pytest.fixture(autouse=True)
def files_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def staged(ward, file, name="so-ho.xlsx"):
    return stage(open_batch(ward.locality, file, name=name, by=ward.lan.actor))


def staged_for(locality, file):
    return stage(open_batch(locality, file, name="so-ho.xlsx", by=SYSTEM))


def imported(ward, rows):
    return apply_register(staged(ward, files.xlsx(rows)), by=ward.quan.actor)


def snapshot():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Household, Resident, ContactPoint, Membership, Group, Neighbourhood)
    ]


def rows_of(batch, verdict):
    return [(row.row, row.column) for row in batch.rows.filter(verdict=verdict).order_by("row")]


def test_a_preview_writes_nothing_to_the_register(ward):
    before = snapshot()
    batch = staged(ward, files.xlsx(files.SMALL, start=4))
    assert batch.state == "ready"
    assert batch.counts["new"] == 3
    assert snapshot() == before


def test_applying_writes_households_people_and_telephones(ward):
    imported(ward, files.SMALL)
    binh = Household.objects.get(neighbourhood=ward.to_2, house="Số 12")
    assert (binh.head_name, binh.alley, binh.people) == ("Nông Thị Bình", "ngõ 4", 2)
    assert [str(person.born_on) for person in binh.residents.order_by("id")] == [
        "1951-03-02",
        "None",
    ]
    phone = binh.contacts.get()
    assert (phone.value, phone.takes_sms, phone.legal_basis) == (
        "+84912345678",
        True,
        "public_task",
    )
    assert AuditEvent.objects.get(verb="register.applied").after["new"] == 3


def test_the_same_file_twice_changes_nothing(ward):
    imported(ward, files.SMALL)
    before = snapshot()
    batch = imported(ward, files.SMALL)
    assert batch.counts["same"] == 3
    assert snapshot() == before


def test_a_second_file_updates_and_deletes_nobody(ward):
    imported(ward, files.SMALL)
    moved = [*files.BINH[:4], "Số 18", "ngõ 4", "0988 777 666"]
    batch = imported(ward, [files.HEADINGS, moved, files.BINH_SON])
    binh = Household.objects.get(neighbourhood=ward.to_2, head_name="Nông Thị Bình")
    assert binh.house == "Số 18"
    assert set(binh.contacts.values_list("value", flat=True)) == {"+84912345678", "+84988777666"}
    assert Household.objects.filter(neighbourhood=ward.to_2).count() == 2
    assert (batch.counts["households_missing"], batch.counts["people_missing"]) == (1, 1)


def test_a_new_head_at_the_same_address_is_the_same_household(ward):
    imported(ward, files.SMALL)
    son = ["Tổ 2", "Nông Văn Sơn", "Chủ hộ", "1975", "12", "Ngõ 4", ""]
    batch = imported(ward, [files.HEADINGS, son])
    assert batch.counts["changed"] == 1
    assert Household.objects.filter(neighbourhood=ward.to_2).count() == 2
    assert Household.objects.get(neighbourhood=ward.to_2, house="Số 12").head_name == "Nông Văn Sơn"


def test_a_corrected_birthday_is_a_change_and_not_a_new_person(ward):
    imported(ward, files.SMALL)
    corrected = [*files.BINH[:3], "02/03/1952", *files.BINH[4:]]
    batch = imported(ward, [files.HEADINGS, corrected, files.BINH_SON, files.HA])
    assert (batch.counts["changed"], batch.counts["same"]) == (1, 2)
    assert (
        Resident.objects.get(name="Nông Thị Bình", household__neighbourhood=ward.to_2).birth_year
        == 1952
    )


def test_father_and_son_of_one_name_are_two_people(ward):
    rows = [
        files.HEADINGS,
        ["Tổ 2", "Hoàng Văn An", "Chủ hộ", "1950", "1", "", ""],
        ["", "Hoàng Văn An", "Con", "1980", "", "", ""],
    ]
    imported(ward, rows)
    assert imported(ward, rows).counts["same"] == 2
    assert Resident.objects.filter(name="Hoàng Văn An").count() == 2


def test_names_in_nfd_are_the_same_names(ward):
    imported(ward, files.SMALL)
    apart = [
        [unicodedata.normalize("NFD", cell) if isinstance(cell, str) else cell for cell in row]
        for row in files.SMALL
    ]
    assert imported(ward, apart).counts["same"] == 3


def test_csv_of_the_same_people_is_the_same(ward):
    imported(ward, files.SMALL)
    text = "\n".join(";".join(str(cell) for cell in row) for row in files.SMALL)
    assert staged(ward, files.csv(text), "so.csv").counts["same"] == 3


def test_known_neighbourhoods_are_found_and_new_ones_made_only_when_applied(ward):
    rows = [
        files.HEADINGS,
        ["TDP số 13", "Vi Văn Một", "Chủ hộ", "1960", "90", "", ""],
        ["24", "Vi Văn Hai", "Chủ hộ", "1961", "91", "", ""],
    ]
    batch = staged(ward, files.xlsx(rows))
    assert batch.report["new_places"] == ["Tổ 24"]
    assert not Neighbourhood.objects.filter(name="Tổ 24").exists()
    apply_register(batch, by=ward.quan.actor)
    assert Household.objects.get(head_name="Vi Văn Hai").neighbourhood.number == 24
    assert Household.objects.get(head_name="Vi Văn Một").neighbourhood == ward.to_13


def test_doubt_and_refusal_name_row_and_column(ward):
    rows = [
        *files.SMALL,
        ["Tổ 2", "Ma Văn Ba", "Chủ hộ", "31/02/1980", "20", "", "09123"],
        ["Tổ 2", "", "Con", "2010", "", "", ""],
        ["", "Nông Thị Bình", "Chủ hộ", "02/03/1951", "Số 12", "ngõ 4", ""],
    ]
    batch = staged(ward, files.xlsx(rows, start=3))
    assert rows_of(batch, "refused") == [(9, "Họ và tên"), (10, "")]
    assert rows_of(batch, "doubtful") == [(8, "Ngày sinh")]
    reason = batch.rows.get(row=8).reason
    assert "Ngày sinh" in reason
    assert "điện thoại" in reason


def test_a_doubtful_row_is_taken_without_what_is_at_fault(ward):
    imported(ward, [files.HEADINGS, ["Tổ 2", "Ma Văn Ba", "Chủ hộ", "31/02/1980", "20", "", "091"]])
    ba = Resident.objects.get(name="Ma Văn Ba")
    assert ba.born_on is None
    assert not ba.household.contacts.exists()


def test_a_household_without_a_neighbourhood_is_refused(ward):
    rows = [["Họ tên", "Quan hệ", "Số nhà"], ["An", "Chủ hộ", "1"]]
    batch = staged(ward, files.xlsx(rows))
    assert batch.counts["refused"] == 1
    assert "tổ dân phố" in batch.rows.get().reason


def test_joined_smartphone_language_and_best_way_are_taken(ward):
    heads = ["Tổ", "Họ tên", "Quan hệ", "Số nhà", "Điện thoại thông minh", "Đã vào nhóm"]
    more = ["Ngôn ngữ", "Cách báo tin", "Quan tâm OA"]
    rows = [
        [*heads, *more],
        ["Tổ 2", "An", "Chủ hộ", "1", "không", "không", "Tày", "đến nhà", "không"],
        ["Tổ 2", "Chi", "Chủ hộ", "2", "x", "x", "", "", "x"],
        ["", "Con Chi", "Con", "", "", "x", "", "", ""],
    ]
    imported(ward, rows)
    an, chi = (Household.objects.get(head_name=name) for name in ("An", "Chi"))
    assert (an.has_smartphone, an.language, an.best_way) == (False, "tyz", "door")
    assert (chi.has_smartphone, chi.language, chi.follows_oa) == (True, "vi", True)
    group = Group.objects.get(neighbourhood=ward.to_2)
    assert group.memberships.filter(household=chi, state="confirmed").count() == 2
    assert imported(ward, rows).counts["same"] == 3


def test_who_lives_alone_is_noted_and_what_the_file_does_not_say_stays(ward):
    heads = ["Tổ", "Họ tên", "Quan hệ", "Số nhà", "Người già ở một mình"]
    old, young = ["Tổ 2", "An", "Chủ hộ", "1"], ["Tổ 2", "Chi", "Chủ hộ", "2"]
    imported(ward, [heads, [*old, "x"], [*young, ""]])
    noted = Circumstance.objects.get()
    assert (noted.household.head_name, noted.is_elder_alone, noted.source) == ("An", True, "ward")
    Circumstance.objects.update(is_remote=True)
    again = imported(ward, [heads, [*old, "không"], [*young, "có"]])
    assert again.counts["changed"] == 2
    found = Circumstance.objects.order_by("household__head_name")
    said = found.values_list("is_elder_alone", "is_remote")
    assert list(said) == [(False, True), (True, None)]
    assert imported(ward, [heads, [*old, "không"], [*young, ""]]).counts["same"] == 2


def test_identity_numbers_never_reach_a_table(ward):
    rows = [[*files.HEADINGS, "Số CCCD", "Số thẻ BHYT"], [*files.BINH, "006051000123", "DN123"]]
    batch = staged(ward, files.xlsx(rows))
    assert batch.report["dropped_columns"] == ["Số CCCD", "Số thẻ BHYT"]
    assert "006051000123" not in str(list(ImportRow.objects.values())) + str(
        list(StagedHousehold.objects.values())
    )


def test_who_died_or_moved_is_kept_as_gone(ward):
    heads = [*files.HEADINGS, "Cư trú"]
    imported(ward, [heads, [*files.HA, ""]])
    imported(ward, [heads, [*files.HA, "đã chuyển đi"]])
    ha = Resident.objects.get(name="Hà Thị Lan")
    assert ha.is_gone
    assert ha.household.is_gone


def test_walks_go_by_alley_and_house(ward):
    houses = [("15", "ngõ 4"), ("2", "ngõ 4"), ("12A", "ngõ 4"), ("12", "ngõ 4"), ("9", "ngõ 2")]
    imported(
        ward,
        [files.HEADINGS]
        + [["Tổ 2", f"Chủ {n}", "Chủ hộ", "", n, alley, ""] for n, alley in houses],
    )
    walked = Household.objects.filter(neighbourhood=ward.to_2).order_by("walk_order")
    assert [home.house for home in walked] == ["9", "2", "12", "12A", "15"]


def test_no_statement_touches_a_stranger_with_the_same_addresses(ward, stranger):
    heads = [*files.HEADINGS, "Đã vào nhóm", "Cư trú"]
    rows = [
        heads,
        ["Tổ 13", "Ma Văn Lạ", "Chủ hộ", "1950", "Số 12", "ngõ 4", "0912 345 678", "x", ""],
        ["Tổ 13", "Nông Thị Bình", "Chủ hộ", "1951", "Số 12", "ngõ 4", "0912 345 678", "x", "chết"],
    ]
    with scope(locality=stranger.locality):
        apply_register(staged_for(stranger.locality, files.xlsx(rows)), by=SYSTEM)
        before = snapshot()
    imported(ward, rows)
    imported(ward, [heads, [*rows[1][:4], "Số 99", *rows[1][5:]]])
    with scope(locality=stranger.locality):
        assert snapshot() == before


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (files.xlsx([["Thu", "Chi"], [1, 2]]), "hàng tiêu đề"),
        (files.xlsx([files.HEADINGS]), "không có hộ dân"),
        (io.BytesIO(b""), "không có dữ liệu"),
        (io.BytesIO(b"PK\x03\x04garbage" * 9), "bị hỏng"),
        (io.BytesIO(b"%PDF-1.4\x00\x01"), "không phải bảng tính"),
        (
            io.BytesIO(
                bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le") * 3
            ),
            "mật khẩu",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(ward, file, words):
    before = snapshot()
    file.seek(0)
    batch = staged(ward, file)
    assert batch.state == "refused"
    assert words in batch.fault
    assert snapshot() == before


def test_a_hundred_megabytes_are_refused_at_the_door(ward, tmp_path):
    with (tmp_path / "big.xlsx").open("w+b") as big:
        big.truncate(100 * 1024 * 1024)
        with pytest.raises(BadInput, match="quá lớn"):
            open_batch(ward.locality, big, name="big.xlsx", by=ward.lan.actor)
    assert not ImportBatch.objects.exists()


def test_applying_twice_is_once(ward):
    batch = staged(ward, files.xlsx(files.SMALL))
    apply_register(batch, by=ward.quan.actor)
    with pytest.raises(WrongState):
        apply_register(batch, by=ward.quan.actor)


def test_a_preview_overtaken_by_another_import_is_read_again(ward):
    old = staged(ward, files.xlsx([files.HEADINGS, files.HA]))
    imported(ward, files.SMALL)
    with pytest.raises(WrongState, match="tệp khác"):
        apply_register(old, by=ward.quan.actor)
    old.refresh_from_db()
    assert old.state == "reading"
    assert stage(old).counts["same"] == 1


def test_a_dropped_file_cannot_be_applied(ward):
    batch = staged(ward, files.xlsx(files.SMALL))
    drop_batch(batch, by=ward.lan.actor)
    with pytest.raises(WrongState):
        apply_register(batch, by=ward.quan.actor)


def test_the_same_unread_file_sent_twice_is_one_batch(ward):
    content = files.xlsx(files.SMALL).getvalue()
    one, two = (
        open_batch(ward.locality, io.BytesIO(content), name="a.xlsx", by=ward.lan.actor)
        for _time in range(2)
    )
    assert one.pk == two.pk


def test_a_reading_that_was_broken_off_is_taken_up_again(ward, monkeypatch):
    batch = open_batch(ward.locality, files.xlsx(files.SMALL), name="a.xlsx", by=ward.lan.actor)

    def broken_off(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stage(batch, progress=broken_off)
    assert stage(batch).state == "reading"  # the lease of the dead reader still runs
    ImportBatch.objects.filter(pk=batch.pk).update(leased_until=None)
    assert stage_waiting() == 1
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count()) == ("ready", 3)


def test_file_and_staging_go_when_they_have_served(ward, tmp_path):
    batch = imported(ward, files.SMALL)
    clear_batch(batch)
    assert not ImportRow.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_forgotten_preview_is_cleared_after_a_week(ward, tmp_path):
    batch = staged(ward, files.xlsx(files.SMALL))
    clear_forgotten()
    assert ImportRow.objects.exists()
    ImportBatch.objects.filter(pk=batch.pk).update(staged_at="2020-01-01T00:00Z")
    clear_forgotten()
    assert not ImportRow.objects.exists()
