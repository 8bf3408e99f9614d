"""Themes that have no row of their own elsewhere: kept as they stand in the playbook."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Max

from nhipcau.replication.models import PlanItem
from nhipcau.replication.playbook.shape import from_plain, plain_of
from nhipcau.replication.playbook.theme import Found, Place, Theme


def planned(theme: str, kind: type) -> Callable[[Place], list[Found]]:
    def found(place: Place) -> list[Found]:
        rows = PlanItem.objects.filter(locality=place.locality, theme=theme)
        return [Found(from_plain(kind, row.content), key=row.key) for row in rows]

    return found


def keep(theme: str) -> Callable[[Place, str, Any, int], int]:
    def put(place: Place, key: str, item: Any, row: int) -> int:
        rows = PlanItem.objects.filter(locality=place.locality, theme=theme)
        content = plain_of(item)
        if not rows.filter(key=key).update(content=content):
            last = rows.aggregate(last=Max("position"))["last"] or 0
            PlanItem.objects.create(
                locality=place.locality, theme=theme, key=key, position=last + 1, content=content
            )
        return 0

    return put


def forget(theme: str) -> Callable[[Place, str, int], None]:
    def drop(place: Place, key: str, row: int) -> None:
        PlanItem.objects.filter(locality=place.locality, theme=theme, key=key).delete()

    return drop


def plan_theme(
    name: str,
    *,
    title: Any,
    remark: str,
    kind: type,
    name_of: Callable[[Any], str],
    derived: Callable[[Place, Mapping[str, Any]], list[Found]] = lambda place, known: [],
    told: Callable[[Any], str] | None = None,
) -> Theme:
    return Theme(
        name=name,
        title=title,
        remark=remark,
        kind=kind,
        found=planned(name, kind),
        put=keep(name),
        drop=forget(name),
        name_of=name_of,
        derived=derived,
        told=told,
        is_ordered=True,
    )
