"""Hold a file's households against the register: a verdict for each row, and what to write.

Writes nothing. A person or household that the file does not name is reported, never touched.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from nhipcau.people.addresses import walk_key
from nhipcau.people.models import (
    ContactPoint,
    ImportBatch,
    ImportRow,
    StagedContact,
    StagedHousehold,
    StagedResident,
)
from nhipcau.people.register.difference import (
    base_key,
    people_after,
    place_name,
    resident_key,
    set_household,
    set_resident,
)
from nhipcau.people.register.known import Known, KnownHousehold, KnownResident
from nhipcau.people.register.matching import Candidate, match_households, match_persons
from nhipcau.people.register.rows import PersonRow
from nhipcau.people.register.split import FileHousehold
from nhipcau.places.models import Neighbourhood
from nhipcau.text.fold import fold
from nhipcau.text.phones import is_mobile, show_local

V = ImportRow.Verdict


@dataclass(slots=True)
class Plan:
    rows: list[ImportRow] = field(default_factory=list)
    households: list[StagedHousehold] = field(default_factory=list)
    residents: list[StagedResident] = field(default_factory=list)
    contacts: list[StagedContact] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    new_places: list[str] = field(default_factory=list)
    missing_households: list[int] = field(default_factory=list)


def judge(
    batch: ImportBatch, homes: Sequence[FileHousehold], refused: Sequence[PersonRow], known: Known
) -> Plan:
    judge = _Judge(batch, known)
    for row in refused:
        judge.refuse(row)
    judge.households(homes)
    judge.order_walks()
    judge.report_missing()
    judge.plan.rows.sort(key=lambda row: (row.sheet, row.row))
    return judge.plan


class _Judge:
    def __init__(self, batch: ImportBatch, known: Known) -> None:
        self.batch = batch
        self.known = known
        self.plan = Plan()
        self.keys = set(known.by_key)
        self.person_keys = {
            (home.key, resident.key)
            for home in known.households.values()
            for resident in home.residents
        }
        self.covered: set[int] = set()
        self.seen: dict[tuple[str, object], int] = {}  # name and full birth date → row
        self.fresh: dict[tuple[int, str], list[StagedHousehold]] = {}

    def refuse(self, row: PersonRow) -> None:
        fault = next(fault for fault in row.faults if fault.refuses)
        self._verdict(row, V.REFUSED, fault.column, fault.reason, [])

    def households(self, homes: Sequence[FileHousehold]) -> None:
        """All are matched before one is judged: the sure matches come first."""
        placed = [(home, *self._place(home)) for home in homes]
        candidates: dict[int, Candidate] = {}
        asked: Counter[str] = Counter()
        for home, place, _reason in placed:
            base = base_key(home)
            asked[base] += 1
            key = base if asked[base] == 1 else f"{base}#{asked[base]}"
            candidates[id(home)] = Candidate(home, place.pk if place else 0, key)
        match_households(self.known, list(candidates.values()))
        for home, place, reason in placed:
            if reason:
                for row in home.persons:
                    self._verdict(row, V.REFUSED, "", reason, [])
            else:
                self._household(home, place, candidates[id(home)])

    def _household(
        self, home: FileHousehold, place: Neighbourhood | None, candidate: Candidate
    ) -> None:
        known = candidate.known
        persons = self._without_repeats(home)
        matched = match_persons(persons, known.residents if known else [])
        living = [row for at, row in enumerate(persons) if at in matched or not row.is_gone]
        if not living:
            for row in persons:
                self._verdict(row, V.SAME, "", _("Đã mất hoặc chuyển đi, chưa có trong sổ."), [])
            return
        key = known.key if known else self._free_key(candidate.key)
        head_changes = self._stage_household(home, known, place, key, matched, persons)
        for at, row in enumerate(persons):
            changes = head_changes if row is persons[0] else []
            if at not in matched and row.is_gone:
                reason = _("Đã mất hoặc chuyển đi, chưa có trong sổ.")
                self._verdict(row, V.SAME, "", reason, changes)
            else:
                self._person(row, matched.get(at), key, changes, is_new_home=known is None)

    def _place(self, home: FileHousehold) -> tuple[Neighbourhood | None, str]:
        if not home.place_key:
            return None, _("Không rõ tổ dân phố, thôn của hộ này.")
        found = self.known.neighbourhoods_named(home.place)
        if len(found) > 1:
            return None, _("Địa bàn có nhiều nơi tên “%(name)s”; hãy ghi rõ hơn.") % {
                "name": home.place
            }
        if found:
            self.covered.add(found[0].pk)
            return found[0], ""
        name = place_name(home.place)
        if name not in self.plan.new_places:
            self.plan.new_places.append(name)
        return None, ""

    def _without_repeats(self, home: FileHousehold) -> list[PersonRow]:
        kept: dict[tuple[str, object, object], PersonRow] = {}
        for row in home.persons:
            same = kept.setdefault((fold(row.name), row.born_on, row.birth_year), row)
            if same is not row:
                reason = _("Trùng với hàng %(row)d; chỉ nhập một lần.") % {"row": same.number}
                self._verdict(row, V.REFUSED, "", reason, [])
        return list(kept.values())

    def _free_key(self, wanted: str) -> str:
        base, key, number = wanted.partition("#")[0], wanted, 1
        while key in self.keys:
            number += 1
            key = f"{base}#{number}"
        self.keys.add(key)
        return key

    def _stage_household(
        self,
        home: FileHousehold,
        known: KnownHousehold | None,
        place: Neighbourhood | None,
        key: str,
        matched: dict[int, KnownResident],
        persons: list[PersonRow],
    ) -> list[str]:
        staged = StagedHousehold(
            locality_id=self.batch.locality_id,
            batch=self.batch,
            household_id=known.id if known else None,
            key=key,
            neighbourhood=place,
            place="" if place else place_name(home.place),
        )
        changes = set_household(staged, home, known)
        people = people_after(known, matched, persons)
        if known is None or people != known.people:
            staged.people = people
            if known:
                changes.append(_("số người"))
        if known is None:
            self.fresh.setdefault((place.pk if place else 0, staged.place), []).append(staged)
            self.plan.counts["households_new"] += 1
        elif changes:
            self.plan.counts["households_changed"] += 1
        if known is None or changes:
            self.plan.households.append(staged)
        return changes

    def _person(
        self,
        row: PersonRow,
        known: KnownResident | None,
        household_key: str,
        changes: list[str],
        *,
        is_new_home: bool,
    ) -> None:
        staged = StagedResident(
            locality_id=self.batch.locality_id,
            batch=self.batch,
            resident_id=known.id if known else None,
            household_key=household_key,
            key=known.key if known else self._resident_key(row, household_key),
        )
        own = set_resident(staged, row, known)
        if row.joined and not (known and known.has_joined):
            staged.joined = True
            own.append(_("đã vào nhóm"))
        own += self._stage_phones(row, known, household_key, staged.key)
        if known is None or own:
            self.plan.residents.append(staged)
        if known is None:
            effect = V.NEW
            self.plan.counts["people_new"] += 1
        else:
            effect = V.CHANGED if own or changes else V.SAME
        doubt = self._doubt(row)
        column, reason = doubt or ("", "")
        all_changes = [] if known is None and is_new_home else [*changes, *own]
        self._verdict(row, V.DOUBTFUL if doubt else effect, column, reason, all_changes, effect)

    def _resident_key(self, row: PersonRow, household_key: str) -> str:
        """A corrected birth leaves the old key behind; the next of that name takes a number."""
        base = key = resident_key(row)
        number = 1
        while (household_key, key) in self.person_keys:
            number += 1
            key = f"{base[:155]}#{number}"
        self.person_keys.add((household_key, key))
        return key

    def _stage_phones(
        self, row: PersonRow, known: KnownResident | None, household_key: str, key: str
    ) -> list[str]:
        home = self.known.households[known.household_id] if known else None
        phones = [one for one in row.phones if not home or one not in home.phones]
        emails = [one for one in row.emails if not home or one not in home.emails]
        kinds = ContactPoint.Kind
        self.plan.contacts += [
            StagedContact(
                locality_id=self.batch.locality_id,
                batch=self.batch,
                household_key=household_key,
                resident_key=key,
                kind=kinds.EMAIL if value in emails else kinds.PHONE,
                value=value,
                takes_sms=value in phones and is_mobile(value),
            )
            for value in [*phones, *emails]
        ]
        self.plan.counts["phones_new"] += len(phones)
        said = [_("điện thoại")] if phones else []
        return said + ([_("thư điện tử")] if emails else [])

    def _doubt(self, row: PersonRow) -> tuple[str, str] | None:
        if row.faults:
            return row.faults[0].column, " ".join(fault.reason for fault in row.faults)
        if row.born_on and not row.is_gone:
            first = self.seen.setdefault((fold(row.name), row.born_on), row.number)
            if first != row.number:
                return "", _("Cùng họ tên và ngày sinh với hàng %(row)d ở hộ khác.") % {
                    "row": first
                }
        return None

    def _verdict(
        self,
        row: PersonRow,
        verdict: V,
        column: str,
        reason: str,
        changes: list[str],
        effect: V | None = None,
    ) -> None:
        self.plan.counts[verdict] += 1
        self.plan.rows.append(
            ImportRow(
                locality_id=self.batch.locality_id,
                batch=self.batch,
                sheet=row.sheet[:40],
                row=row.number,
                column=column[:60],
                verdict=verdict,
                reason=reason[:300],
                data={
                    "name": row.name,
                    "born": row.born_text,
                    "place": row.place,
                    "address": " ".join(part for part in (row.house, row.alley) if part),
                    "phones": [show_local(phone) for phone in row.phones],
                    "changes": changes,
                    "effect": effect or verdict,
                },
            )
        )

    def order_walks(self) -> None:
        """New households walk by alley and house, each behind its nearest known neighbour."""
        for (place, _name), fresh in self.fresh.items():
            known = sorted(
                self.known.by_place.get(place, []),
                key=lambda home: walk_key(home.alley, home.house),
            )
            fresh.sort(key=lambda staged: walk_key(staged.alley, staged.house))
            if not known:
                for order, staged in enumerate(fresh, start=1):
                    staged.walk_order = order
                continue
            for staged in fresh:
                before = [
                    home
                    for home in known
                    if walk_key(home.alley, home.house) <= walk_key(staged.alley, staged.house)
                ]
                staged.walk_order = before[-1].walk_order if before else 0

    def report_missing(self) -> None:
        for place in self.covered:
            for home in self.known.by_place[place]:
                if not home.is_matched and not home.is_gone:
                    self.plan.missing_households.append(home.id)
                    self.plan.counts["people_missing"] += sum(
                        not resident.is_gone for resident in home.residents
                    )
        self.plan.counts["households_missing"] = len(self.plan.missing_households)
