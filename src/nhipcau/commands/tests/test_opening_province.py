"""The demo's province has something to show when it begins, and its clock is where it was."""

from django_scopes import scope
from tests import cast

from nhipcau.commands.opening_province import open_province
from nhipcau.people.models import Role
from nhipcau.places.models import Unit
from nhipcau.replication.models import IssuedTo, PushTo, WardDay


def test_wards_answer_each_in_their_own_way_and_the_clock_is_put_back(
    ward, stranger, tmp_path, monkeypatch
):
    clock = tmp_path / "clock"
    clock.write_text("1685093400.000")
    monkeypatch.setenv("NHIPCAU_CLOCK_FILE", str(clock))
    Unit.objects.create(code="06", name="Tỉnh Bắc Kạn", level=Unit.Level.PROVINCE)
    cast.make_staff(stranger.locality, "soan", "Bế Thị Soạn", Role.EDITOR)
    cast.make_staff(stranger.locality, "duyet", "Bế Văn Duyệt", Role.APPROVER)
    office = open_province([ward.locality, stranger.locality], clock=clock)
    assert clock.read_text() == "1685093400.000"
    with scope(locality=office):
        states = dict(IssuedTo.objects.values_list("ward__slug", "is_edited"))
        assert states == {"song-cau": False, "nong-thuong": True}
        assert set(IssuedTo.objects.values_list("state", flat=True)) == {"adopted"}
        assert set(PushTo.objects.values_list("state", flat=True)) == {"added"}
        assert WardDay.objects.filter(ward=ward.locality).get().story
