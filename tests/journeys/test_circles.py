"""A party-cell notice is written, approved, read and acknowledged; the stranger and the ward's own
admin find nothing of it."""

from nhipcau.circles.invite import invite_member
from nhipcau.circles.models import CircleWord
from nhipcau.circles.tests.conftest import cell, sms  # noqa: F401
from tests.journeys.conftest import DESK

TITLE = "Sinh hoạt chi bộ tháng sáu"


def test_a_cells_notice_is_read_by_its_members_alone(visitor, ward, cell, sms, stranger, axe):  # noqa: F811
    writer = visitor.page()
    writer.goto(invite_member(cell.officer, by=cell.head))
    axe(writer)
    writer.get_by_role("button", name="Vào").click()
    writer.get_by_role("link", name="Soạn thông báo").click()
    axe(writer)
    writer.get_by_label("Tiêu đề").fill(TITLE)
    writer.get_by_label("Nội dung").fill("19 giờ 30 thứ Sáu tại nhà văn hoá.")
    writer.get_by_role("button", name="Lưu và trình duyệt").click()
    writer.get_by_text("cần người khác duyệt").wait_for()

    secretary = visitor.leader(ward.hoa)
    secretary.goto(f"/to/nhom-noi-bo/{cell.circle.pk}/")
    axe(secretary)
    secretary.get_by_role("link", name=TITLE).first.click()
    secretary.get_by_role("button", name="Duyệt và gửi ngay").click()
    secretary.get_by_text("Ai đã đọc").wait_for()
    axe(secretary)

    word = CircleWord.objects.unguarded("what the member's telephone got").get(
        read__member=cell.member
    )
    member = visitor.page()
    member.goto(f"/t/{word.link.code}")
    assert TITLE not in member.content()
    axe(member)
    member.get_by_label("Ba số cuối điện thoại của bạn").fill(cell.member.phone[-3:])
    member.get_by_role("button", name="Đọc thông báo").click()
    member.get_by_role("heading", name=TITLE).wait_for()
    member.get_by_role("button", name="Tôi đã nắm được").click()
    member.get_by_text("Bạn đã nắm được").first.wait_for()
    axe(member)
    secretary.reload()
    secretary.get_by_text("đã nắm được", exact=True).wait_for()
    secretary.goto(f"/to/nhom-noi-bo/{cell.circle.pk}/nguoi/")
    axe(secretary)
    _nobody_else_finds_it(visitor, ward, cell, word.read.notice_id, stranger, axe)


def _nobody_else_finds_it(visitor, ward, cell, notice_id, stranger, axe):  # noqa: F811
    there = f"{cell.circle.pk}/tin/{notice_id}/"
    for staff in (ward.quan, stranger.thu):
        other = visitor.officer(staff, DESK)
        assert other.goto(f"/lam-viec/nhom-noi-bo/{there}").status == 404
        other.goto("/lam-viec/nhom-noi-bo/")
        assert TITLE not in other.content() and cell.member.name not in other.content()
        axe(other)
    nobody = visitor.page()
    nobody.goto(f"/nhom-noi-bo/{there}")
    assert nobody.url.endswith("/nhom-noi-bo/") and TITLE not in nobody.content()
