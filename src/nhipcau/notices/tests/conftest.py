"""The story's notice and its hour, for every test of this room."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests import cast

from nhipcau.audiences.selection import Selection
from nhipcau.core.clock import CLOCK_FILE_VARIABLE
from nhipcau.notices.approve import approve_notice, submit_notice
from nhipcau.notices.draft import draft_notice
from nhipcau.notices.given import NoticeInput, PaperInput
from nhipcau.notices.models import Notice
from nhipcau.notices.publish import mark_published
from nhipcau.people.models import Role

SCREENING = NoticeInput(
    title="Khám sàng lọc đái tháo đường miễn phí",
    text="Trung tâm Y tế khám miễn phí trong một buổi sáng. Ai đi lại khó khăn, báo tổ trưởng.",
    for_whom="Người từ 40 tuổi trở lên",
    place="Trạm Y tế phường",
    bring="Thẻ BHYT, nhịn ăn sáng",
    event_at=datetime(2023, 5, 27, 0, 0, tzinfo=UTC),
    event_until=datetime(2023, 5, 27, 4, 0, tzinfo=UTC),
    deadline=datetime(2023, 5, 26, 23, 30, tzinfo=UTC),
    urgency=Notice.Urgency.URGENT,
    selection=Selection(min_age=40),
    paper=PaperInput(
        issuer="Trung tâm Y tế thành phố",
        number="45/TB-TTYT",
        signed_on=datetime(2023, 5, 24, tzinfo=UTC).date(),
        received_at=datetime(2023, 5, 26, 9, 25, tzinfo=UTC),
    ),
)


class Clock:
    """Civil time that a test sets. It begins when the paper has just come in."""

    def __init__(self, path):
        self.path = path
        self.set(cast.FRIDAY_AFTERNOON)

    def set(self, moment):
        self.path.write_text(str(moment.timestamp()))


@pytest.fixture(autouse=True)
def clock(tmp_path, monkeypatch):
    made = Clock(tmp_path / "clock")
    monkeypatch.setenv(CLOCK_FILE_VARIABLE, str(made.path))
    return made


@pytest.fixture
def screening():
    def make(**changes):
        return replace(SCREENING, **changes)

    return make


@pytest.fixture
def draft(ward, screening):
    return draft_notice(ward.locality, screening(), by=ward.lan)


@pytest.fixture
def submitted(draft, ward):
    return submit_notice(draft, by=ward.lan)


@pytest.fixture
def approved(submitted, ward):
    return approve_notice(submitted, by=ward.minh)


@pytest.fixture
def published(approved, ward):
    return mark_published(approved, by=ward.lan)


@pytest.fixture
def other_approver(ward):
    return cast.make_staff(ward.locality, "nga", "Vi Thị Nga", Role.APPROVER)
