"""Reads of the catalogue."""

from collections.abc import Collection

from django.db.models import Count, Max, QuerySet

from nhipcau.procedures.codes import short_code, tidy_code
from nhipcau.procedures.models import Procedure, ProcedureVersion, Way


def in_force() -> QuerySet[Procedure]:
    """What the ward does today, with the current version."""
    return Procedure.objects.filter(current__isnull=False, retired_at=None).select_related(
        "current"
    )


def listed(*, sector: str = "", level: str = "", with_retired: bool = False) -> QuerySet[Procedure]:
    found = in_force()
    if with_retired:
        found = Procedure.objects.filter(current__isnull=False).select_related("current")
    if sector:
        found = found.filter(sector=sector)
    if level:
        found = found.filter(level__contains=level)  # "Cấp tỉnh, Cấp xã" is of both
    return found.order_by("name", "code")


def by_code(code: str) -> Procedure | None:
    """By the code as given; else by its national part. Retired ones too: old answers name them."""
    code = tidy_code(code)
    known = Procedure.objects.filter(current__isnull=False).select_related("current")
    return known.filter(code=code).first() or known.filter(code=short_code(code)).first()


def current_version(code: str) -> ProcedureVersion | None:
    """The version in force, with its ways and papers at hand; none of a retired one."""
    procedure = by_code(code)
    if procedure is None or procedure.retired_at is not None or procedure.current_id is None:
        return None
    return whole(procedure.current_id)


def whole(version_id: int) -> ProcedureVersion:
    """A version with its procedure, ways and papers. Raises DoesNotExist."""
    return (
        ProcedureVersion.objects.filter(current_since__isnull=False)
        .select_related("procedure")
        .prefetch_related("ways", "papers")
        .get(pk=version_id)
    )


def filed_online(versions: Collection[int]) -> set[int]:
    """Those of the versions with a way online; one whose ways are not known may have it."""
    kinds: dict[int, set[str]] = {version: set() for version in versions}
    for version, kind in Way.objects.filter(version__in=kinds).values_list("version", "kind"):
        kinds[version].add(kind)
    return {version for version, told in kinds.items() if not told or Way.Kind.ONLINE in told}


def is_old(version: ProcedureVersion) -> bool:
    """Something newer is in force, or the procedure is no longer done."""
    return not Procedure.objects.filter(
        pk=version.procedure_id, current=version.pk, retired_at=None
    ).exists()


def versions_of(procedure: Procedure) -> QuerySet[ProcedureVersion]:
    """Newest first; what was written but never came in force does not count."""
    return ProcedureVersion.objects.filter(
        procedure=procedure, current_since__isnull=False
    ).order_by("-number")


def sectors() -> list[tuple[str, int]]:
    found = in_force().exclude(sector="").values("sector")
    return [(row["sector"], row["n"]) for row in found.annotate(n=Count("pk")).order_by("sector")]


def levels() -> list[str]:
    found = in_force().exclude(level="").values_list("level", flat=True).distinct()
    return sorted({part.strip() for level in found for part in level.split(",") if part.strip()})


def stamp() -> str:
    """Changes whenever the catalogue in force does: the key of what is kept about it."""
    known = Procedure.objects.aggregate(
        version=Max("current_id"),
        n=Count("current_id"),
        retired=Max("retired_at"),
        gone=Count("retired_at"),
    )
    return ".".join(map(str, known.values()))
