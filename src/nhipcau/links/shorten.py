"""Short links: made, written out, closed. Random, so that nobody can guess or forge one.

A code has nine signs of 31 that cannot be mistaken for each other on paper or read out (no 0, 1,
i, l, o): 31^9 is 2^44.6. With ten thousand live links, one guess in 2.6 thousand million meets one;
what it then shows is public anyway, and the answer to a claim is limited by rate.
"""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.links.models import Link
from nhipcau.places.models import Locality
from nhipcau.places.row_security import by_its_key

SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 9
TRIES = 5


def make_link(
    locality: Locality, path: str, *, place: Mapping[str, Any] | None = None, by: Actor
) -> Link:
    """Verb. `path` is one of ours; `place` says in plain ids where the link is put."""
    _check(path)
    for _attempt in range(TRIES):
        try:
            with transaction.atomic():
                link = Link.objects.create(
                    locality=locality,
                    code=new_code(),
                    path=path,
                    place=dict(place or {}),
                    created_at=civil_now(),
                )
                audit.record(by, "link.made", link, after={"place": dict(place or {})})
        except IntegrityError:
            continue
        return link
    raise WrongState(_("Chưa tạo được đường dẫn ngắn. Hãy thử lại."))


def make_links(
    locality: Locality,
    path: str | Sequence[str],
    places: Sequence[Mapping[str, Any]],
    *,
    by: Actor,
) -> list[Link]:
    """Verb. Many links, one for each place, in the order given: a household its own. One path for
    all, or one for each."""
    paths = [path] * len(places) if isinstance(path, str) else list(path)
    for each in set(paths):
        _check(each)
    now = civil_now()
    for _attempt in range(TRIES):
        links = [
            Link(locality=locality, code=new_code(), path=each, place=dict(place), created_at=now)
            for each, place in zip(paths, places, strict=True)
        ]
        try:
            with transaction.atomic():
                Link.objects.bulk_create(links, batch_size=500)
                audit.record(by, "links.made", locality, after={"links": len(links)})
        except IntegrityError:
            continue
        return links
    raise WrongState(_("Chưa tạo được đường dẫn ngắn. Hãy thử lại."))


def close_link(link: Link, *, by: Actor) -> None:
    """Verb. The code stays taken for ever: what hangs on a wall must not lead elsewhere."""
    with transaction.atomic():
        if not Link.objects.filter(pk=link.pk, closed_at=None).update(closed_at=civil_now()):
            raise WrongState(_("Đường dẫn này đã đóng rồi."))
        audit.record(by, "link.closed", link)


def short_url(link: Link) -> str:
    return f"{short_base()}{link.code}"


def short_base() -> str:
    """What stands before every code: for addresses that are put together in SQL."""
    return f"{settings.BASE_URL}/t/"


def find_link(code: str) -> Link | None:
    """The link of a code, open or closed, as typed by a person: capitals and spaces do not count.

    Whoever opens it has no locality yet: the link brings it, so this look-up goes without scope.
    """
    typed = "".join(code.split()).lower()
    if len(typed) != LENGTH or not set(typed) <= set(SIGNS):
        return None
    with by_its_key():
        return Link.objects.select_related("locality").filter(code=typed).first()


def new_code() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def _check(path: str) -> None:
    parts = urlsplit(path)
    leads_out = bool(parts.scheme or parts.netloc) or not path.startswith("/")
    if leads_out or path.startswith(("//", "/\\")) or len(path) > 200:
        raise BadInput(_("Đường dẫn ngắn chỉ dẫn tới trang của phường."), field="path")
