"""A poster's life on the wall: to hang, hangs, to remove, down. Its code leads on all the same."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.links.models import Poster

State = Poster.State
UP = (State.HANGS, State.TO_REMOVE)


def hang_poster(poster: Poster, *, by: Actor) -> None:
    """Verb. The paper that it replaces is down by that."""
    with transaction.atomic():
        _move(poster, (State.TO_HANG,), State.HANGS, by, hung_at=civil_now())
        if poster.replaces_id is not None:
            old = Poster.objects.filter(pk=poster.replaces_id).exclude(state=State.DOWN)
            old.update(state=State.DOWN, taken_down_at=civil_now())


def unhang_poster(poster: Poster, *, by: Actor) -> None:
    """Verb. A slip of the finger: it does not hang yet."""
    _move(poster, (State.HANGS,), State.TO_HANG, by, hung_at=None)


def ask_down(poster: Poster, *, by: Actor) -> None:
    """Verb. Whoever keeps that neighbourhood sees that it must come down."""
    _move(poster, (State.HANGS,), State.TO_REMOVE, by)


def take_down(poster: Poster, *, by: Actor) -> None:
    """Verb. Off the wall, or never to be hung."""
    _move(poster, (State.TO_HANG, *UP), State.DOWN, by, taken_down_at=civil_now())


def _move(poster: Poster, before: tuple[str, ...], after: str, by: Actor, **changes: Any) -> None:
    with transaction.atomic():
        there = Poster.objects.filter(pk=poster.pk, state__in=before)
        if not there.update(state=after, **changes):
            raise WrongState(_("Tờ này đã được người khác cập nhật. Hãy tải lại trang."))
        audit.record(by, f"poster.{after}", poster, before={"state": poster.state})
    poster.refresh_from_db()
