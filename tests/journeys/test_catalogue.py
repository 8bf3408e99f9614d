"""An officer imports a file of procedures, mends one of them and sees what changed."""

from nhipcau.core.actor import SYSTEM
from nhipcau.procedures.queries import by_code
from nhipcau.procedures.revise import add_procedure
from nhipcau.procedures.tests.files import BIRTH, CSV

DESK = "/lam-viec/thu-tuc/"


def test_a_catalogue_is_imported_mended_and_compared(visitor, axe, ward):
    """On a phone in the light; what changed, at a desk in the dark."""
    add_procedure(ward.locality, "1.001193", BIRTH, by=SYSTEM)
    page = visitor.officer(ward.lan, 390)
    page.goto(f"{DESK}nhap/")
    page.get_by_label("Tệp thủ tục").set_input_files(
        {"name": "thu-tuc.csv", "mimeType": "text/csv", "buffer": f"{CSV},abc,Sai,\n".encode()}
    )
    page.get_by_role("button", name="Đọc tệp").click()
    page.get_by_text("không phải mã thủ tục").wait_for()
    axe(page)
    page.get_by_role("button", name="Ghi 2 thủ tục").click()
    page.get_by_role("link", name="Xem danh mục").click()
    axe(page)
    page.get_by_role("link", name="Đăng ký khai sinh").click()
    page.get_by_role("link", name="Sửa, lập bản mới").click()
    axe(page)
    page.locator("#id_cach-0-fee").fill("5.000 đồng/bản sao")
    page.get_by_role("button", name="Thêm dòng giấy tờ").click()
    page.get_by_role("button", name="Lưu bản mới").click()
    page.get_by_text("Đã lưu bản 3").wait_for()
    axe(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="dark")
    page.get_by_role("link", name="Xem đã đổi những gì").click()
    page.locator("ins", has_text="5.000 đồng/bản sao").wait_for()
    axe(page)
    assert by_code("1.001193").current.number == 3
