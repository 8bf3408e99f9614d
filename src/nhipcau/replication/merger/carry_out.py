"""The merger itself: one transaction, so that a process that dies in it has done nothing.

It may take seconds, longer than any other writer is allowed (docs/decisions/0030): pages of those
that take part wait for it, and it is done when people were told, not in the middle of a day.
"""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import NotAllowed, WrongState
from nhipcau.places.lineage import begin_lineage, close_locality, reopen_locality
from nhipcau.places.models import Locality
from nhipcau.places.open import create_locality
from nhipcau.places.row_security import over_localities
from nhipcau.replication.merger.counts import count, differences
from nhipcau.replication.merger.draft import over, require_party
from nhipcau.replication.merger.going import Going
from nhipcau.replication.merger.meets import (
    STOPS,
    Setting,
    accounts_by_kind,
    choices,
    main_account,
    setting_of,
)
from nhipcau.replication.merger.move import Mover
from nhipcau.replication.merger.preview import fingerprint_of, obstacles
from nhipcau.replication.models import Merger

# What the successor says and does like the main one until somebody sets it otherwise.
SETTINGS = (
    *("phone", "address", "time_zone", "quiet_from", "quiet_until", "loudspeaker_hours"),
    *("emergency_reserve", "ward_helpers", "escalate_after", "drill_day", "drill_at"),
    "overseen_by_id",
)


@over_localities()
def carry_out(merger: Merger, *, by: Actor) -> Locality:
    """Verb. Of two at once, over the same merger or the same locality, the second is refused."""
    require_party(merger, by)
    _everybody_agreed(merger, by)
    try:
        with transaction.atomic():
            if not Merger.objects.filter(pk=merger.pk, state=Merger.State.PREVIEWED).update(
                state=Merger.State.DONE, done_by=str(by), done_at=civil_now()
            ):
                raise over(merger)
            merger.refresh_from_db()
            setting = _locked(setting_of(merger))
            if wrong := obstacles(setting):
                raise WrongState(wrong[0])
            if fingerprint_of(choices(setting)) != merger.seen:
                raise WrongState(_("Số liệu đã đổi từ lúc xem trước. Hãy xem lại rồi làm tiếp."))
            heir = _done(merger, setting, by)
    except IntegrityError as fault:
        raise WrongState(
            _("Có hai mục trùng nhau mà không gộp được; chưa có gì thay đổi.")
        ) from fault
    merger.refresh_from_db()
    return heir


def _everybody_agreed(merger: Merger, by: Actor) -> None:
    if by.kind == "system":
        return
    waiting = merger.parties.filter(agreed_at=None).select_related("locality")
    if waiting:
        raise NotAllowed(
            _("Còn chờ đồng ý của: %(names)s.")
            % {"names": ", ".join(party.locality.name for party in waiting)}
        )


def _locked(setting: Setting) -> Setting:
    """Nobody adds a row to one that takes part until this is over (a key into it waits)."""
    places = [one.pk for one in setting.localities] + ([setting.heir.pk] if setting.heir else [])
    list(Locality.objects.select_for_update().filter(pk__in=places).order_by("pk"))
    return setting


def _done(merger: Merger, setting: Setting, by: Actor) -> Locality:
    is_opened = setting.heir is None or setting.heir.closed_at is not None
    heir = _successor(merger, setting, by)
    counted = [*setting.whole] if _is_all_whole(setting) else []
    before = count([*counted, heir.pk])
    names = setting.names()
    movers = [
        Mover(
            merger,
            Going(party.locality, heir, party.is_main, tuple(party.places), civil_now()),
            is_whole=party.is_whole,
        )
        for party in setting.parties
    ]
    for mover in movers:
        mover.rename(names)
    _rank_accounts(setting, movers)
    _stop_people(setting, movers)
    stopped = sum(1 for choice in setting.decided.values() if choice == STOPS)
    for mover in movers:
        mover.go()
        mover.settle()
    for party in setting.parties:
        begin_lineage(
            party.locality,
            heir,
            on=merger.takes_on,
            is_whole=party.is_whole,
            basis=merger.decision,
            number=merger.pk,
        )
        if party.is_whole:
            close_locality(party.locality, by=by)
        rows = {mover.going.former.pk: sum(map(len, mover.ids.values())) for mover in movers}
        record(
            by, "merger.done", merger, locality=party.locality_id,
            after={"successor": heir.pk, "rows": rows[party.locality_id]},
        )  # fmt: skip
    after = count([heir.pk])
    if counted and not stopped and (wrong := differences(before, after)):
        raise WrongState(_("Số trước và sau không khớp: %(what)s.") % {"what": "; ".join(wrong)})
    record(by, "merger.done", merger, locality=heir.pk, after=after)
    Merger.objects.filter(pk=merger.pk).update(
        successor=heir, is_opened=is_opened, before=before, after=after
    )
    return heir


def _is_all_whole(setting: Setting) -> bool:
    return all(party.is_whole for party in setting.parties)


def _successor(merger: Merger, setting: Setting, by: Actor) -> Locality:
    """The one that is open, one that an undone merger had opened, or a new one."""
    if setting.heir is not None and setting.heir.closed_at is None:
        return setting.heir
    if setting.heir is not None:
        reopen_locality(setting.heir, by=by)
        return setting.heir
    main = setting.parties[0].locality
    heir = create_locality(
        merger.unit, slug=merger.slug, issuer=merger.issuer, by=by, name=merger.unit.name
    )
    like_main = {name: getattr(main, name) for name in SETTINGS}
    Locality.objects.filter(pk=heir.pk).update(**like_main)
    heir.refresh_from_db()
    return heir


def _rank_accounts(setting: Setting, movers: list[Mover]) -> None:
    """Of one kind the main one comes first; the others stay, each behind the one before."""
    whose = {mover.going.former.pk: mover for mover in movers}
    for kind, accounts in accounts_by_kind(setting).items():
        first = main_account(setting, kind, accounts)
        if len(accounts) < 2:
            continue
        for rank, account in enumerate(sorted(accounts, key=lambda one: one.pk != first.pk)):
            mover = whose.get(account.locality_id, movers[0])
            mover.change("channels.Account", account.pk, rank=rank)


def _stop_people(setting: Setting, movers: list[Mover]) -> None:
    for about, choice in setting.decided.items():
        if choice != STOPS or not about.startswith("staff:"):
            continue
        pk = int(about.removeprefix("staff:"))
        for mover in movers:
            if mover.owns("people.Staff", pk):
                mover.change("people.Staff", pk, is_active=False)
