"""An officer prints a poster, the leader hangs it, a resident scans it and reads."""

from dataclasses import replace

from nhipcau.core.actor import SYSTEM
from nhipcau.links.models import Poster
from nhipcau.procedures.content import PaperInput
from nhipcau.procedures.revise import add_procedure, change_procedure
from nhipcau.procedures.tests.files import BIRTH, BIRTH_FASTER


def test_from_the_desk_to_the_wall_to_a_reader(visitor, axe, ward):
    form = PaperInput("Tờ khai", form_name="TK.doc", form_url="https://x.vn/tk.doc", case="Đi thay")
    content = replace(BIRTH, papers=(*BIRTH.papers, form), legal_basis="Luật Hộ tịch")
    birth = add_procedure(ward.locality, "1.001193", content, by=SYSTEM)
    desk = visitor.officer(ward.lan)
    desk.goto("/lam-viec/ma-qr/")
    desk.get_by_role("link", name="In tờ mới").click()
    desk.get_by_role("button", name="Tạo các tờ").click()
    desk.get_by_text("Hãy ghi ít nhất một nơi treo").wait_for()
    axe(desk)
    desk.get_by_text("Thủ tục (1)").click()
    desk.get_by_label("Đăng ký khai sinh").check()
    desk.get_by_label("Mỗi dòng một nơi").fill("Nhà văn hoá, Tổ 13")
    desk.get_by_role("button", name="Tạo các tờ").click()
    paper = desk.get_by_role("link", name="In (PDF)").get_attribute("href")
    assert desk.request.get(paper).body().startswith(b"%PDF")

    wall = visitor.leader(ward.hoa)
    wall.goto("/to/dang-treo/")
    axe(wall)
    wall.get_by_role("button", name="Đã treo").click()
    wall.get_by_text("Bấm nhầm, chưa treo").wait_for()

    poster = Poster.objects.select_related("link").get()
    change_procedure(birth, BIRTH_FASTER, seen=birth.current_id, by=SYSTEM)
    reader = visitor.page(javascript=False)
    reader.goto(f"/t/{poster.link.code}")
    assert reader.get_by_text("nay đã cũ").is_visible()
    reader.get_by_role("link", name="Thủ tục hành chính", exact=True).click()
    reader.get_by_label("Tìm thủ tục").fill("dang ky khai sinh")
    reader.get_by_role("button", name="Tìm").click()
    reader.get_by_role("link", name="Đăng ký khai sinh").click()
    assert reader.get_by_text("8.000 đ").is_visible()

    eyes = visitor.page(color_scheme="dark")
    for where in ("1.001193/ban-1/", "9.999999/", "?tim=khai+sinh"):
        eyes.goto(f"/song-cau/thu-tuc/{where}")
        eyes.eval_on_selector_all("details", "all => all.forEach((one) => { one.open = true })")
        axe(eyes)
    for where, words in (("", "thủ tục đã có bản 2, tờ in bản 1"), ("noi-treo/", "Nhà văn hoá")):
        desk.goto(f"/lam-viec/ma-qr/{where}")
        assert desk.get_by_text(words).first.is_visible()
        axe(desk)
