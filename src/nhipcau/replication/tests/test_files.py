"""What comes from outside: paths, zips, YAML. Nothing of it needs a database."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.replication.playbook import files
from nhipcau.replication.playbook.faults import Broken
from nhipcau.replication.playbook.files import open_files, open_zip
from nhipcau.replication.playbook.read import read_playbook
from nhipcau.replication.playbook.yaml_in import Value, read_yaml
from nhipcau.replication.playbook.yaml_out import write_yaml
from nhipcau.replication.tests.conftest import SMALL, files_of


def zipped(names, *, mode=0):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, said in names.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = mode << 16
            archive.writestr(entry, said)
    made.seek(0)
    return made


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../playbook.yaml", "ra ngoài"),
        ("a/../../b.yaml", "ra ngoài"),
        ("/etc/passwd", "ra ngoài"),
        ("c:\\windows.yaml", "ra ngoài"),
    ],
)
def test_a_path_that_climbs_out_of_the_zip_is_refused(name, said):
    with pytest.raises(Broken, match=said):
        open_zip(zipped({**SMALL, name: "x: 1"}))


def test_a_link_in_a_zip_is_refused():
    with pytest.raises(Broken, match="không nhận liên kết"):
        open_zip(zipped({"groups.yaml": "/etc/passwd"}, mode=0o120777))


def test_a_bomb_is_stopped_while_it_swells(monkeypatch):
    monkeypatch.setattr(files, "LARGEST_FILE", 1_000_000)
    with pytest.raises(Broken, match="quá lớn"):
        open_zip(zipped({**SMALL, "groups.yaml": b"\0" * 5_000_000}))


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(files, "MOST_FILES", 3)
    with pytest.raises(Broken, match="quá nhiều tệp"):
        open_zip(zipped({**SMALL, **{f"n{n}.yaml": "x" for n in range(4)}}))


def test_a_zip_of_the_folder_is_read_like_the_folder(tmp_path):
    folder = tmp_path / "bo-mau"
    folder.mkdir()
    for name, said in SMALL.items():
        (folder / name).write_text(said, encoding="utf-8")
    (folder / "README.md").write_text("về bộ này", encoding="utf-8")
    inside = {f"bo-mau/{name}": said for name, said in {**SMALL, "README.md": "x"}.items()}
    assert open_zip(zipped(inside)) == open_files(folder) == files_of()


def test_what_a_mac_and_windows_add_is_left_out():
    more = {"__MACOSX/bo-mau/._playbook.yaml": "x", "bo-mau/Thumbs.db": "x", "bo-mau/.DS_Store": ""}
    inside = {f"bo-mau/{name}": said for name, said in SMALL.items()}
    assert open_zip(zipped(inside | more)) == files_of()


def test_a_link_in_a_folder_is_refused(tmp_path):
    (tmp_path / "playbook.yaml").symlink_to("/etc/hostname")
    with pytest.raises(Broken, match="không nhận liên kết"):
        open_files(tmp_path)


def test_something_that_is_no_playbook_is_said_so(tmp_path):
    with pytest.raises(Broken, match=r"thiếu tệp playbook\.yaml"):
        open_files(tmp_path)
    with pytest.raises(Broken, match="Không thấy bộ mẫu"):
        open_files(tmp_path / "khong-co")
    with pytest.raises(Broken, match="hỏng"):
        open_zip(io.BytesIO(b"PK\x03\x04 not a zip"))


def test_a_zip_that_was_damaged_on_its_way_is_said_to_be():
    made = bytearray(zipped(SMALL).getvalue())
    begins = made.index(b"playbook.yaml") + len("playbook.yaml")
    made[begins : begins + 20] = b"\xff" * 20
    with pytest.raises(Broken, match="hỏng"):
        open_zip(io.BytesIO(bytes(made)))


BAD_FILES = {
    "an alias": ("a: &x [1]\nb: *x\n", r"groups\.yaml, dòng 1: không dùng bí danh"),
    "a tag": ("a: !!python/object:os.system x\n", "dòng 1: không dùng thẻ kiểu"),
    "a slip": ("a:\n  kind: unit\n name: x\n", r"groups\.yaml, dòng \d: không đọc được YAML"),
    "a key twice": ("a: {kind: unit}\na: {kind: unit}\n", "dòng 2: mục “a” có hai lần"),
    "an unknown word": (
        "a:\n  kind: unit\n  name: Nhóm\n  owner: ai\n",
        "dòng 4: không hiểu mục “owner”",
    ),
    "a missing word": ("a:\n  kind: unit\n", "dòng 1: thiếu mục “name”"),
    "a wrong kind": ("a:\n  kind: khong\n  name: x\n", "dòng 2: “khong” không dùng được"),
    "no mapping": ("- a\n- b\n", "dòng 1: tệp phải là các mục"),
    "too deep": ("a: " + "[" * 40 + "]" * 40, "quá sâu"),
    "a key of another alphabet": ("Nhóm: {kind: unit, name: x}\n", "chỉ gồm chữ thường"),
    "nothing": ("", "tệp trống"),
}


@pytest.mark.parametrize("what", BAD_FILES)
def test_a_file_broken_by_hand_says_its_line(what):
    text, said = BAD_FILES[what]
    with pytest.raises(Broken, match=said):
        read_playbook(files_of(**{"groups.yaml": text}))


BAD_ITEMS = {
    "a letter twice": (
        "desk.yaml",
        "a: {letter: A, name: Nộp}\nb: {letter: a, name: Nhận}\n",
        "dòng 2: “a” đã có ở mục trên",
    ),
    "no minutes": ("desk.yaml", "a: {letter: A, name: x, minutes: 0}\n", "số từ 1 đến 240"),
    "a time of nowhere": (
        "holidays.yaml",
        "tet: {name: Tết, day: 13-45}\n",
        r"không đúng mẫu\. Ví dụ: 09-02",
    ),
    "money with dots": ("budget.yaml", "moi-thang: {month_vnd: 5.000}\n", "viết liền"),
    "nobody above": (
        "circles.yaml",
        "chi-bo: {kind: cell, name: Chi bộ, above: Ban}\n",
        "dòng 1: Không có nhóm cấp trên tên “Ban”",
    ),
}


@pytest.mark.parametrize("what", BAD_ITEMS)
def test_what_cannot_be_is_said_before_anything_is_changed(what):
    file, text, said = BAD_ITEMS[what]
    with pytest.raises(Broken, match=said):
        read_playbook(files_of(**{file: text}))


def test_letters_of_another_encoding_say_their_line():
    told = files_of() | {"groups.yaml": "a:\n  kind: unit\n  name: Tổ".encode("utf-16-le")}
    with pytest.raises(Broken, match=r"groups\.yaml, dòng 3: không phải chữ UTF-8"):
        read_playbook(told)


def test_a_newer_format_is_named_before_anything_else():
    told = SMALL["playbook.yaml"].replace("format: 1", "format: 9") + "mood: new\n"
    with pytest.raises(Broken, match="dòng 1: bộ mẫu này viết theo khuôn 9"):
        read_playbook(files_of(**{"playbook.yaml": told}))


def test_files_that_do_not_belong_are_named():
    with pytest.raises(Broken, match=r"group\.yaml: bộ mẫu không có tệp này"):
        read_playbook(files_of(**{"group.yaml": "a: 1"}))


def test_an_asset_must_be_what_its_name_says():
    name = f"assets/{'0' * 64}.pdf"
    with pytest.raises(Broken, match="không khớp tên tệp"):
        read_playbook(files_of() | {name: b"%PDF-1.7"})


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "assets/../x.pdf"])
def test_an_attachment_cannot_point_out_of_the_playbook(path):
    guide = f"huong-dan:\n  title: x\n  text: y\n  files:\n    - name: x\n      file: {path}\n"
    with pytest.raises(Broken, match=r"guides\.yaml, dòng 6: .* không đúng mẫu"):
        read_playbook(files_of(**{"guides.yaml": guide}))


def test_a_campaign_names_a_starter_that_is_there():
    told = "tet:\n  name: Tết\n  starter: khong-co\n"
    with pytest.raises(Broken, match=r"campaigns\.yaml, dòng 1: “khong-co” không có trong"):
        read_playbook(files_of(**{"campaigns.yaml": told}))


def test_codes_and_times_stay_words():
    read = read_yaml(b"1.001193:\n  at: 21:00\n  on: yes\n", "x.yaml")
    assert {name: one.content for name, one in read.content["1.001193"].content.items()} == {
        "at": "21:00",
        "on": "yes",
    }


SAID = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters="\n\t"),
    max_size=120,
)


@settings(max_examples=12)
@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), SAID, max_size=2))
def test_what_is_written_is_read_again(said):
    def plain(value: Value):
        content = value.content
        if isinstance(content, dict):
            return {name: plain(one) for name, one in content.items()}
        return content or ""

    assert plain(read_yaml(write_yaml({"a": said or "-"}), "x.yaml")) == {"a": said or "-"}
