"""Glued cells come apart without losing a word, whatever they hold."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.procedures.models import Way
from nhipcau.procedures.reading.cells import is_nothing
from nhipcau.procedures.reading.letters import LOWER
from nhipcau.procedures.reading.papers import split_papers
from nhipcau.procedures.reading.results import split_legal, split_result
from nhipcau.procedures.reading.ways import split_ways
from nhipcau.text.fold import tidy

WAYS_HEAD = "Hình thức nộpThời gianPhí, lệ phíMô tả"
PAPERS_HEAD = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
NOTHING = "Không có thông tin"
PIECES = [
    "Trực tiếp", "Trực tuyến", "Dịch vụ bưu chính", "Dịch vụ bưu chính công ích", NOTHING,
    "7 Ngày làm việc", "0,5 Ngày", "24 Giờ", "1", "30", "Miễn phí", "120,000 VNĐ", "20 VNĐ",
    "10,000 Việt Nam Đồng", "10 USD", "(", ")", "(Không)", "(8.000 đồng/bản)", "Phí: ", "\n", " ",
    "Nộp trực tiếp tại Ủy ban.", "Trực tiếp: nộp hồ sơ", "Không quy định", PAPERS_HEAD, WAYS_HEAD,
    "1 bản chính", "0 bản chính,1 bản sao", "01 bản chính", "2 bản chính,1 bản chính", "--", ";",
    "Tờ khai theo mẫu", "TK01.docx", "* Giấy tờ phải nộp:", "47/2014/QH13", "ngày 25/01/2026",
    "Thông tư số 53/2025/TT-BCA", "Bản chính: 1 - Bản sao: 2", "Mã: KQ.G01.000064", "•",
]  # fmt: skip
glued = st.lists(
    st.sampled_from(PIECES) | st.text("aăâbcdđeêghi ABCĐ0129.,;:()/-", max_size=12), max_size=14
).map("".join)


def lost(source: str, *kept: object) -> Counter[str]:
    """Letters of the source that are nowhere; headings and "nothing" may go."""
    for dropped in (WAYS_HEAD, PAPERS_HEAD, NOTHING):
        source = source.replace(dropped, "")
    return letters(source) - letters("".join(map(str, kept)))


def letters(text: str) -> Counter[str]:
    return Counter(re.sub(r"[\s.-]", "", tidy(text)))


@settings(max_examples=80, deadline=None)
@given(glued)
def test_ways_lose_nothing_and_guess_nothing(text):
    found = split_ways(text)
    said = [found.unclear]
    for way in found.ways:
        said += [Way.Kind(way.kind).label, way.time_text, way.fee_text, way.note]
        assert bool(way.time_amount) == bool(way.time_unit)
        if way.time_unit:
            assert str(Way.Unit(way.time_unit).label) in way.time_text.lower()
        if way.fee_vnd:
            assert re.search(r"đ|VNĐ", way.fee_text, re.IGNORECASE)
    assert not lost(text, *said)


@settings(max_examples=80, deadline=None)
@given(glued)
def test_papers_lose_nothing(text):
    found = split_papers(text)
    said = [found.unclear]
    cases = ""
    for paper in found.papers:
        if paper.case != cases:
            said.append(cases := paper.case)
        said += [paper.name, paper.form_name]
        said += [f"0{paper.originals} bản chính Bản : "] if paper.originals is not None else []
        said += [f"{paper.copies} bản sao Bản : ,"] if paper.copies is not None else []
    assert not lost(text, *said)


@settings(max_examples=80, deadline=None)
@given(glued)
def test_results_and_laws_lose_nothing(text):
    assert not lost(text.replace("Mã: ", ""), split_result(text)[0])
    if not is_nothing(text):  # a document told twice is kept once
        laws = split_legal(text)
        said = text.replace("Tên văn bản pháp lý", "").replace("Mã văn bản", "")
        assert all(word in laws for word in re.findall(rf"[{LOWER}]+", said))


@pytest.mark.parametrize(
    ("glued", "said"),
    [
        ("Trực tuyến1Miễn phí", ("", "", "free", 0)),
        ("Trực tuyến7 Ngày làm việc10,000 Việt Nam Đồng", ("7", "working_day", "amount", 10000)),
        ("Trực tuyến120,000 VNĐ(theo thông tư)", ("", "", "", None)),
        ("Trực tiếp2 Giờ20 VNĐ(20.000 đ/tờ khai)", ("2", "hour", "depends", None)),
        ("Trực tiếp0,5 NgàyKhông có thông tin", ("0.5", "day", "", None)),
        ("Trực tiếpKhông quy địnhMiễn phí", ("", "", "free", 0)),
        ("Trực tiếp3 Ngày10 USD(/bản)", ("3", "day", "amount", None)),
        ("Trực tiếp3 NgàyMiễn phí(Mức thu do HĐND tỉnh quyết định)", ("3", "day", "depends", None)),
        ("Trực tiếp\n3 Ngày\nMiễn phí\nNộp tại xã", ("3", "day", "free", 0)),
    ],
)
def test_a_figure_needs_its_unit(glued, said):
    (way,) = split_ways(WAYS_HEAD + glued).ways
    assert (way.time_amount, way.time_unit, way.fee_kind, way.fee_vnd) == said


def test_words_of_a_sentence_begin_no_row():
    note = "Trực tiếp: nộp tại xã. Trực tuyến qua cổng."
    ways = split_ways(f"Trực tiếp5 NgàyMiễn phí{note}Trực tuyến5 NgàyMiễn phí").ways
    assert [way.kind for way in ways] == ["direct", "online"]
    assert ways[0].note == note


@pytest.mark.parametrize(
    ("glued", "said"),
    [
        ("Tờ khai theo mẫu;TK1.doc1 bản chính", ("Tờ khai theo mẫu;", 1, None, "TK1.doc")),
        ("Căn cước (nếu có)0 bản chính,2 bản sao", ("Căn cước (nếu có)", 0, 2, "")),
        ("Đơn: 01 bản chính.1 bản chính", ("Đơn: 01 bản chính.", 1, None, "")),
        ("Luật 47/2014/QH131 bản chính", ("Luật 47/2014/QH13", 1, None, "")),
        ("Đơn ngày 25/01/20261 bản chính", ("Đơn ngày 25/01/2026", 1, None, "")),
        ("Đơn mẫu12 bản chính", ("Đơn mẫu12 bản chính", None, None, "")),
        ("Theo Nghị định 5/NĐ-CPMẫu số 01.docx1 bản chính",
         ("Theo Nghị định 5/NĐ-CP", 1, None, "Mẫu số 01.docx")),
        ("Tờ khai CT01.docx1 bản chính", ("Tờ khai CT01.docx", 1, None, "")),
    ],
)  # fmt: skip
def test_a_paper_has_its_number_and_form(glued, said):
    (paper,) = split_papers(f"--{PAPERS_HEAD}{glued}").papers
    assert (paper.name, paper.originals, paper.copies, paper.form_name) == said


def test_papers_stand_under_their_case():
    text = f"* Phải nộp:{PAPERS_HEAD}Đơn1 bản chính* Xuất trình:{PAPERS_HEAD}Căn cước1 bản chính"
    papers = split_papers(text).papers
    assert [(paper.case, paper.name) for paper in papers] == [
        ("* Phải nộp:", "Đơn"),
        ("* Xuất trình:", "Căn cước"),
    ]


def test_a_result_loses_the_page_around_it():
    glued = "Giấy khai sinhMã: KQ.G15.000031Thẻ BHYTMã: KQ.G18.000047Từ khóaKhông có thông tinMô tả"
    said, extra = split_result(glued + "Không có thông tinChọn cơ quan thực hiệnTỉnhNộp hồ sơ")
    assert said == "Giấy khai sinh (KQ.G15.000031)\nThẻ BHYT (KQ.G18.000047)"
    assert extra == {}


def test_laws_come_one_a_line():
    glued = "Luật Hộ tịch60/2014/QH13Luật 52/2014/QH1352/2014/QH13sửa đổi18/2026/NĐ-CPThông tư"
    assert split_legal(f"Tên văn bản pháp lýMã văn bản{glued}").split("\n") == [
        "Luật Hộ tịch (60/2014/QH13)",
        "Luật 52/2014/QH13",
        "sửa đổi (18/2026/NĐ-CP)",
        "Thông tư",
    ]
