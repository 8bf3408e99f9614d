"""A second locality stands from the mountain playbook and sends its first notice, in few steps."""

from datetime import timedelta

import pytest
from django_scopes import scope

from nhipcau.core.clock import civil_now, local
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.models import Relay, Route
from nhipcau.pages import context
from nhipcau.people.models import Group, Role, Staff
from nhipcau.places.models import Unit
from nhipcau.replication.playbook.export import export_playbook
from nhipcau.replication.playbook.files import open_files
from nhipcau.replication.playbook.shipped import FOLDER
from nhipcau.tables.write import Page as Sheet
from nhipcau.tables.write import write_xlsx
from tests import cast

MOST_STEPS = 40
PHONE = "Mozilla/5.0 (Linux; Android 10; SM-A105F) AppleWebKit/537.36 Chrome/91.0 Mobile Safari"
HEADINGS = ("Thôn", "Họ và tên", "Quan hệ với chủ hộ", "Năm sinh", "Điện thoại")
ROWS = (
    ("Thôn Nà Áng", "Lường Văn Páo", "Chủ hộ", "1970", "0912 000 011"),
    ("Thôn Nà Áng", "Ma Thị Dợ", "Chủ hộ", "1955", ""),
    ("Bản Vén", "Giàng A Chứ", "Chủ hộ", "1982", "0912 000 012"),
)


class Hands:
    """Counts what a person does: a click, a field filled, a file chosen."""

    def __init__(self) -> None:
        self.steps = 0

    def click(self, page, name: str, *, role: str = "button", inside: str = "main") -> None:
        """`inside` leaves out what merely leads from step to step."""
        self.steps += 1
        page.locator(inside).get_by_role(role, name=name).first.click()
        page.wait_for_load_state()

    def fill(self, page, label: str, said: str) -> None:
        self.steps += 1
        page.get_by_label(label).first.fill(said)


@pytest.fixture
def admin(ward):
    """Of a second locality on the same machine, as `nhipcau locality create` leaves it."""
    Unit.objects.create(code="01999", name="Xã Yên Thượng", level="commune")
    locality = cast.make_locality("01998", "Địa bàn mới", "yen-thuong")
    context.exists.cache_clear()
    return cast.make_staff(locality, "admin-yt", "Ma Văn Quản", Role.ADMIN)


def test_a_commune_stands_and_sends_its_first_notice(visitor, axe, admin, tmp_path):
    hands, file = Hands(), tmp_path / "so.xlsx"
    file.write_bytes(write_xlsx([Sheet("Sổ hộ dân", HEADINGS, ROWS)]))
    desk = visitor.officer(admin)
    _choose(hands, desk, axe)
    _register(hands, desk, file)
    axe(desk)
    hands.click(desk, "Để sau")
    _people(hands, desk, axe)
    hands.click(desk, "Gửi tin thử cho tôi")
    _scan(visitor, desk)
    hands.click(desk, "Tôi đã mở, xem lại", role="link")
    desk.get_by_text("Đã tới máy của bạn").wait_for()
    axe(desk)
    hands.click(desk, "Xong", role="link")
    axe(desk)
    _first_notice(hands, visitor, axe, admin)
    assert hands.steps < MOST_STEPS, hands.steps
    with scope(locality=admin.locality):
        admin.locality.refresh_from_db()
        found = export_playbook(admin.locality)
        assert found == open_files(FOLDER / "mien-nui")


def _choose(hands, desk, axe) -> None:
    desk.goto("/lam-viec/bat-dau/")
    axe(desk)
    hands.click(desk, "Làm tiếp", role="link")
    hands.fill(desk, "Tên phường, xã", "yen thuong")
    hands.click(desk, "Tìm")
    axe(desk)
    hands.click(desk, "Dùng đơn vị này")
    axe(desk)
    hands.click(desk, "Xã miền núi", role="link")
    axe(desk)
    hands.click(desk, "Áp dụng bộ mẫu này")


def _register(hands, desk, file) -> None:
    hands.click(desk, "Nhập sổ hộ dân", role="link", inside=".actions")
    hands.steps += 1
    desk.locator("input[type=file]").set_input_files(file)
    hands.click(desk, "Đọc tệp và xem trước")
    hands.click(desk, "Ghi", inside=".actions")
    hands.click(desk, "Bắt đầu", role="link", inside=".side")
    hands.click(desk, "Làm tiếp", role="link")
    hands.click(desk, "Sổ đã đủ, đi tiếp")


def _people(hands, desk, axe) -> None:
    axe(desk)
    told = {
        "Chủ tịch UBND xã": "Nông Văn Chủ",
        "Công chức Văn hoá – Xã hội": "Hà Thị Soạn",
        "Trưởng thôn, Thôn Nà Áng": "Lý Văn Pao",
        "Trưởng thôn, Bản Vén": "Ma A Sình",
    }
    for post, name in told.items():
        hands.steps += 1
        desk.get_by_role("group", name=post, exact=True).get_by_label("Họ và tên").fill(name)
    hands.click(desk, "Mời và in phiếu mã QR")
    axe(desk)
    hands.click(desk, "Đã in, đi tiếp", role="link")


def _scan(visitor, desk) -> None:
    """The admin's own telephone reads the code on the screen."""
    code = desk.locator(".scan code").inner_text().rpartition("/t/")[2]
    phone = visitor.page(390, user_agent=PHONE)
    phone.goto(f"/t/{code}")
    phone.get_by_text("Xã Yên Thượng").first.wait_for()


def _first_notice(hands, visitor, axe, admin) -> None:
    """Written from the playbook's starter, approved and out: two people, one minute each."""
    writer = visitor.officer(Staff.objects.get(name="Hà Thị Soạn"))
    writer.goto("/lam-viec/bo-mau/")
    axe(writer)
    hands.click(writer, "Soạn từ mẫu Quốc khánh", role="link")
    writer.get_by_label("Tiêu đề").first.wait_for()
    hands.fill(writer, "Tiêu đề", "Treo cờ Tổ quốc mừng Quốc khánh")
    hands.fill(writer, "Nội dung", "Đề nghị mỗi nhà treo cờ Tổ quốc từ sáng 1/9 đến hết 2/9.")
    until = local(civil_now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    hands.fill(writer, "Bà con cần biết trước lúc", until)
    hands.click(writer, "Trình duyệt")
    with scope(locality=admin.locality):
        version = NoticeVersion.objects.get(state=NoticeVersion.State.SUBMITTED)
    head = visitor.officer(Staff.objects.get(name="Nông Văn Chủ"))
    head.set_default_timeout(60_000)  # what loudspeakers play is made in the same breath here
    head.goto(f"/lam-viec/thong-bao/{version.notice_id}/duyet/")
    hands.click(head, "Duyệt và phát ngay")
    with scope(locality=admin.locality):
        version.refresh_from_db()
        assert version.state == version.State.PUBLISHED
        assert Route.objects.filter(version=version).exists()
        assert Group.objects.filter(neighbourhood__isnull=False).count() == 2
        assert not Relay.objects.exists()  # the groups wait to be opened on Zalo
