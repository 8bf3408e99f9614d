"""A merger is undone: every row goes home, with its former values, and what was made meanwhile goes
with what it hangs on. Until the successor's first new notice; after it only a split can part them.
"""

from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.places.lineage import close_locality, end_lineage, reopen_locality
from nhipcau.places.models import Locality
from nhipcau.places.row_security import over_localities
from nhipcau.replication.merger.draft import over, require_party
from nhipcau.replication.merger.going import rows_of
from nhipcau.replication.merger.ids import batches, unpack
from nhipcau.replication.merger.move import cut_end, replace_start
from nhipcau.replication.merger.rules import RULES
from nhipcau.replication.models import Merger, MergerMove, MergerParty


@over_localities()
def why_not_undo(merger: Merger) -> str:
    """A sentence, or nothing: it may be undone."""
    heir = merger.successor
    if merger.state != Merger.State.DONE or heir is None:
        return str(over(merger))
    new = rows_of("notices.NoticeVersion").filter(locality=heir.pk, published_at__gt=merger.done_at)
    if new.exists():
        return _(
            "%(name)s đã phát thông báo mới sau khi sáp nhập nên không hoàn tác được nữa. "
            "Muốn tách ra, hãy lập một quyết định chia tách."
        ) % {"name": heir.name}
    later = MergerParty.objects.filter(
        locality=heir.pk, merger__state=Merger.State.DONE, merger__done_at__gte=merger.done_at
    )
    others = Merger.objects.filter(
        successor=heir, state=Merger.State.DONE, done_at__gt=merger.done_at
    )
    if heir.closed_at is not None or later.exists() or others.exists():
        return _("Sau lần này còn một lần sáp nhập khác; hãy hoàn tác lần đó trước.")
    return ""


@over_localities()
def undo_merger(merger: Merger, *, by: Actor) -> None:
    """Verb. One transaction, as the merger was."""
    require_party(merger, by)
    heir = merger.successor
    try:
        with transaction.atomic():
            if heir is None or not Merger.objects.filter(
                pk=merger.pk, state=Merger.State.DONE
            ).update(undone_by=str(by), undone_at=civil_now()):
                raise over(merger)
            list(Locality.objects.select_for_update().filter(pk=heir.pk))
            if why := why_not_undo(merger):
                raise WrongState(why)
            _undo(merger, heir, by)
    except IntegrityError as fault:
        raise WrongState(
            _("Có mục mới của %(name)s trùng với mục cũ; chưa có gì thay đổi.")
            % {"name": heir.name if heir else ""}
        ) from fault
    merger.refresh_from_db()


def _undo(merger: Merger, heir: Locality, by: Actor) -> None:
    parties = list(merger.parties.select_related("locality").order_by("-is_main", "pk"))
    for move in merger.moves.order_by("-position", "-pk"):
        _bring_back(move, heir)
    for party in parties:
        _follow(party.locality, heir)
    if merger.is_opened:
        _leave_nothing(parties[0].locality, heir)
    for party in parties:
        if party.is_whole:
            reopen_locality(party.locality, by=by)
        record(by, "merger.undone", merger, locality=party.locality_id)
    end_lineage(merger.pk)
    if merger.is_opened:
        close_locality(heir, by=by)
    record(by, "merger.undone", merger, locality=heir.pk)
    Merger.objects.filter(pk=merger.pk).update(state=Merger.State.UNDONE)


def _bring_back(move: MergerMove, heir: Locality) -> None:
    key = apps.get_model(move.model)._meta.pk
    is_number = key is None or key.get_internal_type() != "UUIDField"
    for some in batches(unpack(move.ids, is_number=is_number)):
        rows_of(move.model).filter(pk__in=some, locality=heir.pk).update(locality=move.locality)
    for field, ids, before, after in move.rewritten:
        keys = unpack(ids)
        if before:
            replace_start(keys, after, before)
        else:
            cut_end(move.model, field, keys, after)
    for field, rows in move.changed.items():
        _restore(move.model, field, rows)


def _restore(label: str, field: str, rows: dict[str, list[Any]]) -> None:
    """What somebody has changed again since stays as they left it."""
    now = dict(rows_of(label).filter(pk__in=list(rows)).values_list("pk", field))
    for pk, value in now.items():
        before, after = rows[str(pk)]
        if value == after:
            rows_of(label).filter(pk=pk).update(**{field: before})


def _follow(home: Locality, heir: Locality) -> None:
    """Made meanwhile: a child of a household, an opening of a link. In the order of the rules a
    row's parents are home before it."""
    for rule in RULES:
        for key in rule.keys:
            ids = list(
                rows_of(rule.label)
                .filter(locality=heir.pk, **{f"{key}__locality": home.pk})
                .values_list("pk", flat=True)
            )
            for some in batches(ids):
                rows_of(rule.label).filter(pk__in=some).update(locality=home)


def _leave_nothing(home: Locality, heir: Locality) -> None:
    """What hangs on nobody goes to the main one: the successor that was opened is closed again."""
    for rule in RULES:
        if rule.whole is not None:
            rows_of(rule.label).filter(locality=heir.pk).update(locality=home)
