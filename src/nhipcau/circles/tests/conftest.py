"""A party cell of three: the leader Hoà at its head, an officer and a member who are no staff."""

from dataclasses import dataclass

import pytest
from django.test import Client

from nhipcau.channels.models import Account, ChannelKind
from nhipcau.circles.found import CircleInput, found_circle
from nhipcau.circles.invite import enter_as_staff
from nhipcau.circles.members import MemberInput, add_member
from nhipcau.circles.models import Circle, CircleMember, CircleNotice, Office, Viewer
from nhipcau.circles.publish import publish_notice
from nhipcau.circles.queries import viewer_of
from nhipcau.circles.write import Wording, approve_notice, submit_notice, write_notice
from nhipcau.core.actor import SYSTEM
from nhipcau.outreach.tests.conftest import civil  # noqa: F401
from nhipcau.people.enrol import enrol_phone, phone_link
from nhipcau.people.middleware import PHONE_COOKIE

WORDING = Wording("Họp chi bộ tháng sáu", "19 giờ 30 thứ Sáu tại nhà văn hoá. Mang sổ tay.")


@dataclass
class Cell:
    circle: Circle
    head: CircleMember  # Hoà, leader of Tổ 13
    officer: CircleMember  # Thắm, no staff
    member: CircleMember  # Lương, no staff

    def viewer(self, who: CircleMember) -> Viewer:
        return viewer_of(who)

    def submitted(self, *, by: CircleMember | None = None) -> CircleNotice:
        notice = write_notice(self.circle, WORDING, by=by or self.officer)
        submit_notice(notice, by=by or self.officer)
        return notice

    def published(self, wording: Wording = WORDING) -> CircleNotice:
        notice = write_notice(self.circle, wording, by=self.officer)
        submit_notice(notice, by=self.officer)
        approve_notice(notice, by=self.head)
        publish_notice(notice, by=self.head)
        notice.refresh_from_db()
        return notice


def make_cell(ward, name="Chi bộ tổ 13", kind=Circle.Kind.CELL, parent=None, head=None) -> Cell:
    given = CircleInput(kind, name, parent=parent, title="Bí thư")
    circle, path = found_circle(ward.locality, given, by=ward.quan)
    first = enter_as_staff(path.split("/")[-2], staff=head or ward.hoa)
    digits = f"{circle.pk:03d}"
    tham = MemberInput(name="Hà Thị Thắm", phone=f"0912111{digits}", office=Office.OFFICER)
    luong = MemberInput(name="Nông Văn Lương", phone=f"0912222{digits}")
    return Cell(
        circle, first, add_member(circle, tham, by=first), add_member(circle, luong, by=first)
    )


def phone_of(staff) -> Client:
    """A browser with this person's enrolled telephone."""
    _device, secret = enrol_phone(phone_link(staff, by=SYSTEM).split("/")[-2], label="")
    client = Client()
    client.cookies[PHONE_COOKIE] = secret
    return client


@pytest.fixture
def cell(ward):
    return make_cell(ward)


@pytest.fixture
def sms(ward):
    return Account.objects.create(
        locality=ward.locality,
        kind=ChannelKind.SMS,
        name="SMS phường",
        state=Account.State.WORKING,
        price_vnd=500,
    )
