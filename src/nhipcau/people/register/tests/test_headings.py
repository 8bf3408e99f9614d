import io

import pytest

from nhipcau.people.register.columns import Field, field_of
from nhipcau.people.register.headings import find_headings
from nhipcau.people.register.tests import files
from nhipcau.tables.read import read_table


def headings(rows, **options):
    return find_headings(read_table(files.xlsx(rows, **options))[0])


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("Họ và tên", Field.NAME),
        ("HỌ, CHỮ ĐỆM VÀ TÊN", Field.NAME),
        ("Ho ten", Field.NAME),
        ("Họ tên chủ hộ", Field.HEAD),
        ("Quan hệ với chủ hộ", Field.RELATION),
        ("Ngày, tháng, năm sinh", Field.BORN),
        ("Năm sinh", Field.BIRTH_YEAR),
        ("Năm", Field.BIRTH_YEAR),
        ("Giới tính", Field.SEX),
        ("Nam/Nữ", Field.SEX),
        ("Số nhà", Field.HOUSE),
        ("Ngõ/ngách", Field.ALLEY),
        ("Đường (phố)", Field.STREET),
        ("Địa chỉ thường trú", Field.ADDRESS),
        ("Tình trạng cư trú", Field.RESIDENCE),
        ("SĐT", Field.PHONE),
        ("Số điện thoại chủ hộ", Field.PHONE),
        ("Có điện thoại thông minh", Field.SMARTPHONE),
        ("Người già ở một mình", Field.ALONE),
        ("Người cao tuổi sống đơn thân", Field.ALONE),
        ("Đã vào nhóm Zalo", Field.JOINED),
        ("Quan tâm OA", Field.FOLLOWS),
        ("Cách báo tin", Field.BEST_WAY),
        ("Ngôn ngữ ưu tiên", Field.LANGUAGE),
        ("Tổ dân phố", Field.NEIGHBOURHOOD),
        ("Thôn/Tổ", Field.NEIGHBOURHOOD),
        ("Tổ", Field.NEIGHBOURHOOD),
        ("Mã hộ", Field.CODE),
        ("STT hộ", Field.GROUP),
        ("Số khẩu", Field.PEOPLE),
        ("Số CCCD/CMND", Field.NATIONAL_ID),
        ("Mã định danh cá nhân", Field.NATIONAL_ID),
        ("Ngày cấp", Field.NATIONAL_ID),
        ("Mã số BHXH", Field.SENSITIVE),
        ("Dân tộc", Field.SENSITIVE),
        ("Tình trạng hôn nhân", Field.NOTE),
        ("Màu sắc", None),
    ],
)
def test_a_heading_means_its_field(written, field):
    assert field_of(written) == field


def test_nam_under_year_of_birth_is_male_and_under_day_is_year():
    assert field_of("Nam", under="Năm sinh") == Field.MALE
    assert field_of("Nữ", under="Năm sinh") == Field.FEMALE
    assert field_of("Năm", under="Ngày sinh") == Field.BIRTH_YEAR
    assert field_of("Nam", under="Ngay sinh") == Field.BIRTH_YEAR


def test_titles_above_are_passed_over_and_data_begins_below():
    found = headings(files.SMALL, start=5)
    assert found.first_row == 7
    assert found.places[Field.PHONE] == [6]


def test_any_order_of_columns_will_do():
    turned = [list(reversed(row)) for row in files.SMALL]
    assert headings(turned).places[Field.NEIGHBOURHOOD] == [6]


def test_headings_over_two_lines():
    found = headings(
        [
            ["STT", "Họ và tên", "Năm sinh", "", "Số nhà"],
            ["", "", "Nam", "Nữ", ""],
            [1, "Nông Thị Bình", "", 1951, "12"],
        ]
    )
    assert found.places[Field.FEMALE] == [3]
    assert found.first_row == 3


def test_a_line_of_column_numbers_is_no_data():
    found = headings([files.HEADINGS, [f"({n})" for n in range(1, 8)], files.BINH])
    assert found.first_row == 3


def test_identity_numbers_are_known_and_left_unread():
    found = headings([[*files.HEADINGS, "Số CCCD"], [*files.BINH, "006051000123"]])
    assert found.dropped == ("Số CCCD",)
    assert found.unread == {7}


def test_a_sheet_without_headings_has_none():
    assert headings([["Thu", "Chi"], [1, 2]]) is None
    assert headings([["Nông Thị Bình", "02/03/1951"]]) is None
    assert find_headings(read_table(io.BytesIO(b"Thang,So tien\n1,2\n"))[0]) is None
