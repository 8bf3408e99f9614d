"""A ward of numbered telephones in a fresh database, and jobs to all of them."""

from django.core.management import call_command
from django.db import connection
from django.db.models import Model, Value
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
    """Households with a telephone each. The first of each is made as always and copied in SQL: a
    million by the ORM would be the longest part of the bench."""
    with scope(locality=locality):
        first = Household.objects.create(
            locality_id=locality, neighbourhood_id=place, key="k0", head_name="H"
        )
        phone = ContactPoint.objects.create(
            locality_id=locality, household=first, kind="phone", value="+84900000000"
        )
    with connection.cursor() as cursor:
        numbers, values = _copied(Household, {"key": "'k' || i"}), [phones - 1, first.pk]
        cursor.execute(NUMBERS[connection.vendor].format(numbers), values)
        contacts = {"household_id": "h.id", "value": "'+84' || (900000000 + h.id)"}
        source = f"JOIN {Household._meta.db_table} h ON h.neighbourhood_id = %s AND h.id <> %s"
        copy = _copied(ContactPoint, contacts, source)
        cursor.execute(copy, [place, first.pk, phone.pk])


NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) {}",
    "postgresql": "WITH n(i) AS (SELECT generate_series(1, %s)) {}",
}


def _copied(model: type[Model], changed: dict[str, str], source: str = "JOIN n ON 1 = 1") -> str:
    """INSERT of copies of one row, the changed columns by their expression."""
    table = model._meta.db_table
    names = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    taken = ", ".join(changed.get(name, f't."{name}"') for name in names)
    into = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table} ({into}) SELECT {taken} FROM {table} t {source} WHERE t.id = %s"  # noqa: S608


def ask(account: Account, *, key: str) -> Job:
    with scope(locality=account.locality_id):
        found = ContactPoint.objects.filter(kind="phone", stopped_at=None, failed_at=None)
        recipients = found.values_list(
            "id", "household_id", "household__neighbourhood_id", "value", Value("")
        )
        return enqueue(account, key=key, text=TEXT, recipients=recipients, by=SYSTEM)
