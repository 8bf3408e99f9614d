"""Routes of the catalogue of procedures."""

import re
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy

from nhipcau.api.cursors import make_cursor, open_cursor
from nhipcau.api.models import Scope
from nhipcau.api.problems import not_found
from nhipcau.api.routes import Call, route
from nhipcau.api.shapes import Paging, ProcedureList, ProcedureOut, said_at
from nhipcau.procedures.models import Procedure
from nhipcau.procedures.queries import by_code, in_force

CODE: Final = re.compile(r"[0-9A-Za-z.]{3,40}")


@route(
    "GET", "/procedures", scope=Scope.PROCEDURES_READ,
    summary=gettext_lazy("Danh mục thủ tục đang áp dụng"),
)  # fmt: skip
def list_procedures(call: Call, query: Paging) -> ProcedureList:
    of = f"procedures {call.locality.pk}"
    rows = in_force()
    if query.cursor:
        rows = rows.filter(pk__gt=open_cursor(of, query.cursor))
    page = list(rows.order_by("pk")[: query.limit + 1])
    shown, is_more = page[: query.limit], len(page) > query.limit
    return ProcedureList(
        data=[_out(call, row) for row in shown],
        next_cursor=make_cursor(of, shown[-1].pk) if is_more else None,
    )


@route(
    "GET", "/procedures/{code}", scope=Scope.PROCEDURES_READ,
    summary=gettext_lazy("Một thủ tục theo mã quốc gia"),
)  # fmt: skip
def read_procedure(call: Call, code: str) -> ProcedureOut:
    found = by_code(code) if CODE.fullmatch(code) else None
    if found is None or found.retired_at is not None:
        raise not_found()
    return _out(call, found)


def _out(call: Call, procedure: Procedure) -> ProcedureOut:
    version = procedure.current
    if version is None:
        raise not_found()
    return ProcedureOut(
        code=procedure.code,
        name=procedure.name,
        sector=procedure.sector,
        level=procedure.level,
        version=version.number,
        in_force_since=said_at(version.current_since),
        url=f"{settings.BASE_URL}/{call.locality.slug}/thu-tuc/{procedure.code}/",
    )
