"""A playbook becomes what a locality works by: theme by theme, each whole or not at all."""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError, NotAllowed, WrongState
from nhipcau.people.models import Role, Staff
from nhipcau.replication.models import AppliedItem, AppliedPlaybook, PlaybookFile
from nhipcau.replication.playbook.collect import collect
from nhipcau.replication.playbook.difference import (
    WRITTEN,
    Change,
    Verdict,
    counts_of,
    difference,
    of_theme,
)
from nhipcau.replication.playbook.faults import Broken
from nhipcau.replication.playbook.files import ASSETS
from nhipcau.replication.playbook.read import Playbook
from nhipcau.replication.playbook.shape import digest_of, reworded
from nhipcau.replication.playbook.theme import Place, Theme
from nhipcau.replication.playbook.themes.all import IN_STEPS, STEP, THEMES
from nhipcau.replication.playbook.words import PlaceWords

Progress = Callable[[int, int], None]


def apply_playbook(
    playbook: Playbook,
    *,
    by: Staff,
    take: Collection[str] = (),
    progress: Progress = lambda done, total: None,
) -> AppliedPlaybook:
    """Verb, inside the scope of the locality whose admin `by` is.

    Broken off, the themes before stand and the rest is as it was; asked for again it goes on. The
    same again changes nothing.
    """
    locality = by.locality
    if by.role != Role.ADMIN or not by.is_active:
        raise NotAllowed(_("Chỉ quản trị của địa bàn mới áp dụng được bộ mẫu."))
    place, words = Place(locality, by), PlaceWords(locality)
    _keep_assets(playbook, place)
    all_changes: list[Change] = []
    # Judged before anything is written: a topic that goes makes its answers look changed here.
    before = difference(playbook, locality, take=take)
    take = {*take, *(change.name for change in before if change.verdict in WRITTEN)}
    for done, theme in enumerate(THEMES):
        changes = of_theme(playbook, theme, place, words, take)
        try:
            for step in _steps(theme, changes):
                apply_step(playbook, theme, place, words, step)
        except DomainError as fault:
            raise _what_stands(fault, all_changes) from None
        if changes:
            _settle(theme, place, words)
        all_changes += changes
        progress(done + 1, len(THEMES))
    return _say_applied(playbook, place, all_changes)


def _what_stands(fault: DomainError, before: Sequence[Change]) -> DomainError:
    """Whoever reads the fault also wants to know what became of the rest."""
    if not any(change.verdict in WRITTEN for change in before):
        return fault
    said = _("Các phần trước đó đã áp dụng và giữ nguyên; sửa rồi áp dụng lại thì máy làm tiếp.")
    return type(fault)(f"{fault.message} {said}")


def _steps(theme: Theme, changes: Sequence[Change]) -> Iterator[list[Change]]:
    """What a playbook takes away goes first: a price in the way, a name that is taken."""
    ordered = sorted(changes, key=lambda change: change.verdict != Verdict.REMOVED)
    source = iter(ordered)
    while step := list(islice(source, STEP if theme.name in IN_STEPS else len(ordered))):
        yield step


def apply_step(
    playbook: Playbook, theme: Theme, place: Place, words: PlaceWords, step: list[Change]
) -> None:
    try:
        with transaction.atomic():
            rows = {change.key: _write(playbook, change, place, words) for change in step}
            _note(theme, place, step, rows)
            counts = counts_of(step)
            if any(change.verdict in WRITTEN for change in step):
                audit.record(
                    place.actor, f"playbook.{theme.name}_applied", place.locality,
                    locality=place.locality.pk, after=counts,
                )  # fmt: skip
    except IntegrityError:
        raise WrongState(
            _("Có người vừa sửa cùng lúc mục “%(theme)s”. Hãy xem lại rồi áp dụng tiếp.")
            % {"theme": theme.title}
        ) from None


def _write(playbook: Playbook, change: Change, place: Place, words: PlaceWords) -> int:
    if change.verdict not in WRITTEN:
        return change.row
    try:
        if change.verdict == Verdict.REMOVED:
            change.theme.drop(place, change.key, change.row)
            return 0
        item = reworded(change.theirs, words.fill)
        return change.theme.put(place, change.key, item, change.row)
    except (Broken, NotAllowed):
        raise
    except DomainError as fault:
        line = playbook.lines.get(change.theme.name, {}).get(change.key)
        raise line.fault(fault.message) if line is not None else fault from None


def _note(theme: Theme, place: Place, step: list[Change], rows: dict[str, int]) -> None:
    """The third side for the next time. Two who apply at once: the second one's rows are taken."""
    now = civil_now()
    noted = AppliedItem.objects.filter(locality=place.locality, theme=theme.name)
    fresh = []
    for change in step:
        values = {
            "row": rows[change.key],
            "digest": change.digest,
            "here": "",
            "is_kept": change.verdict == Verdict.KEPT,
            "applied_at": now,
        }
        if change.verdict == Verdict.REMOVED:
            noted.filter(key=change.key).delete()
        elif change.base is None:
            fresh.append(
                AppliedItem(locality=place.locality, theme=theme.name, key=change.key, **values)
            )
        else:
            noted.filter(key=change.key).update(**values)
    AppliedItem.objects.bulk_create(fresh)


def _settle(theme: Theme, place: Place, words: PlaceWords) -> None:
    """How it stands here now, where the product writes it otherwise than the playbook."""
    found = collect(place, theme, words)
    rows = AppliedItem.objects.filter(locality=place.locality, theme=theme.name, is_kept=False)
    with transaction.atomic():
        for row in rows:
            here = digest_of(found[row.key].item) if row.key in found else ""
            if here != row.digest:
                AppliedItem.objects.filter(pk=row.pk).update(here=here)


def _keep_assets(playbook: Playbook, place: Place) -> None:
    """Before the guides that name them; one that nothing names yet does no harm."""
    there = set(PlaybookFile.objects.values_list("name", flat=True))
    for path, raw in playbook.assets.items():
        name = path.removeprefix(f"{ASSETS}/")
        if name in there:
            continue
        key = f"playbooks/{place.locality.pk}/{name}"
        if not default_storage.exists(key):
            default_storage.save(key, ContentFile(raw))
        with transaction.atomic():
            row = PlaybookFile(locality=place.locality, name=name, size=len(raw))
            row.file.name = key
            row.save()


def _say_applied(playbook: Playbook, place: Place, changes: list[Change]) -> AppliedPlaybook:
    manifest = playbook.manifest
    said = {
        name: getattr(manifest, name)
        for name in ("name", "version", "title", "licence", "made_from", "about")
    }
    counts = counts_of(changes)
    newest = AppliedPlaybook.objects.filter(locality=place.locality).first()
    is_news = newest is None or any(counts[verdict.value] for verdict in WRITTEN)
    if newest and not is_news and all(getattr(newest, name) == said[name] for name in said):
        return newest  # the same again
    with transaction.atomic():
        applied = AppliedPlaybook.objects.create(
            locality=place.locality,
            counts=counts,
            applied_by=str(place.actor),
            applied_at=civil_now(),
            **said,
        )
        after = {"name": manifest.name, "version": manifest.version, **counts}
        audit.record(place.actor, "playbook.applied", applied, after=after)
    return applied
