import gzip
from datetime import date

import pytest

from nhipcau.core.errors import BadInput
from nhipcau.places.models import Succession, Unit
from nhipcau.places.queries import unit_on, what_became_of, what_it_came_from
from nhipcau.places.units import import_units, own_file, read_units

BEFORE, AFTER = date(2023, 5, 26), date(2026, 1, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def thai_nguyen(db):
    return import_units(province="19")


def test_the_vendored_file_has_the_whole_country_before_and_after():
    communes = [row for row in read_units(own_file()) if row.level == "commune"]
    assert sum(row.valid_from is None for row in communes) == 10_035
    assert sum(row.valid_from is not None for row in communes) == 3_321


def test_song_cau_became_part_of_bac_kan_with_three_others(thai_nguyen):
    song_cau = unit_on("01837", on=BEFORE)
    (became,) = what_became_of(song_cau)
    assert (became.successor.code, became.successor.name) == ("01843", "Phường Bắc Kạn")
    assert became.succession.is_whole
    assert [unit.code for unit in became.together_with] == ["01843", "01852", "01855"]
    assert "1683/NQ-UBTVQH15" in became.succession.basis


def test_a_code_means_one_unit_before_the_reform_and_another_after(thai_nguyen):
    assert unit_on("01843", on=BEFORE).name == "Phường Phùng Chí Kiên"
    assert unit_on("01843", on=AFTER).name == "Phường Bắc Kạn"


def test_the_new_ward_knows_what_it_came_from(thai_nguyen):
    bac_kan = unit_on("01843", on=AFTER)
    assert [s.predecessor.code for s in what_it_came_from(bac_kan)] == [
        "01837",
        "01843",
        "01852",
        "01855",
    ]
    assert bac_kan.parent.name == "Tỉnh Thái Nguyên"


def test_one_province_brings_both_old_provinces_and_nothing_else(thai_nguyen):
    provinces = Unit.objects.filter(level="province")
    assert set(provinces.values_list("code", "valid_from__year")) == {
        ("06", None),
        ("19", None),
        ("19", 2025),
    }


def test_the_old_code_of_a_province_brings_the_same(thai_nguyen):
    assert import_units(province="06").units_new == 0


def test_the_same_file_twice_changes_nothing(thai_nguyen):
    before = (Unit.objects.count(), Succession.objects.count())
    again = import_units(province="19")
    assert (again.units_new, again.units_changed, again.successions_new) == (0, 0, 0)
    assert (Unit.objects.count(), Succession.objects.count()) == before


def test_broken_off_it_goes_on_where_it_was():
    def stop_half_way(done, total):
        if done > 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_units(province="19", progress=stop_half_way)
    half = Unit.objects.count()
    assert half > 0
    import_units(province="19")
    assert Unit.objects.count() > half
    assert Succession.objects.count() > 0


def test_a_renamed_unit_is_updated(thai_nguyen, tmp_path):
    song_cau = unit_on("01837", on=BEFORE)
    Unit.objects.filter(pk=song_cau.pk).update(name="Song Cau")
    assert import_units(province="19").units_changed == 1


def test_an_unknown_province_is_refused():
    with pytest.raises(BadInput, match="99"):
        import_units(province="99")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a,b\n1,2\n", "thiếu cột"),
        (b"\x1f\x8bnot gzip", "hỏng"),
        (b"\xff\xfe\x00", "hỏng"),
        (b"code,name,level,parent,valid_from,valid_to,became\n1,X,planet,,,,\n", "Dòng 2"),
        (
            b"code,name,level,parent,valid_from,valid_to,became\n01,X,province,,hom nay,,\n",
            "Dòng 2",
        ),
    ],
)
def test_a_bad_file_is_named_in_words_and_nothing_is_written(tmp_path, content, words):
    file = tmp_path / "units.csv"
    file.write_bytes(content)
    with pytest.raises(BadInput, match=words):
        import_units(file)
    assert not Unit.objects.exists()


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BadInput, match="Không tìm thấy"):
        import_units(tmp_path / "none.csv")


def test_a_part_of_a_unit_is_marked_as_part(tmp_path):
    file = tmp_path / "units.csv.gz"
    file.write_bytes(
        gzip.compress(
            b"code,name,level,parent,valid_from,valid_to,became\n"
            b"00001,Cu,commune,,,2025-06-30,00001 00002~\n"
            b"00001,Moi,commune,,2025-07-01,,\n"
            b"00002,Moi hai,commune,,2025-07-01,,\n"
        )
    )
    import_units(file)
    assert list(
        Succession.objects.order_by("successor__code").values_list("is_whole", flat=True)
    ) == [True, False]
