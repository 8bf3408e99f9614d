"""Erasure of a household or a person through all rooms: one verb, one transaction, irreversible.

Each room forgets what it knows (its erase.py); which field of which model goes how is listed in
personal.py. Replayed after a restore.
"""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from nhipcau.channels.forget import forget_people
from nhipcau.core import audit
from nhipcau.core.actor import SYSTEM, Actor
from nhipcau.core.errors import WrongState
from nhipcau.counter import erase as counter
from nhipcau.dispatch.forget import deliveries_to, forget_deliveries
from nhipcau.inbox import erase as inbox
from nhipcau.outreach import erase as outreach
from nhipcau.people.erase import erase_home, erase_person
from nhipcau.people.known import Known, known_of
from nhipcau.people.models import Household, Resident
from nhipcau.people.rights import require_officer
from nhipcau.places.lineage import origins
from nhipcau.places.models import Locality
from nhipcau.replication import journal
from nhipcau.replication.data_out.make import drop_exports, stop_exports
from nhipcau.replication.models import DataRequest, MergerMove

Counts = dict[str, int]


def erase_household(household: Household, *, by: Actor) -> Counts:
    """Verb. Everybody in it and everything about it. Twice is once."""
    require_officer(by, household.locality_id)
    with scope(locality=household.locality_id):
        return _erase(known_of(household), by)


def erase_resident(resident: Resident, by: Actor) -> Counts:
    """Verb. The household stays, and what is its as a whole."""
    require_officer(by, resident.locality_id)
    with scope(locality=resident.locality_id):
        found = Resident.objects.select_related("household").filter(pk=resident.pk).first()
        if found is None:
            raise WrongState(_("Người này đã được xoá."))
        return _erase(known_of(found.household, found), by)


def what_stays() -> list[str]:
    """For whoever asked, and whoever answers them."""
    return [
        _("Số liệu: bao nhiêu hộ đã biết, lúc nào, bằng cách nào. Không còn tên, địa chỉ, số điện "
          "thoại nào."),
        _("Việc đã làm và ai trong cơ quan đã làm, để chịu trách nhiệm. Không ghi về ai."),
        _("Nhóm nội bộ giữ danh sách riêng: người đứng đầu nhóm gỡ tên ở đó."),
        _("Bản sao lưu cũ còn giữ đến khi hết hạn lưu; khôi phục từ đó thì việc xoá được làm lại."),
        _("Sổ của phường không nằm ở đây: nhập lại tệp còn tên thì người đó có lại."),
    ]  # fmt: skip


def replay() -> int:
    """After a restore. Returns how many erasures were made again."""
    done = 0
    with scopes_disabled():  # the journal is of all localities; each verb opens its own scope
        homes = {home.pk: home for home in _homes([entry.household for entry in journal.entries()])}
    for entry in journal.entries():
        home = homes.get(entry.household)
        if home is None or home.created_at.isoformat() != entry.made:
            continue
        with scope(locality=home.locality_id):
            if entry.resident is None:
                _erase(known_of(home), SYSTEM, is_replay=True)
            else:
                person = Resident.objects.filter(pk=entry.resident, household=home).first()
                if person is None:
                    continue
                _erase(known_of(home, person), SYSTEM, is_replay=True)
        done += 1
    return done


def _homes(ids: list[int]) -> list[Household]:
    return list(Household.objects.filter(pk__in=set(ids)))


def _erase(known: Known, by: Actor, *, is_replay: bool = False) -> Counts:
    home, person = known.household, known.resident
    places = places_of(home)
    sent = {place.pk: _deliveries(known, place) for place in places}
    counts: Counts = {"deliveries": sum(map(len, sent.values()))}
    with transaction.atomic():
        for place in places:
            with scope(locality=place):
                _add(counts, "conversations", inbox.erase_known(known, by=by))
                _add(counts, "desk", counter.erase_known(known, by=by))
                _add(counts, "outreach", outreach.erase_known(known, by=by))
                _add(counts, "incoming", forget_people(known.at()))
                forget_deliveries(sent[place.pk])
        _forget_in_mergers(known)
        _forget_in_requests(known)
        stop_exports()
        drop_exports()
        if person is None:
            erase_home(home, by=by)
        else:
            erase_person(person, by=by)
        verb = "household" if person is None else "person"
        audit.record(by, f"{verb}.erased_everywhere", home, after=counts)
        if not is_replay:
            journal.note(home, person)
    return counts


def places_of(home: Household) -> list[Locality]:
    """Where it is, and the closed localities that it came from: its history stayed there. One that
    lives on keeps its own books."""
    ours = Q(pk=home.locality_id) | Q(pk__in=origins(home.locality_id), closed_at__isnull=False)
    return list(Locality.objects.filter(ours))


def _deliveries(known: Known, place: Locality) -> list[int]:
    theirs = known.at(person="address")
    if known.is_whole:
        theirs |= Q(household=known.household.pk)
    with scope(locality=place):
        return deliveries_to(theirs)


def _add(counts: Counts, name: str, number: int) -> None:
    counts[name] = counts.get(name, 0) + number


def _forget_in_requests(known: Known) -> None:
    """That they asked, and when it was done, stays."""
    theirs = Q(asker__in=known.names) | Q(contact__in=known.values)
    if known.resident is None:
        theirs = Q()
    else:
        theirs |= Q(resident=known.resident)
    DataRequest.objects.filter(theirs, household=known.household).update(
        asker="", contact="", words="", why_longer="", outcome=""
    )


def _forget_in_mergers(known: Known) -> None:
    """What a merger keeps of texts, to undo itself exactly. Without them these rows stay as the
    merger made them."""
    people = [known.resident] if known.resident else known.household.residents.all()
    keys = {"people.Resident": {str(one.pk) for one in people}}
    if known.is_whole:
        keys["people.Household"] = {str(known.household.pk)}
    for move in MergerMove.objects.filter(model__in=keys).exclude(changed={}):
        gone = keys[move.model]
        changed = {
            field: {key: told for key, told in rows.items() if key not in gone}
            for field, rows in move.changed.items()
        }
        if changed != move.changed:
            MergerMove.objects.filter(pk=move.pk).update(changed=changed)
