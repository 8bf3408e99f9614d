"""Fixtures of the desk's dossiers."""

import pytest

from nhipcau.core.clock import CLOCK_FILE_VARIABLE
from nhipcau.counter.dossiers.tests.desk_of_dossiers import Civil, Desk
from nhipcau.procedures.content import Content, PaperInput, WayInput
from nhipcau.procedures.revise import add_procedure


@pytest.fixture
def civil(tmp_path, monkeypatch) -> Civil:
    monkeypatch.setenv(CLOCK_FILE_VARIABLE, str(tmp_path / "clock"))
    return Civil(tmp_path / "clock")


@pytest.fixture
def birth(ward):
    """A procedure of one working day at the desk; nobody has written down how long online."""
    content = Content(
        "Thủ tục đăng ký lại khai sinh",
        level="Cấp xã",
        sector="Hộ tịch",
        ways=(WayInput("direct", "1", "working_day", fee_kind="free", fee_vnd=0),),
        papers=(PaperInput("Tờ khai đăng ký lại khai sinh", originals=1),),
    )
    return add_procedure(ward.locality, "1.004884", content, by=ward.quan.actor)


@pytest.fixture
def desk(ward, civil, birth) -> Desk:
    return Desk(ward, civil, birth)
