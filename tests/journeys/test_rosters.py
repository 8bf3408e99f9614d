"""A week's roster is made, a gap shows, and a swap fills it: at the desk and on a telephone."""

import os

from nhipcau.core.clock import civil_now
from nhipcau.outreach.tests.conftest import civil  # noqa: F401
from nhipcau.people.absences import say_absent
from nhipcau.people.models import Role
from nhipcau.rosters.models import Shift
from nhipcau.rosters.queries import day_of, monday_of
from nhipcau.rosters.teams import About, TeamInput, add_member, found_team
from tests.cast import make_staff

PICTURES = os.environ.get("NHIPCAU_PICTURES", "")
BASE = "/lam-viec/lich-truc/"

# ruff: noqa: F811  fixtures of other files


def look(axe, page, name, *widths):
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        axe(page)
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)


def add_line(page, who, post, part, days):
    page.get_by_label("Ai trực").select_option(label=who)
    page.get_by_label("Nơi trực").select_option(label=post)
    page.get_by_label("Buổi", exact=True).select_option(label=part)
    for day in days:
        page.get_by_label(day).check()
    page.get_by_role("button", name="Thêm vào lịch mẫu").click()
    page.get_by_text("Đã thêm vào lịch mẫu.").wait_for()


def a_week_is_made(desk, ward) -> str:
    """Returns its address."""
    desk.goto(BASE)
    desk.get_by_role("link", name="Lập lịch mẫu").click()
    desk.get_by_label("Tên lịch mẫu").fill("Tuần thường")
    desk.get_by_role("button", name="Lập lịch mẫu").click()
    member = "(thành viên tổ công nghệ số)"
    add_line(desk, f"Bàn Văn Sinh {member}", "Bộ phận một cửa", "Buổi sáng", ["Thứ Hai", "Thứ Ba"])
    add_line(desk, f"Nông Thị Hạnh {member}", "Bộ phận một cửa", "Buổi chiều", ["Thứ Hai"])
    monday = monday_of(day_of(ward.locality, civil_now()))
    week = f"{BASE}?tuan={monday.replace(day=29)}"
    desk.goto(week)
    desk.get_by_role("button", name="Áp lịch mẫu").click()
    desk.get_by_text("Đã xếp 3 ca.").wait_for()
    return week


def the_desk_sees_it(lit, axe, week, shift, team):
    lit.goto(week)
    assert lit.get_by_text("Bàn Văn Sinh vắng").count() == 0
    lit.get_by_text("thay Bàn Văn Sinh").wait_for()
    look(axe, lit, "roster-week", 390, 1280)
    for where, name in (
        ("mau/", "patterns"),
        (f"mau/{shift.line.pattern_id}/", "pattern"),
        (f"ca/{shift.pk}/", "shift"),
        (f"to/{team.pk}/", "team"),
        ("to/", "teams"),
        ("them/", "new"),
    ):
        lit.goto(BASE + where)
        look(axe, lit, f"roster-{name}", 390)


def test_a_week_is_made_and_a_gap_is_filled_by_a_swap(visitor, axe, ward, civil):
    tam = make_staff(ward.locality, "hanh", "Nông Thị Hạnh", Role.TEAM_MEMBER)
    team = found_team(ward.locality, TeamInput("locality", "Tổ công nghệ số"), by=ward.quan)
    for staff in (ward.sinh, tam):
        add_member(team, staff, About(("filing",), ("vi", "tyz")), by=ward.quan)
    desk = visitor.officer(ward.quan, javascript=False)  # all of it works without scripts
    week = a_week_is_made(desk, ward)
    shift = Shift.objects.filter(staff=ward.sinh).first()
    say_absent(ward.sinh, first_on=shift.on, last_on=shift.on, by=ward.sinh.actor)
    desk.goto(week)
    desk.get_by_text("Bàn Văn Sinh vắng").wait_for()

    phone = visitor.leader(ward.sinh)
    phone.goto("/to/")
    phone.get_by_role("link", name="Lịch trực").click()
    phone.get_by_text("Bạn báo vắng hôm đó").wait_for()
    look(axe, phone, "roster-mine", 390, 1280)
    phone.get_by_role("link", name="Đổi ca").first.click()
    phone.get_by_role("radio", name="Nông Thị Hạnh trực thay").check()
    phone.get_by_label("Nhắn thêm").fill("Con ốm ạ")
    look(axe, phone, "roster-swap", 390, 1280)
    phone.get_by_role("button", name="Gửi lời hỏi").click()
    phone.get_by_text("Chờ Nông Thị Hạnh trả lời").wait_for()
    desk.goto(week)
    desk.get_by_text("đang nhờ Nông Thị Hạnh trực thay").wait_for()

    other = visitor.leader(tam)
    other.goto("/to/lich-truc/")
    other.get_by_text("Con ốm ạ").wait_for()
    look(axe, other, "roster-offered", 390)
    other.get_by_role("button", name="Nhận lời").click()
    other.get_by_text("Đã nhận lời. Ca trực đã đổi.").wait_for()
    shift.refresh_from_db()
    assert shift.staff == tam
    the_desk_sees_it(visitor.officer(ward.quan), axe, week, shift, team)
