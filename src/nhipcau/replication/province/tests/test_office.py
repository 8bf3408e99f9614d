"""An office is a tenant where nobody lives; a ward belongs to one province at the most."""

import pytest
from django.core.management import CommandError, call_command
from django_scopes import scope

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.people.invite import Newcomer, invite_staff
from nhipcau.people.models import Role, Staff
from nhipcau.people.staff import change_role
from nhipcau.places.models import Locality, Unit
from nhipcau.places.open import create_office
from nhipcau.places.oversee import put_under, take_out, wards_of
from nhipcau.replication.province.tests.conftest import make_province


def test_a_ward_joins_one_province_and_leaves_it(ward):
    first, second = make_province(), make_province("08", "tq", "Tỉnh Tuyên Quang", "khac")
    put_under(ward.locality, first.office, by=SYSTEM)
    with pytest.raises(WrongState):
        put_under(ward.locality, second.office, by=SYSTEM)
    assert list(wards_of(first.office)) == [ward.locality]
    take_out(ward.locality, by=SYSTEM)
    with pytest.raises(WrongState):
        take_out(ward.locality, by=SYSTEM)
    assert list(wards_of(first.office)) == []
    kept = AuditEvent.objects.filter(locality_id_plain=first.office.pk, verb__startswith="province")
    assert [one.verb for one in kept.order_by("pk")] == [
        "province.ward_joined",
        "province.ward_left",
    ]


def test_neither_a_ward_nor_an_office_stands_in_the_others_place(ward, stranger):
    office = make_province().office
    for one, over in ((office, office), (ward.locality, stranger.locality)):
        with pytest.raises(BadInput):
            put_under(one, over, by=SYSTEM)
    with pytest.raises(BadInput):
        create_office(ward.locality.unit, slug="x", issuer="UBND", by=SYSTEM)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.EDITOR, Role.LEADER])
def test_nobody_but_overseers_works_in_an_office(ward, role):
    office = make_province().office
    with scope(locality=office), pytest.raises(BadInput):
        invite_staff(office, Newcomer("Lê Thị Hà", role), by=SYSTEM)


def test_nobody_oversees_from_within_a_ward(ward):
    with pytest.raises(BadInput):
        invite_staff(ward.locality, Newcomer("Lê Thị Hà", Role.OVERSEER), by=SYSTEM)
    with pytest.raises(BadInput):
        change_role(ward.lan, Role.OVERSEER, by=ward.quan.actor)


def test_the_command_opens_a_province_and_counts(ward, capsys):
    Unit.objects.create(code="06", name="Tỉnh Bắc Kạn", level=Unit.Level.PROVINCE)
    call_command("province", "create", "06", "tinh-bac-kan")
    call_command("province", "add", "tinh-bac-kan", "song-cau")
    call_command("province", "invite", "tinh-bac-kan", "Lộc Văn Thái", "--username", "thai")
    call_command("province", "link", "thai")
    call_command("province", "identity", "thai", "thai@backan.example")
    call_command("province", "count")
    call_command("province", "list")
    told = capsys.readouterr().out
    assert told.count("/moi/") == 2 and "Đã đếm 1 địa bàn." in told
    staff = Staff.objects.get(username="thai")
    assert (staff.role, staff.identity) == (Role.OVERSEER, "thai@backan.example")
    assert Locality.objects.get(slug="tinh-bac-kan").issuer == "UBND tỉnh Bắc Kạn"
    call_command("province", "remove", "tinh-bac-kan", "song-cau")
    assert not wards_of(staff.locality).exists()


@pytest.mark.parametrize(
    "words",
    [
        ("create", "99", "x"),
        ("add", "song-cau", "song-cau"),
        ("link", "khong-co"),
        ("remove", "tinh-bac-kan", "song-cau"),
    ],
)
def test_what_the_command_cannot_do_it_says(ward, words):
    make_province()
    with pytest.raises(CommandError):
        call_command("province", *words)
