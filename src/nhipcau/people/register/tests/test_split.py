from datetime import date

from nhipcau.people.register.headings import find_headings
from nhipcau.people.register.rows import read_rows
from nhipcau.people.register.split import split_households
from nhipcau.people.register.tests import files
from nhipcau.tables.read import read_table


def homes(rows, **options):
    return homes_of(files.xlsx(rows, **options))


def homes_of(file):
    rows = []
    for sheet in read_table(file):
        rows += read_rows(sheet, find_headings(sheet), today=date(2023, 5, 26))
    return [
        (home.place, home.first("house"), [person.name for person in home.persons])
        for home in split_households(rows)
    ]


def test_members_below_the_head_belong_to_the_head():
    assert homes(files.SMALL) == [
        ("Tổ 2", "Số 12", ["Nông Thị Bình", "Nông Văn Sơn"]),
        ("Tổ 2", "Số 14", ["Hà Thị Lan"]),
    ]


def test_a_code_on_every_row_holds_a_household_together_wherever_its_rows_are():
    rows = [
        ["Tổ", "Mã hộ", "Họ tên"],
        ["1", "H1", "An"],
        ["1", "H2", "Bình"],
        ["1", "H1", "Chi"],
    ]
    assert [names for _place, _house, names in homes(rows)] == [["An", "Chi"], ["Bình"]]


def test_the_same_code_in_two_neighbourhoods_is_two_households():
    rows = [["Tổ", "Mã hộ", "Họ tên"], ["1", "1", "An"], ["2", "1", "Bình"]]
    assert len(homes(rows)) == 2


def test_a_new_address_begins_a_household_where_no_relation_is_told():
    rows = [
        ["Tổ", "Họ tên", "Số nhà"],
        ["1", "An", "12"],
        ["1", "Chi", "12"],
        ["1", "Dung", ""],
        ["1", "Giang", "14"],
    ]
    assert [names for *_where, names in homes(rows)] == [["An", "Chi", "Dung"], ["Giang"]]


def test_one_row_a_household_with_its_head_alone():
    rows = [
        ["Tổ", "Họ tên chủ hộ", "Số nhà", "Số khẩu"],
        ["1", "An", "12", 4],
        ["1", "Chi", "12", 2],
    ]
    assert [names for *_where, names in homes(rows)] == [["An"], ["Chi"]]


def test_a_line_with_the_neighbourhood_alone_names_it_for_the_rows_below():
    rows = [
        ["STT", "Họ và tên", "Quan hệ", "Năm sinh"],
        ["TỔ DÂN PHỐ SỐ 13", "", "", ""],
        [1, "An", "Chủ hộ", 1950],
        ["TỔ DÂN PHỐ SỐ 14", "", "", ""],
        [1, "Chi", "Chủ hộ", 1960],
    ]
    assert [place for place, *_rest in homes(rows)] == ["TỔ DÂN PHỐ SỐ 13", "TỔ DÂN PHỐ SỐ 14"]


def test_sheets_named_after_neighbourhoods_name_them():
    page = [["Họ tên", "Quan hệ", "Năm sinh"], ["An", "Chủ hộ", 1950]]
    assert [place for place, *_rest in homes_of(files.sheets({"Tổ 1": page, "Tổ 2": page}))] == [
        "Tổ 1",
        "Tổ 2",
    ]


def test_sums_and_signatures_are_nobody():
    rows = [*files.SMALL, [], ["Tổng cộng: 2 hộ, 3 người"], ["", "", "", "Người lập biểu"]]
    assert len(homes(rows)) == 2


def test_headings_repeated_on_a_new_page_are_nobody():
    assert len(homes([*files.SMALL[:3], files.HEADINGS, files.HA])) == 2


def test_a_head_without_a_name_does_not_leave_its_members_to_the_house_before():
    nameless = ["Tổ 2", "", "Chủ hộ", "", "Số 13", "ngõ 4", ""]
    found = homes([files.HEADINGS, files.BINH, nameless, ["", "Con Ai", "Con", "", "", "", ""]])
    assert [names for *_where, names in found] == [["Nông Thị Bình"], ["Con Ai"]]


def test_an_address_in_one_cell_is_taken_apart():
    rows = [["Tổ", "Họ tên", "Địa chỉ"], ["1", "An", "Số 12, ngõ 4 đường Thanh Niên"]]
    assert homes(rows)[0][1] == "Số 12"
