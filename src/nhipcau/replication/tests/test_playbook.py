"""Applying, applying again, an update beside local changes, and back out byte for byte."""

import hashlib

import pytest

from nhipcau.circles.found import invite_first_head
from nhipcau.circles.invite import enter_as_staff
from nhipcau.circles.queries import known_circles
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.counter.arrange import KindInput, live_kinds, save_kind, set_up
from nhipcau.inbox.models import FaqEntry, Topic
from nhipcau.notices.models import Template
from nhipcau.people.models import Group, Household, Resident, Staff
from nhipcau.places.models import Holiday
from nhipcau.replication.models import AppliedItem, AppliedPlaybook, PlanItem, PlaybookFile
from nhipcau.replication.playbook.apply import apply_playbook, apply_step
from nhipcau.replication.playbook.difference import Verdict, counts_of, difference, of_theme
from nhipcau.replication.playbook.export import export_playbook, write_folder
from nhipcau.replication.playbook.files import open_files
from nhipcau.replication.playbook.read import read_playbook
from nhipcau.replication.playbook.shipped import FOLDER, shipped, shipped_names
from nhipcau.replication.playbook.theme import Place
from nhipcau.replication.playbook.themes.notices import STARTERS
from nhipcau.replication.playbook.themes.people import found_planned_groups
from nhipcau.replication.playbook.themes.rosters import found_planned_teams
from nhipcau.replication.playbook.words import PlaceWords
from nhipcau.replication.tests.conftest import SMALL, files_of, small
from nhipcau.rosters.models import Need, Pattern, Team
from nhipcau.rosters.patterns import Line, add_lines, make_pattern
from nhipcau.rosters.teams import TeamInput, found_team

DESK = "a:\n  letter: A\n  name: Nộp hồ sơ\n  minutes: 15\nb:\n  letter: B\n  name: Nhận kết quả\n"


def verdicts(playbook, admin, **more):
    found = difference(playbook, admin.locality, **more)
    return {change.name: change.verdict for change in found}


def test_a_fresh_place_takes_all_and_the_same_again_changes_nothing(fresh):
    apply_playbook(small(), by=fresh)
    assert Group.objects.get().name == "Nhóm trưởng thôn xã Yên Thượng"
    assert Template.objects.get().text == "Mời bà con xã Yên Thượng đi họp."
    assert Topic.objects.get().words == "khai sinh"
    events = AuditEvent.objects.count()
    apply_playbook(small(), by=fresh)
    assert set(verdicts(small(), fresh).values()) == {Verdict.SAME}
    assert AppliedPlaybook.objects.count() == 1
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize("name", ["do-thi", "mien-nui"])
def test_a_shipped_playbook_comes_out_as_it_went_in(fresh, name):
    apply_playbook(shipped(name), by=fresh)
    assert set(verdicts(shipped(name), fresh).values()) == {Verdict.SAME}
    written = open_files(FOLDER / name)
    found = export_playbook(fresh.locality)
    assert sorted(found) == sorted(written)
    for file, raw in written.items():
        assert found[file].splitlines() == raw.splitlines(), file


def test_two_playbooks_come_with_it():
    assert shipped_names() == ["do-thi", "mien-nui"]


CHANGED = SMALL["starters.yaml"].replace("đi họp", "đi họp đúng giờ")


def test_an_update_changes_what_nobody_touched(fresh):
    apply_playbook(small(), by=fresh)
    apply_playbook(small(**{"starters.yaml": CHANGED}), by=fresh)
    assert Template.objects.get().text == "Mời bà con xã Yên Thượng đi họp đúng giờ."


def test_an_update_keeps_what_was_changed_here_unless_it_is_taken(fresh):
    apply_playbook(small(), by=fresh)
    Template.objects.update(name="Họp bản", text="Lời của xã.")
    new = small(**{"starters.yaml": CHANGED})
    assert verdicts(new, fresh)["starters/hop-thon"] == Verdict.KEPT
    apply_playbook(new, by=fresh)
    assert Template.objects.get().text == "Lời của xã."
    assert verdicts(new, fresh)["starters/hop-thon"] == Verdict.KEPT
    apply_playbook(new, by=fresh, take=["starters/hop-thon"])
    told = Template.objects.get()
    assert (told.name, told.text) == ("Họp thôn", "Mời bà con xã Yên Thượng đi họp đúng giờ.")


