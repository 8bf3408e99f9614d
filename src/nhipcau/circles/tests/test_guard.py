"""The guard in the models, and what the stranger and the ward's own admin and officers see."""

import re
from pathlib import Path

import pytest
from django_scopes import scope
from tests.cast import make_staff

from nhipcau.circles import models
from nhipcau.circles.models import (
    Circle,
    CircleDevice,
    CircleMember,
    CircleNotice,
    CircleRead,
    CircleRelay,
    CircleWord,
    NobodyNamed,
    Viewer,
)
from nhipcau.circles.queries import known_circles
from nhipcau.circles.relay import pass_on
from nhipcau.circles.tests.conftest import WORDING, make_cell
from nhipcau.circles.write import Wording, write_notice
from nhipcau.core.models import AuditEvent
from nhipcau.core.redact import redact_text
from nhipcau.people.models import Role

GUARDED = (Circle, CircleMember, CircleDevice, CircleNotice, CircleRelay, CircleRead, CircleWord)
ROOM = Path(models.__file__).parents[1]
# Verbs, the guard itself, and reads that say in words why nobody is named.
MAY_GO_UNGUARDED = {
    "models/guard.py", "models/circle.py", "models/words.py", "rights.py", "found.py", "invite.py",
    "members.py", "write.py", "publish.py", "relay.py", "read.py", "tell.py", "forget.py",
    "queries.py", "door_views.py", "member_views.py", "chair.py",
}  # fmt: skip


@pytest.mark.parametrize("model", GUARDED)
def test_no_row_is_read_without_a_viewer(ward, model):
    for read in (
        lambda: model.objects.all(),
        lambda: model.objects.filter(pk=1),
        lambda: model.objects.count(),
        lambda: model.objects.first(),
        lambda: model.objects.values_list("pk"),
        lambda: model.objects.create(),
    ):
        with pytest.raises(NobodyNamed):
            read()


def test_without_a_reason_there_is_no_way_round(ward):
    with pytest.raises(NobodyNamed):
        Circle.objects.unguarded("")


def test_only_these_files_go_round_the_guard():
    found = {
        str(path.relative_to(ROOM))
        for path in ROOM.rglob("*.py")
        if "tests" not in path.parts and ".unguarded(" in path.read_text()
    }
    assert found <= MAY_GO_UNGUARDED
    others = [
        path
        for path in ROOM.parent.rglob("*.py")
        if ROOM not in path.parents and re.search(r"\.unguarded\(", path.read_text())
    ]
    assert others == []


def everything(viewer):
    return {
        model.__name__: set(model.objects.seen_by(viewer).values_list("pk", flat=True))
        for model in GUARDED
    }


def test_people_of_the_ward_who_are_no_members_see_nothing(ward, cell, sms):
    cell.published()
    officer = make_staff(ward.locality, "van", "Vi Thị Vân", Role.OFFICER)
    for staff in (ward.quan, ward.minh, ward.lan, officer, ward.tam, ward.sinh):
        assert not any(everything(Viewer.of(staff)).values()), staff.role


def test_the_stranger_sees_nothing_in_either_place(ward, cell, stranger):
    cell.published()
    assert not any(everything(Viewer.of(stranger.thu)).values())
    with scope(locality=stranger.locality):
        for who in (stranger.thu, ward.hoa, ward.quan):
            assert not any(everything(Viewer.of(who)).values())
        assert known_circles() == []


def test_a_member_sees_the_notice_and_not_who_else_belongs(ward, cell, sms):
    notice = cell.published()
    seen = everything(cell.viewer(cell.member))
    assert seen["CircleNotice"] == {notice.pk}
    assert seen["CircleMember"] == {cell.member.pk, cell.head.pk}
    assert seen["CircleWord"] == set()
    reads = CircleRead.objects.seen_by(cell.viewer(cell.member))
    assert {read.member_id for read in reads} == {cell.member.pk}


def test_a_draft_is_seen_by_officers_only(ward, cell):
    draft = write_notice(cell.circle, WORDING, by=cell.officer)
    assert everything(cell.viewer(cell.head))["CircleNotice"] == {draft.pk}
    assert everything(cell.viewer(cell.member))["CircleNotice"] == set()


def test_another_cell_of_the_same_ward_sees_nothing(ward, cell):
    other = make_cell(ward, "Chi bộ tổ 1", head=ward.tam)
    notice = cell.published()
    for who in (other.head, other.officer, other.member):
        seen = everything(other.viewer(who))
        assert notice.pk not in seen["CircleNotice"]
        assert not seen["CircleMember"] & {cell.head.pk, cell.officer.pk, cell.member.pk}


def test_the_admin_knows_that_a_cell_exists_and_not_how_many_belong(ward, cell):
    (known,) = known_circles()
    assert (known.circle, known.people, known.waits_for_head) == (cell.circle, None, False)


def test_an_association_shows_its_number_from_five_on(ward):
    women = make_cell(ward, "Hội Phụ nữ", Circle.Kind.ASSOCIATION)
    assert known_circles()[0].people is None
    for n in (1, 2):
        CircleMember.objects.unguarded("a test's own").create(
            locality=ward.locality, circle=women.circle, name=f"Chị {n}", phone=f"+8491333300{n}",
            joined_at=women.head.joined_at,
        )  # fmt: skip
    assert known_circles()[0].people == 5


def test_what_comes_down_is_seen_below_by_officers_first_then_by_members(ward, sms):
    above = make_cell(ward, "Đảng ủy phường", Circle.Kind.COMMITTEE, head=ward.minh)
    below = make_cell(ward, "Chi bộ tổ 13", parent=above.circle.pk)
    notice = above.published(Wording("Nghị quyết", "Nội dung.", passes_on=True))
    assert notice.pk in everything(below.viewer(below.officer))["CircleNotice"]
    assert notice.pk not in everything(below.viewer(below.member))["CircleNotice"]
    relay = CircleRelay.objects.seen_by(below.viewer(below.head)).get()
    pass_on(relay, by=below.head)
    assert notice.pk in everything(below.viewer(below.member))["CircleNotice"]
    names = CircleMember.objects.seen_by(above.viewer(above.head)).filter(circle=below.circle)
    assert not names.exists()


def test_the_audit_names_memberships_and_no_person(ward, cell, sms):
    notice = cell.published()
    events = AuditEvent.objects.filter(verb__startswith="circle")
    acted = {event.verb: event.actor_kind for event in events}
    assert acted.pop("circle.founded") == "staff"  # that the admin founded it is no secret
    assert set(acted.values()) == {"member"}
    told = " ".join(str((e.before, e.after)) for e in AuditEvent.objects.all())
    for word in (notice.title, cell.circle.name, "Thắm", "Lương", "+8491"):
        assert word not in told


def test_texts_of_rows_name_nobody(ward, cell):
    notice = cell.published()
    assert "Lương" not in str(cell.member)
    assert notice.title not in str(notice)


def test_logs_hide_which_circle_was_opened():
    for path in ("/to/nhom-noi-bo/7/tin/12/", "/nhom-noi-bo/vao/abcDEF123/"):
        hidden = redact_text(f"GET {path} 200")
        assert "12" not in hidden and "abc" not in hidden and "7/" not in hidden
