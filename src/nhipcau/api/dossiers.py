"""Routes of dossiers: another system pushes statuses, judged and written as a file's lines are."""

from collections import Counter
from typing import Any, Final, cast

from django.utils.translation import gettext_lazy

from nhipcau.api.models import Scope
from nhipcau.api.routes import Call, route
from nhipcau.api.shapes import (
    DossierLine,
    DossierResult,
    DossierStatuses,
    DossierVerdicts,
    moment,
)
from nhipcau.core.clock import local
from nhipcau.counter.dossiers.apply import apply_batch
from nhipcau.counter.dossiers.cells import plain
from nhipcau.counter.dossiers.exports import Export
from nhipcau.counter.dossiers.stage import drop_batch, stage_export
from nhipcau.counter.models import DossierRow

# Our names, and those of the national exchange by which the lines are read.
HEADINGS: Final = {
    "number": "MaHoSo",
    "status": "TrangThaiHoSo",
    "procedure": "MaTTHC",
    "name": "ChuHoSo",
    "phone": "SoDienThoai",
    "received_at": "NgayTiepNhan",
    "due_at": "NgayHenTra",
    "new_due_at": "NgayHenTraMoi",
    "finished_at": "NgayKetThucXuLy",
    "ended_at": "NgayTra",
    "handled_by": "DonViXuLy",
    "papers": "DanhSachHoSoBoSung",
    "result": "DanhSachGiayToKetQua",
}
MOMENTS: Final = ("received_at", "due_at", "new_due_at", "finished_at", "ended_at")
SOURCE: Final = "api"


@route(
    "POST", "/dossiers/statuses", scope=Scope.DOSSIERS_WRITE, also={409, 422}, repeats_safely=True,
    summary=gettext_lazy("Đẩy tình trạng hồ sơ; từng hồ sơ nhận hay không và vì sao"),
)  # fmt: skip
def push_statuses(call: Call, body: DossierStatuses) -> DossierVerdicts:
    """The same lines a second time find everything the same. A test key writes no dossier."""
    lines = [(n + 1, _cells(line, f"dossiers/{n}")) for n, line in enumerate(body.dossiers)]
    export = Export(f"api-{call.key.pk}", tuple(HEADINGS.values()), lines)
    batch = stage_export(call.locality, export, by=call.key.actor, source=SOURCE)
    rows = DossierRow.objects.filter(batch=batch).order_by("row")
    verdicts = list(rows.values_list("row", "verdict", "reason"))
    if call.key.is_test:
        drop_batch(batch, by=call.key.actor)
    else:
        apply_batch(batch, by=call.key.actor)
    return DossierVerdicts(
        counts=dict(Counter(verdict for _row, verdict, _reason in verdicts)),
        dossiers=[
            DossierResult(
                number=body.dossiers[row - 1].number, verdict=cast(Any, verdict), reason=reason
            )
            for row, verdict, reason in verdicts
        ],
    )


def _cells(line: DossierLine, place: str) -> list[str]:
    given = line.model_dump()
    for name in MOMENTS:
        at = moment(given[name], f"{place}/{name}")
        given[name] = f"{local(at):%Y%m%d%H%M%S}" if at else ""
    given["papers"] = "; ".join(line.papers)
    return [plain(given[name]) for name in HEADINGS]
