"""The policies of the second lock, one a table of every model that belongs to a locality. Asked for
by `nhipcau rows` and after each migration; twice is as good as once."""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from nhipcau.core.errors import BadInput
from nhipcau.places import sql
from nhipcau.places.row_security import tables


def unlocked() -> list[str]:
    """Tables that still show everybody's rows to whoever asks."""
    locked = {name for (name,) in sql.rows(sql.LOCKED)}
    return sorted(tables() - locked)


def lock_rows() -> list[str]:
    """Only the owner of the tables can. Returns what was locked now."""
    with transaction.atomic():
        missing = unlocked()
        sql.run_for_each(sql.POLICY, missing)
    return missing


def unlock_rows() -> None:
    sql.run_for_each(sql.NO_POLICY, sorted(tables()))


def let_in(role: str) -> None:
    """What the web and the workers may do, as a role that owns nothing."""
    if not role.replace("_", "").isalnum() or not sql.rows(sql.HAS_ROLE, role=role):
        raise BadInput(_("PostgreSQL không có vai trò “%(role)s”.") % {"role": role})
    ((schema,),) = sql.rows(sql.SCHEMA)
    sql.run_for_each(sql.GRANTS, [""], role=role, schema=schema)


def passes_by() -> bool:
    """Whether the role of this connection is let through every policy: then nothing is locked."""
    return connection.vendor == "postgresql" and bool(sql.rows(sql.PASSES_BY)[0][0])