def test_answers_go_with_their_topic_when_another_playbook_is_taken(fresh):
    told = "hoi:\n  question: Hỏi?\n  answer: Đáp.\n  topic: ho-tich\n"
    needs = "desk:\n  people: 2\nfield:\n  people: 1\n"
    apply_playbook(small(**{"faq.yaml": told, "needs.yaml": needs}), by=fresh)
    other = small(**{"routing.yaml": None, "needs.yaml": "desk:\n  people: 2\n"})
    apply_playbook(other, by=fresh)
    assert not FaqEntry.objects.filter(state="published").exists()
    assert set(verdicts(other, fresh).values()) == {Verdict.SAME}
    assert export_playbook(fresh.locality).keys() == {
        *("playbook.yaml", "groups.yaml", "starters.yaml", "roles.yaml", "needs.yaml")
    }


ROSTER = "tuan:\n  name: Tuần thường\nmua-lu:\n  name: Mùa mưa lũ\n"


def test_a_week_that_is_no_longer_planned_goes_unless_somebody_stands_in_it(fresh):
    apply_playbook(small(**{"rosters.yaml": ROSTER}), by=fresh)
    line = Line((0,), "desk", "morning", fresh)
    add_lines(Pattern.objects.get(name="Tuần thường"), line, by=fresh)
    apply_playbook(small(), by=fresh)
    assert [one.name for one in Pattern.objects.filter(retired_at=None)] == ["Tuần thường"]


def test_what_was_taken_away_here_stays_away(fresh):
    apply_playbook(small(), by=fresh)
    Template.objects.all().delete()
    apply_playbook(small(**{"starters.yaml": CHANGED}), by=fresh)
    assert not Template.objects.exists()


def test_what_the_playbook_no_longer_has_goes_unless_it_was_changed_here(fresh):
    more = SMALL["routing.yaml"] + "y-te:\n  name: Y tế\n  hours: 4\n"
    apply_playbook(small(**{"routing.yaml": more}), by=fresh)
    Topic.objects.filter(name="Y tế").update(hours=9)
    less = small(**{"routing.yaml": None})
    assert verdicts(less, fresh)["routing/y-te"] == Verdict.KEPT
    apply_playbook(less, by=fresh)
    assert [topic.name for topic in Topic.objects.filter(retired_at=None)] == ["Y tế"]


def test_what_a_place_had_before_is_its_own(fresh):
    Template.objects.create(locality=fresh.locality, name="Họp thôn", kind="call", title="x")
    assert verdicts(small(), fresh)["starters/hop-thon"] == Verdict.KEPT
    apply_playbook(small(), by=fresh)
    assert Template.objects.get().title == "x"


def test_hours_that_nobody_set_are_nobodys(fresh):
    week = "gio-giac:\n  thu_hai: 08:00-11:00\n  quiet_from: '20:00'\n  quiet_until: '05:00'\n"
    new = small(**{"hours.yaml": week + "  drill_at: '06:00'\n"})
    assert verdicts(new, fresh)["hours/gio-giac"] == Verdict.CHANGED
    apply_playbook(new, by=fresh)
    assert fresh.locality.quiet_from.hour == 20


def test_a_rule_of_a_room_stops_its_theme_with_file_and_line(fresh):
    wrong = DESK + "c:\n  letter: C\n  name: Việc khác\n  slot_minutes: 45\n"
    with pytest.raises(BadInput, match=r"desk\.yaml, dòng 8: Mỗi giờ hẹn cách nhau.* đã áp dụng"):
        apply_playbook(small(**{"desk.yaml": wrong}), by=fresh)
    assert not live_kinds()
    assert not AppliedItem.objects.filter(theme="desk").exists()
    assert Group.objects.exists()  # the themes before stand
    apply_playbook(small(**{"desk.yaml": DESK}), by=fresh)
    assert len(live_kinds()) == 2


def test_only_an_admin_applies(ward):
    with pytest.raises(NotAllowed):
        apply_playbook(small(), by=ward.lan)


