import io

from pypdf import PdfReader

from nhipcau.printing.bulletin import Bulletin, Item, bulletin_pdf

PAGE = Bulletin("UBND phường Sông Cầu", "Bản tin thông tin cơ sở", "Số 3", "Từ 1/5 đến 31/5")


def pages_of(items):
    pages = PdfReader(io.BytesIO(bulletin_pdf(PAGE, items))).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def test_few_notices_stand_on_one_page_in_two_columns():
    items = [Item(f"Việc {n}", "Nội dung.", (("Ở đâu", "Nhà văn hoá"),)) for n in range(4)]
    (page,) = pages_of(items)
    assert all(f"Việc {n}" in page for n in range(4))


def test_long_ones_flow_on_and_lose_nothing():
    items = [Item(f"Việc {n}", "Câu này dài vừa phải. " * 60, url="https://a.vn") for n in range(9)]
    pages = pages_of(items)
    assert len(pages) > 1
    assert all(f"Việc {n}" in " ".join(pages) for n in range(9))


def test_words_of_people_are_never_markup():
    (page,) = pages_of([Item('#panic("x") *đậm*', "$ _ ` \\")])
    assert '#panic("x")' in page
