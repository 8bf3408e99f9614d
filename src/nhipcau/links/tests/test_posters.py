"""A poster is made with its own code, hung, replaced, taken down; its code always leads on."""

from dataclasses import replace
from datetime import date

import pytest
from django_scopes import scope

from nhipcau.core.errors import BadInput, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.links.hang import ask_down, hang_poster, take_down, unhang_poster
from nhipcau.links.make_posters import MOST, Leaf, make_posters, replace_poster
from nhipcau.links.models import LinkDay, Poster
from nhipcau.links.scans import Scans, scans_by_day, scans_by_place, scans_of
from nhipcau.links.shorten import find_link

State = Poster.State
LEAF = Leaf("procedure", "Khai sinh", "/song-cau/thu-tuc/1.001193/", "Cổng chợ", "1.001193")


def made(ward, *leaves):
    return make_posters(ward.locality, leaves or [LEAF], by=ward.lan.actor)


@pytest.fixture
def poster(ward):
    [poster] = made(ward, replace(LEAF, neighbourhood=ward.to_13, printed={"version": 2}))
    return poster


def test_each_poster_has_a_code_of_its_own_that_knows_the_place_and_the_version(ward, poster):
    [other] = made(ward)
    assert poster.state == State.TO_HANG and other.link.code != poster.link.code
    assert poster.link.path == LEAF.path
    place = {"channel": "poster", "kind": "procedure"}
    assert poster.link.place == place | {"neighbourhood": ward.to_13.pk, "version": 2}
    assert AuditEvent.objects.filter(verb="posters.made").count() == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"place": " "}, "places"),
        ({"place": "x" * 121}, "places"),
        ({"title": ""}, "title"),
        ({"size": "a0"}, "size"),
        ({"language": "tlh"}, "language"),
        ({"kind": "x"}, "kind"),
        ({"path": "https://zalo.me/1"}, "path"),
    ],
)
def test_what_cannot_be_printed_is_refused_and_nothing_is_made(ward, wrong, field):
    with pytest.raises(BadInput) as fault:
        made(ward, LEAF, replace(LEAF, **wrong))
    assert fault.value.field == field and not Poster.objects.exists()


def test_too_many_at_once_are_refused(ward):
    with pytest.raises(BadInput):
        made(ward, *[LEAF] * (MOST + 1))


def test_a_poster_is_hung_once_and_a_slip_is_taken_back(ward, poster):
    hang_poster(poster, by=ward.hoa.actor)
    assert poster.state == State.HANGS and poster.hung_at
    with pytest.raises(WrongState):
        hang_poster(poster, by=ward.tam.actor)
    unhang_poster(poster, by=ward.hoa.actor)
    assert poster.state == State.TO_HANG and poster.hung_at is None


def test_what_must_come_down_comes_down_once_and_its_code_leads_on(ward, poster):
    hang_poster(poster, by=ward.hoa.actor)
    ask_down(poster, by=ward.lan.actor)
    take_down(poster, by=ward.hoa.actor)
    assert poster.state == State.DOWN and poster.taken_down_at
    with pytest.raises(WrongState):
        take_down(poster, by=ward.hoa.actor)
    assert find_link(poster.link.code).closed_at is None


def test_hanging_the_new_paper_takes_the_old_one_down(ward, poster):
    hang_poster(poster, by=ward.hoa.actor)
    new = replace_poster(poster, replace(LEAF, printed={"version": 3}), by=ward.lan.actor)
    poster.refresh_from_db()
    assert poster.state == State.HANGS
    with pytest.raises(WrongState):  # somebody else has just done that
        replace_poster(poster, LEAF, by=ward.quan.actor)
    hang_poster(new, by=ward.hoa.actor)
    poster.refresh_from_db()
    assert poster.state == State.DOWN
    with pytest.raises(WrongState):
        replace_poster(poster, LEAF, by=ward.lan.actor)


def test_another_locality_cannot_touch_it(ward, poster, stranger):
    with scope(locality=stranger.locality):
        for verb in (hang_poster, take_down):
            with pytest.raises(WrongState):
                verb(poster, by=stranger.thu.actor)
        with pytest.raises(WrongState):
            replace_poster(poster, LEAF, by=stranger.thu.actor)


def test_scans_are_counted_by_poster_place_and_week(ward, poster):
    [beside, _elsewhere] = made(
        ward,
        replace(LEAF, neighbourhood=ward.to_13, kind="portal"),
        replace(LEAF, place="Trạm Y tế"),
    )
    today = date(2023, 5, 26)  # a Friday
    days = [(22, 3, poster), (21, 5, poster), (14, 7, poster), (26, 2, beside)]
    LinkDay.objects.bulk_create(
        LinkDay(locality=ward.locality, link=one.link, on=date(2023, 5, day), people=n, robots=9)
        for day, n, one in days
    )
    posters = Poster.objects.select_related("neighbourhood")
    assert scans_of(posters, today)[poster.link_id] == Scans(week=3, before=5, total=15)
    first, second = scans_by_place(posters, today)
    assert (first.name, first.neighbourhood, first.posters) == ("Cổng chợ", "Tổ 13", 2)
    assert first.weeks[-3:] == [7, 5, 5] and first.total == 17
    assert (second.name, second.total) == ("Trạm Y tế", 0)
    assert scans_by_day(poster, date(2023, 5, 20)) == {date(2023, 5, 21): 5, date(2023, 5, 22): 3}