def test_somebody_who_applied_in_between_is_not_overwritten(fresh):
    place, words = Place(fresh.locality, fresh), PlaceWords(fresh.locality)
    seen = of_theme(small(), STARTERS, place, words)
    apply_playbook(small(), by=fresh)
    with pytest.raises((WrongState, BadInput)):
        apply_step(small(), STARTERS, place, words, seen)
    assert Template.objects.count() == 1


def test_another_place_sees_nothing_of_it(ward, stranger):
    apply_playbook(small(), by=ward.quan)
    assert not PlanItem.objects.exclude(locality=ward.locality).exists()
    assert Template.objects.get().locality == ward.locality


def test_nothing_of_anybody_is_exported(ward):
    """Every name and number of the cast, planted wherever somebody could have typed it."""
    names = [*Staff.objects.values_list("name", flat=True)]
    names += [*Household.objects.values_list("head_name", flat=True)]
    names += [*Resident.objects.values_list("name", flat=True)]
    said = "; ".join(f"gặp {name}, {name.lower()}" for name in names)
    text = f"{said}. Gọi 0912 345 678, 0912345678, +84 987654321, số 019012345678, a.b@c.vn."
    Template.objects.create(
        locality=ward.locality, name="Họp", kind="call", title="Gặp Hoàng Đình Hoà", text=text
    )
    Group.objects.create(locality=ward.locality, kind="unit", name="Nhóm nhà Nông Thị Bình")
    Staff.objects.filter(pk=ward.lan.pk).update(title="Văn thư Hà Thị Lan")
    files = export_playbook(ward.locality)
    whole = b"\n".join(files.values()).decode()
    for name in names:
        assert name not in whole
        assert name.lower() not in whole
    for number in ("345 678", "12345678", "987654321", "019012345", "@c.vn"):
        assert number not in whole
    assert "[họ tên]" in whole
    assert small(**{name: None for name in SMALL if name not in files}) is not None


def test_a_living_ward_comes_out_in_patterns(ward):
    groups = export_playbook(ward.locality)["groups.yaml"].decode()
    assert "name: Tổ dân phố {số}" in groups
    assert "name: Nhóm tổ trưởng phường" in groups


def test_every_neighbourhood_gets_its_group_once(ward):
    told = "ho-dan:\n  kind: households\n  name: '{tổ} {địa bàn}'\n  each: neighbourhood\n"
    apply_playbook(small(**{"groups.yaml": told}), by=ward.quan)
    place = Place(ward.locality, ward.quan)
    assert found_planned_groups(place) == 2  # Tổ 13 has one
    assert found_planned_groups(place) == 0
    assert Group.objects.filter(name="Tổ 2 phường Sông Cầu").exists()


def test_rosters_come_out_by_numbers_without_names(ward):
    week = make_pattern(ward.locality, "Tuần thường", by=ward.quan)
    for who in (ward.lan, ward.minh):
        add_lines(week, Line((0, 2), "desk", "morning", who), by=ward.quan)
    found_team(
        ward.locality, TeamInput("neighbourhood", "Đội Tổ 13", places=(ward.to_13,)), by=ward.quan
    )
    files = export_playbook(ward.locality)
    told = files["rosters.yaml"].decode()
    assert "people: 2" in told
    assert "- thu_hai\n        - thu_tu" in told
    assert "name: Đội {tổ}" in files["teams.yaml"].decode()
    assert set(verdicts(read_playbook(files), ward.quan).values()) <= set(Verdict)


def test_a_roster_waits_for_its_people_and_each_neighbourhood_gets_its_team(ward):
    apply_playbook(shipped("do-thi"), by=ward.quan)
    assert Pattern.objects.get().name == "Tuần thường"
    assert dict(Need.objects.values_list("post", "people")) == {"desk": 2, "inbox": 1}
    place = Place(ward.locality, ward.quan)
    assert found_planned_teams(place) == 3
    assert found_planned_teams(place) == 0
    assert Team.objects.filter(name="Tổ công nghệ số Tổ 13").exists()


