"""Django's PostgreSQL, told whose rows may pass. Without NHIPCAU_ROW_SECURITY it only stands by."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from nhipcau.places.row_security import NOBODY, OutsideLocalities, needs_locality, wanted
from nhipcau.places.sql import SAY_LOCALITY


class DatabaseWrapper(base.DatabaseWrapper):
    """One more statement when the locality changed since the last one on this connection."""

    told: str | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if settings.ROW_SECURITY:
            self.execute_wrappers.append(self.tell_first)

    def tell_first(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        if not isinstance(sql, str) or needs_locality(sql):
            locality = wanted()
            if locality == NOBODY:
                raise OutsideLocalities(str(sql)[:80])
            if locality != self.told:
                self.tell(locality)
        return execute(sql, params, many, context)

    def tell(self, locality: str) -> None:
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            cursor.execute(SAY_LOCALITY, {"locality": locality})
        self.told = locality

    # What was said in a transaction that is rolled back was never said.

    def init_connection_state(self) -> None:
        self.told = None
        super().init_connection_state()

    def _rollback(self) -> None:
        self.told = None
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        self.told = None
        super()._savepoint_rollback(sid)  # type: ignore[misc]

    def _commit(self) -> None:
        said, self.told = self.told, None
        super()._commit()  # type: ignore[misc]
        self.told = said
