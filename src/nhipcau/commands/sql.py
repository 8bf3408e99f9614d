"""The raw SQL of the commands. They stand outside the localities: a backup holds all of them."""

import re
import sqlite3
from collections.abc import Iterable
from typing import Any

from django.apps import apps

NAME = re.compile(r"[a-z][a-z0-9_]*")


def our_tables() -> list[str]:
    return [m._meta.db_table for m in apps.get_models() if m.__module__.startswith("nhipcau.")]


def table_counts(database: Any, tables: Iterable[str]) -> dict[str, int]:
    """Rows of each table, by a cursor or a bare SQLite connection."""
    counts = {}
    for table in tables:
        if not NAME.fullmatch(table):
            raise ValueError(table)
        found = database.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608  checked above
        counts[table] = int((found or database).fetchone()[0])
    return counts


def pin_snapshot(database: sqlite3.Connection) -> None:
    """Open a read transaction that stays: what others commit from now on is not seen."""
    database.execute("BEGIN")
    database.execute("SELECT count(*) FROM sqlite_master").fetchone()
