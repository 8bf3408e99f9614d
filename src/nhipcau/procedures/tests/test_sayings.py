"""The ward's own words: heard by the next search, and by that ward only."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django_scopes import scope

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.procedures.content import Content
from nhipcau.procedures.models import Saying
from nhipcau.procedures.retire import retire_procedure
from nhipcau.procedures.revise import add_procedure, change_procedure
from nhipcau.procedures.sayings import add_saying, remove_saying
from nhipcau.procedures.search import find_procedures
from nhipcau.procedures.search_catalogue import forget
from nhipcau.procedures.tests.files import BIRTH

SHOP = Content(name="Đăng ký thành lập hộ kinh doanh", level="Cấp xã")


@pytest.fixture
def shop(ward):
    add_procedure(ward.locality, "1.001193", BIRTH, by=SYSTEM)
    return add_procedure(ward.locality, "1.001612", SHOP, by=SYSTEM)


def codes(text: str) -> list[str]:
    """The best, if any; a second later, when the search looks again."""
    forget()
    return [hit.code for hit in find_procedures(text, limit=1).hits]


def test_a_word_of_the_ward_is_heard_at_once_and_forgotten_at_once(ward, shop):
    assert codes("xin cái xập xình") == []
    saying = add_saying(ward.locality, said="xập xình", means="hộ kinh doanh", by=ward.lan.actor)
    assert codes("xin cai xap xinh") == ["1.001612"]
    remove_saying(saying, by=ward.lan.actor)
    assert codes("xin cái xập xình") == []
    assert set(AuditEvent.objects.values_list("verb", flat=True)) >= {
        "saying.added",
        "saying.removed",
    }


def test_another_ward_hears_nothing_of_it(ward, shop, stranger):
    add_saying(ward.locality, said="xập xình", means="hộ kinh doanh", by=ward.lan.actor)
    with scope(locality=stranger.locality):
        add_procedure(stranger.locality, "1.001612", SHOP, by=SYSTEM)
        assert codes("xập xình") == []
        assert codes("hộ kinh doanh") == ["1.001612"]


def test_only_officers_of_the_ward_change_its_words(ward, stranger):
    for by in (ward.minh.actor, ward.hoa.actor, stranger.thu.actor):
        with pytest.raises(NotAllowed):
            add_saying(ward.locality, said="giấy chợ", means="hộ kinh doanh", by=by)


@pytest.mark.parametrize("said", ["", " | ", "👍", "một " * 13, "giấy chợ"])
def test_what_cannot_be_used_is_refused_in_words(ward, said):
    add_saying(ward.locality, said="giấy chợ", means="hộ kinh doanh", by=SYSTEM)
    with pytest.raises(BadInput):
        add_saying(ward.locality, said=said, means="hộ kinh doanh", by=SYSTEM)
    assert Saying.objects.count() == 1


def test_removing_twice_is_said(ward):
    saying = add_saying(ward.locality, said="giấy chợ", means="hộ kinh doanh", by=SYSTEM)
    seen = Saying.objects.get(pk=saying.pk)
    remove_saying(saying, by=SYSTEM)
    with pytest.raises(WrongState):
        remove_saying(seen, by=SYSTEM)


def test_the_search_follows_the_catalogue(ward, shop):
    assert codes("hộ kinh doanh") == ["1.001612"]
    newer = change_procedure(shop, Content(name="Mở sạp chợ"), seen=shop.current_id, by=SYSTEM)
    forget()
    hit = find_procedures("mở sạp chợ").hits[0]
    assert (hit.version_id, hit.name) == (newer.pk, "Mở sạp chợ")
    retire_procedure(shop, by=SYSTEM)
    assert codes("mở sạp chợ") == []


def test_the_command_prints_what_other_programs_read(ward, shop):
    told = StringIO()
    call_command("procedures", "find", "lam giay khai sinh cho con", "--json", stdout=told)
    found = json.loads(told.getvalue())
    assert found["sure"] is True
    assert found["results"][0].keys() == {"code", "name", "score"}
    assert found["results"][0]["code"] == "1.001193"


def test_the_page_adds_tries_and_removes(ward, shop, client):
    client.force_login(ward.lan)
    page = reverse("sayings")
    assert client.post(page, {"said": "|", "means": "khai sinh"}).status_code == 422
    client.post(page, {"said": "xập xình", "means": "hộ kinh doanh"})
    forget()
    shown = client.get(page, {"thu": "xap xinh"}).content.decode()
    assert "xập xình" in shown and SHOP.name in shown
    client.post(reverse("saying_remove", args=[Saying.objects.get().pk]))
    assert not Saying.objects.exists()


def test_an_approver_reads_and_cannot_change(ward, client):
    client.force_login(ward.minh)
    assert "Thêm lời này" not in client.get(reverse("sayings")).content.decode()
    assert client.post(reverse("saying_remove", args=[1])).status_code == 403
