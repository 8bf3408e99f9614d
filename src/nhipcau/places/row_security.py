"""The second lock: the database itself lets through rows of one locality only, which is said on the
connection before a statement that touches any (places/postgres). On with NHIPCAU_ROW_SECURITY;
why it is so: docs/decisions/0034. No models here: the database is opened before they are loaded.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, Final

from django.apps import apps
from django_scopes import get_scope, scopes_disabled

EVERY: Final = "*"
NOBODY: Final = ""
_NOT_OVER: Final = object()
_over: ContextVar[object] = ContextVar("over_localities", default=_NOT_OVER)

ROWS = re.compile(r"[\s(]*(explain|select|with|insert|update|delete)\b", re.IGNORECASE)
NAME = re.compile(r"[a-z]\w+")


class OutsideLocalities(RuntimeError):
    """A statement on tenants' rows, and nobody said whose: a fault of the code, never of a person.
    The database would have shown nothing, which is worse to find."""


@contextmanager
def over_localities() -> Iterator[None]:
    """For code that stands above the localities: the sender, a merger, a backup. Lifts this lock
    only, the manager's stays; and a scope that is opened inside counts again."""
    token = _over.set(_open())
    try:
        yield
    finally:
        _over.reset(token)


@contextmanager
def by_its_key() -> Iterator[None]:
    """For one look-up by a secret that itself tells the locality, whoever is signed in there."""
    with scopes_disabled(), over_localities():
        yield


def wanted() -> str:
    """Whose rows the next statement may meet: one locality's number, EVERY or NOBODY.

    Inside a locality its rows are all there is, scopes disabled or not: what is disabled there by
    mistake still shows nobody else's.
    """
    locality = _open()
    if _over.get() == locality:
        return EVERY
    if locality is not None:
        return str(locality)
    return NOBODY if get_scope().get("_enabled", True) else EVERY


def _open() -> Any:
    locality = get_scope().get("locality")
    return getattr(locality, "pk", locality)


@lru_cache(maxsize=4096)
def needs_locality(sql: str) -> bool:
    """Whether rows that belong to a locality are read or written: sessions and the like are not."""
    return bool(ROWS.match(sql)) and not tables().isdisjoint(NAME.findall(sql))


@lru_cache(maxsize=1)
def tables() -> frozenset[str]:
    """Of every model that belongs to a locality."""
    return frozenset(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if getattr(model, "is_tenanted", False)
    )
