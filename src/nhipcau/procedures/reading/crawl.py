"""Records of the national portal's crawl: one JSON object each, table cells glued together."""

from collections.abc import Mapping
from datetime import datetime

from nhipcau.procedures.codes import tidy_code
from nhipcau.procedures.content import Content
from nhipcau.procedures.reading.cells import is_nothing
from nhipcau.procedures.reading.papers import split_papers
from nhipcau.procedures.reading.record import MENDED_BY
from nhipcau.procedures.reading.results import split_legal, split_result
from nhipcau.procedures.reading.ways import split_ways
from nhipcau.text.fold import tidy, tidy_lines

CODE, NAME = "ma_thu_tuc", "ten_thu_tuc"
WAYS, PAPERS, RESULT = "cach_thuc_thuc_hien", "thanh_phan_ho_so", "ket_qua_xu_ly"
TITLES = {WAYS: MENDED_BY["ways"], PAPERS: MENDED_BY["papers"]}
# Facts that have no column of their own, by the heading the portal shows.
DETAILS = {
    "loai_thu_tuc": "Loại thủ tục",
    "co_quan_co_tham_quyen": "Cơ quan có thẩm quyền",
    "dia_chi_tiep_nhan": "Địa chỉ tiếp nhận hồ sơ",
    "co_quan_duoc_uy_quyen": "Cơ quan được ủy quyền",
    "co_quan_phoi_hop": "Cơ quan phối hợp",
    "thu_tuc_lien_quan": "Thủ tục liên quan",
}
USED = {
    CODE, NAME, WAYS, PAPERS, RESULT, *DETAILS, "cap_thuc_hien", "linh_vuc",
    "doi_tuong_thuc_hien", "trinh_tu_thuc_hien", "yeu_cau_dieu_kien", "can_cu_phap_ly",
    "so_quyet_dinh", "co_quan_thuc_hien", "detail_url",
    "formality_id",  # the portal's own row number
}  # fmt: skip


def is_crawl(record: Mapping[str, object]) -> bool:
    return CODE in record and NAME in record


def read_crawl(record: Mapping[str, object], retrieved_at: datetime | None) -> tuple[str, Content]:
    """(code, what it says). Fields nobody has seen before are kept under their own name."""
    given = {tidy(_text(name)): _text(value) for name, value in record.items()}

    def line(name: str) -> str:
        return tidy(given.get(name, ""))

    ways = split_ways(given.get(WAYS, ""))
    papers = split_papers(given.get(PAPERS, ""))
    result, extra = split_result(given.get(RESULT, ""))
    unclear = {TITLES[WAYS]: ways.unclear, TITLES[PAPERS]: papers.unclear}
    unclear |= {name: tidy_lines(text) for name, text in given.items() if name not in USED}
    return tidy_code(given.get(CODE, "")), Content(
        name=line(NAME),
        level=line("cap_thuc_hien"),
        sector=line("linh_vuc"),
        audience=line("doi_tuong_thuc_hien"),
        steps=tidy_lines(given.get("trinh_tu_thuc_hien", "")),
        conditions=tidy_lines(given.get("yeu_cau_dieu_kien", "")),
        result=result,
        legal_basis=split_legal(given.get("can_cu_phap_ly", "")),
        decision=line("so_quyet_dinh"),
        agency=tidy_lines(given.get("co_quan_thuc_hien", "")),
        source_url=line("detail_url"),
        details={
            **{title: told for name, title in DETAILS.items() if (told := line(name))},
            **extra,
        },
        unclear={title: text for title, text in unclear.items() if text},
        ways=ways.ways,
        papers=papers.papers,
        retrieved_at=retrieved_at,
    )


def _text(value: object) -> str:
    """Text of whatever a record holds; "Không có thông tin" is nothing. Half of a sign that was cut
    in two (\\ud83d of an emoji) no database takes."""
    if value is None:
        return ""
    said = "\n".join(map(str, value)) if isinstance(value, list) else str(value)
    said = said.encode("utf-8", "replace").decode()
    return "" if is_nothing(said) else said