def test_the_desk_takes_what_people_come_for_and_keeps_its_own(fresh):
    own = save_kind(fresh.locality, None, KindInput("Tư pháp", "A"), by=fresh)
    new = small(**{"desk.yaml": DESK})
    assert verdicts(new, fresh)["desk/a"] == Verdict.KEPT
    apply_playbook(new, by=fresh)
    set_up(fresh.locality, windows=1, by=fresh)  # the kinds are there, the windows are not
    assert [kind.name for kind in live_kinds()] == ["Tư pháp", "Nhận kết quả"]
    apply_playbook(new, by=fresh, take=["desk/a"])
    own.refresh_from_db()
    assert (own.name, own.minutes) == ("Nộp hồ sơ", 15)
    assert export_playbook(fresh.locality)["desk.yaml"].decode().endswith(DESK)
    apply_playbook(small(), by=fresh)
    assert not live_kinds()


def test_holidays_are_declared_by_the_moon_too(fresh, settings, tmp_path):
    told = "tet:\n  name: Tết\n  day: 01-01\n  lunar: true\n  days: 3\n  before: 1\n"
    apply_playbook(small(**{"holidays.yaml": told}), by=fresh)
    assert Holiday.objects.filter(name="Tết").count() >= 3


def test_reviewed_entries_are_public_at_once_and_nobody_here_wrote_them(fresh):
    told = "hoi:\n  question: Hỏi?\n  answer: Đáp.\n  topic: ho-tich\n"
    apply_playbook(small(**{"faq.yaml": told}), by=fresh)
    entry = FaqEntry.objects.get()
    assert (entry.state, entry.topic.name, entry.proposed_by) == ("published", "Hộ tịch", None)


def test_a_folder_that_is_something_else_is_not_touched(tmp_path):
    (tmp_path / "cua-toi.txt").write_text("x")
    with pytest.raises(BadInput, match="không phải một bộ mẫu"):
        write_folder(files_of(), tmp_path)
    write_folder(files_of(), tmp_path / "moi")
    write_folder(files_of(**{"roles.yaml": None}), tmp_path / "moi")
    assert not (tmp_path / "moi" / "roles.yaml").exists()
    assert open_files(tmp_path / "moi") == files_of(**{"roles.yaml": None})


def test_an_asset_travels_under_the_hash_of_its_content(fresh):
    raw = b"%PDF-1.7 keng"
    name = f"assets/{hashlib.sha256(raw).hexdigest()}.pdf"
    guide = "keng:\n  title: Kẻng\n  text: Ba hồi dài\n  files:\n    - name: Tờ dán\n"
    guide += f"      file: {name}\n"
    playbook = read_playbook(files_of(**{"guides.yaml": guide}) | {name: raw})
    apply_playbook(playbook, by=fresh)
    apply_playbook(playbook, by=fresh)
    assert export_playbook(fresh.locality)[name] == raw
    assert PlaybookFile.objects.get().size == len(raw)


def test_counts_name_every_verdict(fresh):
    told = counts_of(difference(small(), fresh.locality))
    assert told == {"added": 4, "changed": 0, "removed": 0, "kept": 0, "same": 0}


CIRCLES = (
    "dang-uy:\n  kind: committee\n  name: Đảng ủy {địa bàn}\n"
    "chi-bo:\n  kind: cell\n  name: Chi bộ cơ quan\n  above: Đảng ủy {địa bàn}\n"
)


def test_circles_are_founded_with_nobody_in_them_and_then_left_alone(fresh):
    told = {"circles.yaml": CIRCLES}
    apply_playbook(small(**told), by=fresh)
    party, cell = sorted((one.circle for one in known_circles()), key=lambda one: one.pk)
    assert (party.name, cell.parent, cell.kind) == ("Đảng ủy xã Yên Thượng", party, "cell")
    assert all(one.is_empty and one.waits_for_head for one in known_circles())
    assert export_playbook(fresh.locality)["circles.yaml"].decode().endswith(CIRCLES)
    told["circles.yaml"] = CIRCLES.replace("cơ quan", "khối cơ quan")
    apply_playbook(small(**told), by=fresh)
    assert "Chi bộ khối cơ quan" in {one.circle.name for one in known_circles()}
    enter_as_staff(invite_first_head(cell, by=fresh).split("/")[-2], staff=fresh)
    told["circles.yaml"] = CIRCLES.replace("cơ quan", "cũ")
    apply_playbook(small(**told), by=fresh)
    assert "Chi bộ khối cơ quan" in {one.circle.name for one in known_circles()}
