"""The numbers behind the pages: sums, curve, drawing, legal kinds, what to do."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import FRIDAY_AFTERNOON

from nhipcau.channels.models import ChannelKind
from nhipcau.country.chosen import country
from nhipcau.outreach.aloud import say_by_hand
from nhipcau.outreach.bulletins import issue_bulletin
from nhipcau.outreach.escalate import escalate
from nhipcau.outreach.hand_tasks import tick_task
from nhipcau.outreach.models import Bulletin, BulletinItem, Relay, Task
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.tests.conftest import make_approved
from nhipcau.places.open import set_means
from nhipcau.reach.chart import draw
from nhipcau.reach.curve import Curve, curve
from nhipcau.reach.export import figures
from nhipcau.reach.kinds import BULLETIN, by_legal_kind, kind_of
from nhipcau.reach.queries import BAR, by_neighbourhood, minutes_to, summary, whole
from nhipcau.reach.to_do import names, to_do


def test_the_sum_of_the_tiles_is_the_whole(out):
    assert whole(by_neighbourhood(out)) == summary(out)


def test_the_bar_holds_every_household_once(out):
    bar = summary(out).bar
    assert sum(part.count for part in bar) == 7
    assert [part.name for part in bar] == [name for _level, name in BAR]
    last = bar[-1]
    assert float(last.x) + float(last.width) == pytest.approx(100, abs=0.01)


def test_the_curve_begins_with_nobody_and_only_rises(out, civil):
    drawn = curve(out, households=7, now=civil.now)
    counts = [count for _at, count in drawn.points]
    assert drawn.points[0] == (out.published_at, 0)
    assert counts == sorted(counts)
    assert counts[-1] == 2


def test_nobody_is_expected_to_learn_it_at_night(out, civil):
    civil.set(FRIDAY_AFTERNOON + timedelta(hours=4))
    drawn = curve(out, households=700, now=civil.now)
    at_nine = [count for at, count in drawn.ahead if at == FRIDAY_AFTERNOON + timedelta(hours=4.5)]
    at_six = [count for at, count in drawn.ahead if at == FRIDAY_AFTERNOON + timedelta(hours=13.5)]
    assert at_nine[-1] == at_six[0]


def test_the_deadline_ends_what_is_expected(out, civil):
    civil.set(out.deadline + timedelta(minutes=1))
    assert curve(out, households=7, now=civil.now).ahead == ()


@given(
    steps=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 50)), min_size=1, max_size=30),
    span=st.integers(1, 5000),
)
def test_the_drawing_stays_in_its_box(steps, span):
    times = sorted(minutes for minutes, _n in steps)
    total, points = 0, []
    for minutes, (_m, n) in zip(times, steps, strict=True):
        total += n
        points.append((FRIDAY_AFTERNOON + timedelta(minutes=minutes), total))
    drawn = draw(
        Curve(
            start=FRIDAY_AFTERNOON,
            deadline=FRIDAY_AFTERNOON + timedelta(minutes=span),
            households=max(1, total),
            points=tuple(points),
            ahead=(),
        )
    )
    for pair in drawn.line.split():
        x, y = (float(part) for part in pair.split(","))
        assert 38 <= x <= 350.1
        assert 12 <= y <= 142
    assert len(drawn.across) <= 6


def test_every_channel_belongs_to_one_of_the_eight_kinds():
    law = country().law
    assert {carrier for kind in law.kinds for carrier in kind.carriers} == {
        *ChannelKind.values,
        BULLETIN,
    }
    assert all(kind_of(channel) for channel in ChannelKind.values)


def test_what_was_done_stands_under_its_legal_kind(out, ward):
    tick_task(Task.objects.get(kind="loudspeaker"), by=ward.lan)
    kinds = {k.number: k for k in by_legal_kind(out, summary(out).channels)}
    assert kinds[1].done == "đã đọc, phát 1 nơi"
    assert "1 nhóm hộ dân" in kinds[7].done
    assert kinds[6].informed == 2
    assert not kinds[3].is_used


def test_bulletins_and_hands_stand_under_their_legal_kinds(out, ward):
    bulletin = Bulletin.objects.create(
        locality=ward.locality,
        number=1,
        title="Bản tin số 1",
        begins_on=FRIDAY_AFTERNOON,
        ends_on=FRIDAY_AFTERNOON,
        made_by=ward.minh,
        made_at=FRIDAY_AFTERNOON,
    )
    BulletinItem.objects.create(locality=ward.locality, bulletin=bulletin, version=out)
    assert not by_legal_kind(out, {})[2].is_used
    issue_bulletin(bulletin, copies=120, where="Các nhà văn hoá", by=ward.minh)
    set_means(ward.to_13, has_megaphone=True, has_gong=True, by=ward.lan.actor)
    say_by_hand(out, due_at=None, by=ward.lan.actor)
    for task in Task.objects.filter(kind__in=["megaphone", "gong"]):
        tick_task(task, by=ward.hoa)
    kinds = {k.number: k for k in by_legal_kind(out, {})}
    assert (kinds[3].is_used, kinds[3].done) == (True, "số 1, 120 bản")
    assert "loa tay ở 1 tổ" in kinds[5].done
    assert "kẻng ở 1 tổ" in kinds[5].done


def test_minutes_until_a_share_knew(out, civil):
    assert minutes_to(out, 0.25) == 22
    assert minutes_to(out, 0.9) is None


def test_the_export_has_the_keys_of_the_story(out):
    found = figures(out)
    assert {
        "households",
        "neighbourhoods",
        "covered",
        "informed",
        "accounted",
        "unaccounted",
        "told",
        "open_visits",
        "deliveries",
        "minutes_to",
        "handed_over_p95_s",
        "cost_vnd",
    } <= set(found)
    assert (found["households"], found["informed"], found["unaccounted"]) == (7, 2, 5)
    assert found["handed_over_p95_s"] == 600


def test_silent_leaders_come_first_with_who_and_when(ward, approved, sms, civil):
    version = publish_notice(approved, by=ward.lan)
    civil.step(26)
    escalate()
    first = to_do(version, civil.now)[0]
    assert (first.count, first.tone, first.action) == (1, "bad", "Gọi")
    assert "Tổ 13" in first.text
    assert "nhắc lần 2" in first.small


def test_doors_say_whether_they_will_be_done_in_time(out, civil):
    doors = next(one for one in to_do(out, civil.now) if one.tone == "hand")
    assert (doors.count, doors.small) == (4, "nửa giờ qua chưa xong nhà nào")


def test_an_urgent_release_asks_for_its_review(ward, civil):
    version = publish_notice(make_approved(ward, released_urgently=True), by=ward.minh)
    assert to_do(version, civil.now)[0].action == "Xem lại"


def test_when_all_have_posted_nobody_is_named(out, civil):
    assert not Relay.objects.filter(state="waiting").exists()
    assert "chưa đăng" not in " ".join(one.text for one in to_do(out, civil.now))


def test_many_names_are_cut_with_how_many_more():
    assert names(["Tổ 1", "Tổ 2"]) == "Tổ 1, Tổ 2"
    assert names(f"Tổ {n}" for n in range(1, 8)) == "Tổ 1, Tổ 2, Tổ 3, Tổ 4 và 3 nơi nữa"
