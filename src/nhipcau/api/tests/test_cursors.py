"""A list read page by page shows each row once, whatever comes in meanwhile."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.api.cursors import make_cursor, open_cursor
from nhipcau.api.models import Rehearsal
from nhipcau.api.problems import Refused
from nhipcau.api.tests.conftest import a_notice
from nhipcau.core.clock import civil_now

WORDS = st.text(max_size=40)


@settings(max_examples=30)
@given(WORDS, st.integers(0, 10**15))
def test_a_cursor_leads_back_to_its_row(of, last):
    assert open_cursor(of, make_cursor(of, last)) == last


@settings(max_examples=30)
@given(st.text(max_size=120))
def test_a_cursor_that_we_did_not_make_is_refused(text):
    with pytest.raises(Refused):
        open_cursor("notices", text)


def test_a_cursor_of_another_list_or_a_changed_one_is_refused():
    cursor = make_cursor("notices live 1", 5)
    for of, given_ in (("notices live 2", cursor), ("notices live 1", "x" + cursor[1:])):
        with pytest.raises(Refused):
            open_cursor(of, given_)


@pytest.fixture
def rehearsals(trial):
    def add(count):
        given_ = a_notice(kind="announcement", urgency="usual", publish="never")
        rows = [
            Rehearsal(locality=trial.key.locality, key=trial.key, given=given_,
                      recipients=[], made_at=civil_now())
            for _ in range(count)
        ]  # fmt: skip
        return Rehearsal.objects.bulk_create(rows)

    return add


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 6), st.integers(2, 3), st.lists(st.sampled_from("+-."), max_size=4))
def test_pages_show_each_row_once_in_order_whatever_comes_and_goes(
    trial, rehearsals, rows, limit, meanwhile
):
    Rehearsal.objects.all().delete()
    there = [str(row.pk) for row in rehearsals(rows)]
    gone, seen, cursor = set(), [], ""
    for step in [*meanwhile, *"." * 20]:
        page = trial.get(f"/notices?limit={limit}" + (f"&cursor={cursor}" if cursor else ""))
        page = page.json()
        seen += [one["id"] for one in page["data"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
        if step == "+":
            rehearsals(1)
        elif step == "-":
            gone.add(there[0])
            Rehearsal.objects.filter(pk=there[0]).delete()
    assert seen == sorted(set(seen), key=int, reverse=True)
    assert set(there) - gone <= set(seen)


def test_the_cursor_of_another_key_is_refused(trial, foreign_trial, rehearsals):
    rehearsals(3)
    cursor = trial.get("/notices?limit=1").json()["next_cursor"]
    assert foreign_trial.get(f"/notices?limit=1&cursor={cursor}").status_code == 422
