"""Rows go from one locality to its successor, in place: their keys, codes and addresses stay.

Every row that goes and every value that changes on the way is kept (MergerMove), so that undo.py
brings back exactly what was. Inside the transaction of carry_out.py; nothing here decides.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Value
from django.db.models.functions import Concat, Left, Length, Substr
from django.utils.translation import gettext as _

from nhipcau.core.errors import BadInput
from nhipcau.people.addresses import fold_place
from nhipcau.places.models import Neighbourhood
from nhipcau.places.naming import bare_name
from nhipcau.replication.merger.going import Going, Rule, rows_of
from nhipcau.replication.merger.ids import batches, pack
from nhipcau.replication.merger.rules import RULES
from nhipcau.replication.models import Merger, MergerMove

HOUSEHOLD, NEIGHBOURHOOD = "people.Household", "places.Neighbourhood"
KEY_LONGEST = 120
# A row that went, whose key leads to one that stayed because the successor has the same.
REPOINTED = (
    ("inbox.Answerer", "topic", "inbox.Topic", "name"),
    ("inbox.Question", "topic", "inbox.Topic", "name"),
    ("inbox.FaqEntry", "topic", "inbox.Topic", "name"),
    ("counter.Appointment", "kind", "counter.HelpKind", "letter"),
)
# What "everybody" means is fixed before it can mean more people.
SELECTIONS = ("notices.Notice", "notices.Recurrence", "audiences.Audience")


class Mover:
    """One predecessor. `begin` and the changes come first, then `go`, then `settle`."""

    def __init__(self, merger: Merger, going: Going, *, is_whole: bool) -> None:
        self.merger = merger
        self.going = going
        self.is_whole = is_whole
        self.ids: dict[str, list[Any]] = {}
        self.changed: dict[str, dict[str, dict[str, list[Any]]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        self.rewritten: dict[str, list[list[str]]] = defaultdict(list)

    def change(self, label: str, pk: Any, **wanted: Any) -> None:
        """Set fields of one row and remember what they were."""
        row = rows_of(label).filter(pk=pk).values(*wanted).first()
        if row is None:
            return
        for field, value in wanted.items():
            if row[field] != value:
                first = self.changed[label][field].get(str(pk), [row[field]])[0]
                self.changed[label][field][str(pk)] = [first, value]
        rows_of(label).filter(pk=pk).update(**wanted)

    def owns(self, label: str, pk: Any) -> bool:
        return bool(rows_of(label).filter(pk=pk, locality=self.going.former.pk).exists())

    def rename(self, names: Mapping[int, str]) -> None:
        """Give the neighbourhoods their new names and say which unit they were of."""
        places = rows_of(NEIGHBOURHOOD).filter(locality=self.going.former.pk)
        for place in places if self.is_whole else places.filter(pk__in=self.going.places):
            name = names.get(place.pk, place.name)
            unit = place.former_unit_id or self.going.former.unit_id
            self.change(NEIGHBOURHOOD, place.pk, name=name, former_unit_id=unit)
            if name != place.name:
                self._rewrite_keys(place, fold_place(place.name), fold_place(name))

    def go(self) -> None:
        for rule in RULES:
            which = rule.whole if self.is_whole else rule.part
            if which is not None:
                self._go(rule, rows_of(rule.label).filter(which(self.going)))

    def settle(self) -> None:
        """Changes that need everything to be there; then the account of what went."""
        if self.is_whole:
            self._repoint()
            self._narrow()
        self._keep()

    def _go(self, rule: Rule, wanted: Any) -> None:
        there = rows_of(rule.label).filter(locality=self.going.heir.pk)
        rows = wanted.filter(locality=self.going.former.pk).values_list("pk", *rule.same)
        found = [(pk, tuple(values)) for pk, *values in rows]
        if not found or (rule.if_none and there.exists()):
            return
        taken = set(there.values_list(*rule.same)) if rule.same else set()
        ids = [pk for pk, values in found if values not in taken]
        if rule.suffix:
            self._tell_apart(rule, ids, there)
        for some in batches(ids):
            rows_of(rule.label).filter(pk__in=some).update(locality=self.going.heir.pk)
        self.ids[rule.label] = ids

    def _tell_apart(self, rule: Rule, ids: list[Any], there: Any) -> None:
        """A text that must be one of its kind gets the former place's name at its end."""
        taken = set(there.values_list(rule.suffix, flat=True))
        if not taken:
            return
        own = rows_of(rule.label).filter(locality=self.going.former.pk)
        meets = [pk for pk, text in own.values_list("pk", rule.suffix) if text in taken]
        meeting = sorted(set(meets) & set(ids))
        former = self.going.former
        tail = f" @{former.slug}" if rule.suffix == "key" else f" ({bare_name(former.name)})"
        longest = rows_of(rule.label).model._meta.get_field(rule.suffix).max_length
        for some in batches(meeting):
            rows = rows_of(rule.label).filter(pk__in=some)
            if rows.annotate(n=Length(rule.suffix)).filter(n__gt=longest - len(tail)).exists():
                raise BadInput(
                    _("%(name)s có mục trùng với nơi khác mà tên quá dài; hãy rút ngắn trước.")
                    % {"name": self.going.former.name}
                )
            rows.update(**{rule.suffix: Concat(rule.suffix, Value(tail))})
        if meeting:
            self.rewritten[rule.label].append([rule.suffix, pack(meeting), "", tail])

    def _rewrite_keys(self, place: Neighbourhood, before: str, after: str) -> None:
        """The register's file will say the new name: its households must be found again."""
        before, after = f"{before}|", f"{after}|"
        room = KEY_LONGEST - len(after) + len(before)
        rows = (
            rows_of(HOUSEHOLD)
            .filter(neighbourhood=place.pk, locality=self.going.former.pk)
            .annotate(begins=Left("key", len(before)), n=Length("key"))
            .filter(begins=before, n__lte=room)
        )
        ids = list(rows.values_list("pk", flat=True))
        replace_start(ids, before, after)
        if ids:
            self.rewritten[HOUSEHOLD].append(["key", pack(ids), before, after])

    def _repoint(self) -> None:
        for label, key, target, name in REPOINTED:
            left = rows_of(label).filter(
                locality=self.going.heir.pk, **{f"{key}__locality": self.going.former.pk}
            )
            heirs = dict(
                rows_of(target).filter(locality=self.going.heir.pk).values_list(name, "pk")
            )
            for pk, text in list(left.values_list("pk", f"{key}__{name}")):
                if text in heirs:
                    self.change(label, pk, **{f"{key}_id": heirs[text]})

    def _narrow(self) -> None:
        places = sorted(self.ids.get(NEIGHBOURHOOD, []))
        for label in SELECTIONS:
            rows = rows_of(label).filter(pk__in=self.ids.get(label, []))
            for pk, selection in list(rows.values_list("pk", "selection")):
                if not any(
                    selection.get(part) for part in ("neighbourhoods", "groups", "households")
                ):
                    self.change(label, pk, selection={**selection, "neighbourhoods": places})

    def _keep(self) -> None:
        labels: Iterable[str] = [rule.label for rule in RULES]
        MergerMove.objects.bulk_create(
            MergerMove(
                merger=self.merger,
                locality=self.going.former,
                model=label,
                position=position,
                rows=len(self.ids.get(label, [])),
                ids=pack(self.ids.get(label, [])),
                changed=self.changed.get(label, {}),
                rewritten=self.rewritten.get(label, []),
            )
            for position, label in enumerate(labels)
            if self.ids.get(label) or self.changed.get(label) or self.rewritten.get(label)
        )


def replace_start(ids: list[Any], before: str, after: str) -> None:
    """Of households' keys that begin with `before`, and only of those."""
    for some in batches(ids):
        rows = rows_of(HOUSEHOLD).filter(pk__in=some).annotate(begins=Left("key", len(before)))
        rows.filter(begins=before).update(key=Concat(Value(after), Substr("key", len(before) + 1)))


def cut_end(label: str, field: str, ids: list[Any], tail: str) -> None:
    for some in batches(ids):
        rows = rows_of(label).filter(pk__in=some, **{f"{field}__endswith": tail})
        rows.update(**{field: Substr(field, 1, Length(field) - len(tail))})
