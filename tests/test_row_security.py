"""The second lock: with the managers' scope off and by raw SQL, as a role that owns no table, the
stranger's rows are not there and cannot be written. PostgreSQL only.

Policies and role are made inside each test's transaction and go with it.
"""

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django_scopes import scope, scopes_disabled

from nhipcau.commands.doctor import Level, _check_row_security
from nhipcau.core.actor import SYSTEM
from nhipcau.dispatch.tests.conftest import (  # noqa: F401  fixtures
    ask,
    gateway,
    heard,
    make_phones,
    make_sms,
    send_all,
    states,
)
from nhipcau.links.shorten import find_link, make_link
from nhipcau.people.models import Household
from nhipcau.places.lock_rows import let_in, lock_rows, unlock_rows, unlocked
from nhipcau.places.models import Lineage, Neighbourhood
from nhipcau.places.row_security import OutsideLocalities, over_localities, tables
from nhipcau.places.tenant import Tenanted
from tests.test_tenancy import browser_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

HOMES = "SELECT count(*) FROM people_household"


def run(statement: str, *given: Any) -> Any:
    """Past Django's models, through its connection."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.fixture
def locked(ward, stranger) -> Iterator[list[str]]:
    """From here on the connection is that of the web: what it may do is what was granted. Yields
    what was said to the database about whose rows are meant."""
    role, said = f"nhipcau_rows_{os.getpid()}", []
    connection.check_constraints()  # no table with checks that still wait can be altered
    run(f'CREATE ROLE "{role}"')
    lock_rows()
    let_in(role)
    run(f'SET LOCAL ROLE "{role}"')
    tell = connection.tell
    connection.tell = lambda locality: (said.append(locality), tell(locality))
    with connection.execute_wrapper(connection.tell_first):
        yield said
    del connection.tell


def test_every_model_of_a_locality_has_a_policy_and_a_new_one_without_is_named(db):
    tenants = {m._meta.db_table for m in apps.get_models() if issubclass(m, Tenanted)}
    assert tables() == tenants == set(unlocked())
    lock_rows()
    assert unlocked() == []
    run("DROP POLICY locality ON people_household")
    run("ALTER TABLE notices_notice NO FORCE ROW LEVEL SECURITY")
    assert lock_rows() == ["notices_notice", "people_household"]
    unlock_rows()
    assert set(unlocked()) == tenants


def test_with_the_managers_off_no_table_shows_another_localitys_rows(locked, ward, stranger):
    theirs = stranger.locality.pk
    everywhere = " UNION ALL ".join(
        f"SELECT '{table}', locality_id FROM {table} WHERE locality_id = {theirs}"  # noqa: S608
        for table in sorted(tables())
    )
    assert run(everywhere) == []
    with scopes_disabled():
        assert not Household.objects.filter(pk=stranger.household.pk).exists()
        assert set(Household.objects.values_list("locality", flat=True)) == {ward.locality.pk}
    assert not Household._base_manager.filter(pk=stranger.household.pk).exists()
    with scope(locality=stranger.locality):
        assert run(everywhere) != []


def test_with_the_managers_off_nothing_of_theirs_can_be_written(locked, ward, stranger):
    them, us = stranger.locality.pk, ward.locality.pk
    with scopes_disabled():
        assert Household.objects.filter(pk=stranger.household.pk).update(head_name="x") == 0
        assert run("UPDATE people_household SET head_name = 'x' WHERE locality_id = %s", them) == 0
        assert run("DELETE FROM people_resident WHERE locality_id = %s", them) == 0
        for wrong in (
            lambda: Neighbourhood.objects.create(locality=stranger.locality, name="x"),
            lambda: Household.objects.filter(pk=ward.binh.pk).update(locality=stranger.locality),
            lambda: run("UPDATE people_resident SET locality_id = %s WHERE locality_id = %s",
                        them, us),
        ):  # fmt: skip
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                wrong()
    with scope(locality=stranger.locality):
        assert Household.objects.get().head_name == "Ma Văn Lạ"


def test_by_default_nothing_is_there_and_the_code_is_told_so(locked):
    with scope(locality=None):
        with pytest.raises(OutsideLocalities):
            Household._base_manager.count()
        with pytest.raises(OutsideLocalities):
            run(HOMES)
        run("SELECT count(*) FROM django_session")  # nobody's
    connection.execute_wrappers.pop()  # as if the code forgot to say anything
    try:
        run("SELECT set_config('app.locality', '', false)")
        assert run(HOMES) == [(0,)]
    finally:
        connection.execute_wrappers.append(connection.tell_first)


def test_only_code_that_says_so_stands_over_the_localities(locked, ward, stranger):
    with over_localities():
        assert run(HOMES) == [(8,)]
        with scope(locality=stranger.locality):
            assert run(HOMES) == [(1,)]
        assert run(HOMES) == [(8,)]
    assert run(HOMES) == [(7,)]
    link = make_link(ward.locality, "/song-cau/", place={}, by=SYSTEM)
    with scope(locality=stranger.locality):  # whoever is signed in: the code tells the locality
        assert find_link(link.code) == link


def test_kin_by_a_merger_can_be_read_and_not_written(locked, ward, stranger):
    Lineage.objects.create(
        predecessor=stranger.locality, successor=ward.locality, on=date(2025, 7, 1),
        is_whole=True, basis="x", record=1,
    )  # fmt: skip
    theirs = Household._base_manager.filter(pk=stranger.household.pk)
    with scope(locality=stranger.locality):
        assert Household._base_manager.filter(pk=ward.binh.pk).exists()
    assert theirs.get().head_name == "Ma Văn Lạ"
    assert theirs.update(head_name="x") == 0


def test_what_is_rolled_back_was_never_said(locked, stranger):
    assert run(HOMES) == [(7,)]
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        with scope(locality=stranger.locality):
            assert run(HOMES) == [(1,)]
        raise ZeroDivisionError
    assert run(HOMES) == [(7,)]


def test_pages_are_served_and_a_request_says_its_locality_once(locked, ward, stranger):
    officer, admin, leader, theirs = map(browser_of, (ward.lan, ward.quan, ward.hoa, stranger.thu))
    own = str(ward.locality.pk)
    home, to_13 = f"/lam-viec/ho-dan/{ward.binh.pk}/", ward.to_13.pk
    with scope(locality=None):  # as a request comes: nothing is open yet
        assert theirs.get(home).status_code == 404
        locked.clear()
        page = officer.get(home)
        assert page.status_code == 200 and "Nông Thị Bình" in page.text
        assert locked == [own]
        said = admin.post(f"/lam-viec/dia-ban/to/{to_13}/", {"name": "Tổ mười ba"})
        assert said.status_code == 302 and locked == [own]
        assert leader.get("/to/").status_code == 200
        assert locked == [own, "*", own]  # the telephone itself is looked up first
        assert officer.get("/song-cau/").status_code == 200
        assert theirs.get(f"/lam-viec/ho-dan/{stranger.household.pk}/").status_code == 200
    assert Neighbourhood.objects.get(pk=to_13).name == "Tổ mười ba"


def test_a_key_of_the_api_and_a_public_page_find_their_locality(locked, ward, client):
    with scope(locality=None):
        assert client.get("/song-cau/").status_code == 200
        assert client.get("/song-cau/thu-tuc/").status_code == 200
        wrong = {"Authorization": "Bearer x"}
        assert client.get("/api/v1/notices", headers=wrong).status_code == 401


def test_a_worker_sends_for_all_localities(locked, ward, stranger, gateway, heard):  # noqa: F811
    make_phones(ward, 3)
    job = ask(ward, make_sms(ward))
    with scope(locality=None):
        send_all()
    assert states(job) == {"sent": 3}
    assert len(gateway.accepted) == len(heard.heard) == 3


def test_the_doctor_sees_when_setting_and_tables_do_not_fit(db, settings):
    assert [*_check_row_security()] == []
    settings.ROW_SECURITY = True
    assert [one.level for one in _check_row_security()] == [Level.WRONG]
    lock_rows()
    (found,) = _check_row_security()
    assert "bỏ qua khoá dòng" in found.what  # the tests' own role is a superuser
    settings.ROW_SECURITY = False
    assert [one.level for one in _check_row_security()] == [Level.WRONG]


def test_the_operator_is_told_what_is_locked(db, capsys):
    call_command("rows", "lock")
    call_command("rows", "show")
    told = capsys.readouterr().out
    assert f"{len(tables())} trên {len(tables())} bảng có khoá" in told
    assert "bỏ qua mọi khoá" in told  # the tests' own role is a superuser
