"""A ward of numbered telephones in a fresh database, and jobs to all of them."""

from django.core.management import call_command
from django.db import connection
from django.db.models import Value
from django_scopes import scope

from bench.gateway import TEXT
from nhipcau.channels.credentials import keep_secrets
from nhipcau.channels.models import Account
from nhipcau.core.actor import SYSTEM
from nhipcau.dispatch.enqueue import enqueue
from nhipcau.dispatch.models import Job
from nhipcau.people.models import ContactPoint, Household
from nhipcau.places.models import Locality, Neighbourhood, Unit


def migrate() -> None:
    call_command("migrate", verbosity=0)


def make_ward(phones: int) -> Account:
    unit = Unit.objects.create(code="01837", name="Phường Sông Cầu", level="commune")
    locality = Locality.objects.create(
        unit=unit, slug="song-cau", name="Phường Sông Cầu", issuer="UBND phường Sông Cầu"
    )
    with scope(locality=locality.pk):
        place = Neighbourhood.objects.create(locality=locality, name="Tổ 13", number=13)
        make_people(locality.pk, place.pk, phones)
        account = Account.objects.create(
            locality=locality,
            kind="sms",
            name="SMS",
            state=Account.State.WORKING,
            per_minute=0,
            settings={"brandname": "UBND SONGCAU"},
        )
        keep_secrets(
            account,
            {"api_key": "0123456789abcdef" * 2, "secret_key": "fedcba9876543210"},
            by=SYSTEM,
        )
    return account


def make_people(locality: int, place: int, phones: int) -> None:
    """Plain SQL: a million rows by the ORM would be the longest part of the bench."""
    households, contacts = Household._meta.db_table, ContactPoint._meta.db_table
    numbers = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) "
        if connection.vendor == "sqlite"
        else "WITH n(i) AS (SELECT generate_series(1, %s)) "
    )
    true, false = ("1", "0") if connection.vendor == "sqlite" else ("TRUE", "FALSE")
    now = "CURRENT_TIMESTAMP"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {households} (locality_id, neighbourhood_id, key, code, head_name, "  # noqa: S608
            "house, alley, landmark, walk_order, people, best_way, language, is_gone, created_at) "
            f"{numbers} SELECT %s, %s, 'k' || i, '', 'H', '', '', '', 0, 3, '', 'vi', {false}, "
            f"{now} FROM n",
            [phones, locality, place],
        )
        cursor.execute(
            f"INSERT INTO {contacts} (locality_id, household_id, kind, value, takes_sms, "  # noqa: S608
            f"legal_basis, created_at) SELECT locality_id, id, 'phone', "
            f"'+84' || (900000000 + id), {true}, 'public_task', {now} "
            f"FROM {households} WHERE neighbourhood_id = %s",
            [place],
        )


def ask(account: Account, *, key: str) -> Job:
    with scope(locality=account.locality_id):
        found = ContactPoint.objects.filter(kind="phone", stopped_at=None, failed_at=None)
        recipients = found.values_list(
            "id", "household_id", "household__neighbourhood_id", "value", Value("")
        )
        return enqueue(account, key=key, text=TEXT, recipients=recipients, by=SYSTEM)
