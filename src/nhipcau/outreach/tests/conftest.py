"""A notice that is out, and a civil clock that the test sets."""

from datetime import datetime, timedelta

import pytest
from tests.cast import FRIDAY_AFTERNOON

from nhipcau.channels.models import Account, Template, Window
from nhipcau.core import clock
from nhipcau.core.clock import civil_now
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.outreach.counters import start_counters
from nhipcau.outreach.sql import freeze_audience
from nhipcau.people.models import Household


class Clock:
    """The civil clock of one test, started at 16:30 on the story's Friday."""

    def __init__(self, path) -> None:
        self.path = path
        self.set(FRIDAY_AFTERNOON)

    def set(self, at: datetime) -> datetime:
        self.path.write_text(str(at.timestamp()), encoding="ascii")
        return at

    def step(self, minutes: float) -> datetime:
        return self.set(self.now + timedelta(minutes=minutes))

    @property
    def now(self) -> datetime:
        return clock.civil_now()


@pytest.fixture
def civil(tmp_path, monkeypatch):
    monkeypatch.setenv(clock.CLOCK_FILE_VARIABLE, str(tmp_path / "clock"))
    return Clock(tmp_path / "clock")


def make_version(ward, *, deadline_in=timedelta(hours=14), **fields) -> NoticeVersion:
    """Published and frozen over the whole ward, without any route."""
    notice = Notice.objects.create(
        locality=ward.locality, created_by=ward.lan, created_at=FRIDAY_AFTERNOON
    )
    version = NoticeVersion.objects.create(
        locality=ward.locality,
        notice=notice,
        title="Khám sàng lọc đái tháo đường miễn phí",
        text="Trạm Y tế phường khám sàng lọc miễn phí cho người từ 40 tuổi.",
        deadline=FRIDAY_AFTERNOON + deadline_in,
        **{
            "state": NoticeVersion.State.PUBLISHED,
            "published_at": FRIDAY_AFTERNOON,
            "approved_by": ward.minh,
            **fields,
        },
    )
    freeze_audience(ward.locality.pk, version.pk, Household.objects.all())
    start_counters(version)
    return version


@pytest.fixture
def version(ward, civil):
    return make_version(ward)


def make_approved(ward, *, deadline_in=timedelta(hours=14), notice=None, **fields):
    """Approved and ready to be published, over the whole ward unless a selection is given."""
    notice = notice or Notice.objects.create(
        locality=ward.locality,
        created_by=ward.lan,
        created_at=FRIDAY_AFTERNOON,
        urgency=fields.pop("urgency", Notice.Urgency.URGENT),
        kind=fields.pop("kind", Notice.Kind.ANNOUNCEMENT),
        selection=fields.pop("selection", {}),
    )
    return NoticeVersion.objects.create(
        locality=ward.locality,
        notice=notice,
        title="Khám sàng lọc đái tháo đường miễn phí",
        text="Trạm Y tế phường khám sàng lọc miễn phí cho người từ 40 tuổi.",
        deadline=FRIDAY_AFTERNOON + deadline_in,
        state=NoticeVersion.State.APPROVED,
        submitted_by=ward.lan,
        approved_by=ward.minh,
        **fields,
    )


@pytest.fixture
def approved(ward, civil):
    return make_approved(ward)


def connect(ward, kind, **settings):
    return Account.objects.create(
        locality=ward.locality,
        kind=kind,
        name=f"{kind} của phường",
        external_id=f"{kind}-1",
        state=Account.State.WORKING,
        price_vnd=800 if kind == "sms" else 0,
        settings=settings,
    )


def open_window(account, person, at):
    """They wrote to us just now, so we may write back."""
    return Window.objects.create(
        locality=account.locality, account=account, person=person, last_act_at=at
    )


@pytest.fixture
def sms(ward):
    return connect(ward, "sms")


@pytest.fixture
def zalo(ward):
    return connect(ward, "zalo_oa", sender="v2")


def make_template(ward, zalo, *, parameters, filled_from):
    """The one template that the account uses, over the OA that keeps its tokens."""
    account = connect(ward, "zalo_template")
    account.keeper = zalo
    account.save()
    return Template.objects.create(
        locality=ward.locality,
        account=account,
        external_id="31239",
        name="Thông báo",
        state="ENABLE",
        parameters=parameters,
        filled_from=filled_from,
        price_phone_vnd=120,
        price_uid_vnd=84,
        is_chosen=True,
        read_at=civil_now(),
    )
