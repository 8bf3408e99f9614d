"""The demo's province: four wards under one office, a notice they answer each in their own way, a
procedure given to all, and counts to look at side by side."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django_scopes import scope

from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.notices.approve import approve_notice, submit_notice
from nhipcau.notices.draft import revise_notice
from nhipcau.notices.given import NoticeInput
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.seen import acknowledge
from nhipcau.people.invite import Newcomer, invite_staff
from nhipcau.people.models import Household, Role, Staff
from nhipcau.places.models import Locality, Unit
from nhipcau.places.open import create_office
from nhipcau.places.oversee import put_under
from nhipcau.procedures.content import Content, PaperInput, WayInput
from nhipcau.procedures.models import Way
from nhipcau.procedures.revise import add_procedure
from nhipcau.replication.models import FromProvince
from nhipcau.replication.province.answer import decline, tell_story
from nhipcau.replication.province.deliver import deliver_issued
from nhipcau.replication.province.follow import follow_issued
from nhipcau.replication.province.given import IssueInput
from nhipcau.replication.province.issue import issue_notice
from nhipcau.replication.province.push import push_procedure
from nhipcau.replication.province.roll_up import roll_up
from nhipcau.replication.province.spread import spread_pushes

PROVINCE, SLUG, OVERSEER = "06", "tinh-bac-kan", "tinh"
STORY = (
    "Thông báo nào cũng phát trước bữa cơm tối. Tổ trưởng đăng vào nhóm của tổ trong mười phút, "
    "ghi ngay trong tin là việc gì, đến khi nào. Nhà nào không có trong nhóm thì tổ phó đi báo."
)
VACCINATION = IssueInput(
    title="Tiêm phòng dại cho chó, mèo đợt 2",
    text="Bà con đưa chó, mèo đi tiêm phòng dại miễn phí ở điểm tiêm của địa bàn.",
    audience="Hộ nuôi chó, mèo",
    deadline=None,
    reply_by=None,
    number="45/TB-UBND",
    signer="Lộc Văn Thái",
)
BIRTH = Content(
    name="Thủ tục đăng ký khai sinh",
    level="Cấp xã",
    sector="Hộ tịch",
    steps="Nộp hồ sơ ở bộ phận một cửa hoặc trên Cổng dịch vụ công; nhận kết quả ngay trong ngày.",
    result="Giấy khai sinh",
    agency="Uỷ ban nhân dân cấp xã",
    ways=(
        WayInput(Way.Kind.DIRECT, "1", Way.Unit.WORKING_DAY, fee_kind=Way.Fee.FREE, fee_vnd=0),
        WayInput(Way.Kind.ONLINE, "1", Way.Unit.WORKING_DAY, fee_kind=Way.Fee.FREE, fee_vnd=0),
    ),
    papers=(PaperInput("Tờ khai đăng ký khai sinh"), PaperInput("Giấy chứng sinh")),
)


def open_province(wards: Sequence[Locality], *, clock: Path) -> Locality:
    """By the verbs of the province's desk and of each ward's; the clock goes back a day for it."""
    now = civil_now()
    office = _open_office(wards)
    thai = Staff.objects.select_related("locality").get(username=OVERSEER)
    _set(clock, now.timestamp() - timedelta(hours=20).total_seconds())
    with scope(locality=office):
        given = _times(VACCINATION)
        issue_notice(office, given, by=thai)
        procedure = add_procedure(office, "1.001193", BIRTH, by=SYSTEM)
        push_procedure(procedure, by=thai)
    deliver_issued()
    spread_pushes()
    _set(clock, now.timestamp() - timedelta(hours=18).total_seconds())
    for ward, answer in zip(wards, (_adopt, _edit_and_adopt, _begin, _say_no), strict=False):
        with scope(locality=ward):
            answer(ward)
    teller = next((ward for ward in wards if ward.slug == "song-cau"), wards[0])
    with scope(locality=teller):
        tell_story(teller, STORY, by=_who(teller, Role.EDITOR))
    _set(clock, now.timestamp())
    follow_issued()
    roll_up()
    return office


def _open_office(wards: Sequence[Locality]) -> Locality:
    unit = Unit.objects.filter(code=PROVINCE, level=Unit.Level.PROVINCE).first()
    if unit is None:
        raise SystemExit(f"Không thấy tỉnh {PROVINCE} trong dữ liệu.")
    issuer = f"UBND {unit.name[0].lower()}{unit.name[1:]}"
    with transaction.atomic():
        office = create_office(unit, slug=SLUG, issuer=issuer, by=SYSTEM)
        for ward in wards:
            put_under(ward, office, by=SYSTEM)
    with scope(locality=office):
        who = Newcomer(name="Lộc Văn Thái", role=Role.OVERSEER, username=OVERSEER)
        invite_staff(office, who, by=SYSTEM)
    return office


def _times(given: IssueInput) -> IssueInput:
    now = civil_now()
    return IssueInput(
        title=given.title,
        text=given.text,
        audience=given.audience,
        number=given.number,
        signer=given.signer,
        deadline=now + timedelta(days=4),
        reply_by=now + timedelta(hours=26),
    )


def _adopt(ward: Locality) -> None:
    _publish(ward, NoticeVersion.objects.get(notice=_came().notice))


def _edit_and_adopt(ward: Locality) -> None:
    _publish(ward, _revise(ward, "Ở nhà văn hoá của từng tổ, sáng thứ Bảy, từ 7 giờ."))


def _begin(ward: Locality) -> None:
    _revise(ward, "Điểm tiêm: sân Trạm Y tế.")


def _say_no(ward: Locality) -> None:
    why = "Xã vừa tiêm đợt 2 trong tháng 6, đã báo cáo huyện."
    decline(_came(), why=why, by=_who(ward, Role.EDITOR))


def _revise(ward: Locality, where: str) -> NoticeVersion:
    row = _came()
    version = NoticeVersion.objects.get(notice=row.notice)
    own = NoticeInput(
        title=version.title,
        text=f"{version.text} {where}",
        for_whom=version.for_whom,
        deadline=version.deadline,
    )
    return revise_notice(version, own, by=_who(ward, Role.EDITOR))


def _publish(ward: Locality, version: NoticeVersion) -> None:
    editor, approver = _who(ward, Role.EDITOR), _who(ward, Role.APPROVER)
    version = publish_notice(
        approve_notice(submit_notice(version, by=editor), by=approver), by=approver
    )
    for home in Household.objects.order_by("pk")[:20]:
        acknowledge(version, home, at=civil_now() + timedelta(minutes=30))


def _came() -> FromProvince:
    return FromProvince.objects.select_related("notice").get()


def _who(ward: Locality, role: Role) -> Staff:
    return Staff.objects.filter(locality=ward, role=role).earliest("pk")


def _set(clock: Path, seconds: float) -> None:
    clock.write_text(f"{seconds:.3f}", encoding="ascii")
