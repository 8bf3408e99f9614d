"""A province over two wards: that of the story, and the stranger's, who still see nothing of each
other."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django_scopes import scope
from tests import cast
from tests.cast import FRIDAY_AFTERNOON as NOW

from nhipcau.core.actor import SYSTEM
from nhipcau.outreach.tests.conftest import civil as civil
from nhipcau.people.models import Role, Staff
from nhipcau.places.models import Locality, Unit
from nhipcau.places.open import create_office
from nhipcau.places.oversee import put_under
from nhipcau.replication.province.deliver import deliver_issued
from nhipcau.replication.province.given import IssueInput
from nhipcau.replication.province.issue import issue_notice


@dataclass(frozen=True)
class Province:
    office: Locality
    thai: Staff  # overseer

    def scope(self):
        return scope(locality=self.office)


def make_province(code="06", slug="tinh-bac-kan", name="Tỉnh Bắc Kạn", who="thai") -> Province:
    unit, _made = Unit.objects.get_or_create(
        code=code, level=Unit.Level.PROVINCE, valid_from=None, defaults={"name": name}
    )
    office = create_office(unit, slug=slug, issuer=f"UBND {name.lower()}", by=SYSTEM)
    return Province(office, cast.make_staff(office, who, "Lộc Văn Thái", Role.OVERSEER))


@pytest.fixture
def province(ward, stranger, civil):
    made = make_province()
    put_under(ward.locality, made.office, by=SYSTEM)
    put_under(stranger.locality, made.office, by=SYSTEM)
    return made


def given(**changed) -> IssueInput:
    told = {
        "title": "Tiêm phòng dại cho chó, mèo",
        "text": "Bà con đưa chó, mèo đi tiêm phòng dại miễn phí.",
        "audience": "Hộ nuôi chó, mèo",
        "deadline": NOW + timedelta(days=4),
        "reply_by": NOW + timedelta(days=1),
        "number": "45/TB-UBND",
        "signer": "Lộc Văn Thái",
    }
    return IssueInput(**{**told, **changed})


def issue(province, **changed):
    with province.scope():
        issued = issue_notice(province.office, given(**changed), by=province.thai)
    deliver_issued()
    return issued


@pytest.fixture
def issued(province):
    return issue(province)
