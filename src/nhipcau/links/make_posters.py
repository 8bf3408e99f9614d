"""Posters are made: each with a short code of its own, so that scans are known by place."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.core.language import own_language
from nhipcau.links.models import Poster
from nhipcau.links.shorten import make_links
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.text.fold import tidy

MOST = 200  # as many as one PDF and one transaction bear
CHANNEL = "poster"
State = Poster.State


@dataclass(frozen=True, slots=True)
class Leaf:
    """One poster to be made. `path` is where its code leads; the rest as in Poster."""

    kind: str
    title: str
    path: str
    place: str
    about: str = ""
    printed: dict[str, Any] = field(default_factory=dict)
    neighbourhood: Neighbourhood | None = None
    size: str = Poster.Size.A4
    language: str = field(default_factory=own_language)
    replaces: Poster | None = None


def make_posters(locality: Locality, leaves: Sequence[Leaf], *, by: Actor) -> list[Poster]:
    """Verb. To be hung, in the order given."""
    if not 1 <= len(leaves) <= MOST:
        raise BadInput(
            _("Mỗi lần in được từ 1 đến %(most)d tờ; bạn chọn %(n)d.")
            % {"most": MOST, "n": len(leaves)},
            field="places",
        )
    for leaf in leaves:
        _check(leaf)
    with transaction.atomic():
        links = make_links(
            locality,
            [leaf.path for leaf in leaves],
            [_where(leaf) for leaf in leaves],
            by=by,
        )
        posters = Poster.objects.bulk_create(
            Poster(
                locality=locality,
                link=link,
                kind=leaf.kind,
                about=leaf.about,
                title=leaf.title,
                printed=leaf.printed,
                place=tidy(leaf.place),
                neighbourhood=leaf.neighbourhood,
                size=leaf.size,
                language=leaf.language,
                replaces=leaf.replaces,
                made_at=civil_now(),
            )
            for leaf, link in zip(leaves, links, strict=True)
        )
        after = {"posters": [poster.pk for poster in posters]}
        audit.record(by, "posters.made", locality, locality=locality.pk, after=after)
    return posters


def replace_poster(poster: Poster, leaf: Leaf, *, by: Actor) -> Poster:
    """Verb. A new paper for the same place; when it is hung, the old one is down."""
    gone = WrongState(_("Tờ này đã gỡ rồi, không thay được nữa."))
    with transaction.atomic():
        up = Poster.objects.filter(pk=poster.pk).exclude(state=State.DOWN)
        if not up.update(place=F("place")):  # holds the row: two who replace come one by one
            raise gone
        if waiting(poster):
            raise WrongState(_("Tờ thay cho tờ này đã được tạo, đang chờ treo."))
        [made] = make_posters(poster.locality, [replace(leaf, replaces=poster)], by=by)
    return made


def waiting(poster: Poster) -> bool:
    """Whether a paper in its place was made and has not been dropped."""
    return Poster.objects.filter(replaces=poster).exclude(state=State.DOWN).exists()


def _where(leaf: Leaf) -> dict[str, Any]:
    where: dict[str, Any] = {"channel": CHANNEL, "kind": leaf.kind}
    if leaf.neighbourhood is not None:
        where["neighbourhood"] = leaf.neighbourhood.pk
    if "version" in leaf.printed:
        where["version"] = leaf.printed["version"]
    return where


def _check(leaf: Leaf) -> None:
    if leaf.kind not in Poster.Kind.values:
        raise BadInput(_("Hãy chọn loại tờ."), field="kind")
    if not 1 <= len(leaf.title) <= 600:
        raise BadInput(_("Hãy ghi tên tờ, nhiều nhất 600 chữ."), field="title")
    if not 2 <= len(tidy(leaf.place)) <= 120:
        raise BadInput(
            _("Nơi treo phải có từ 2 đến 120 chữ, ví dụ “Cổng chợ”, “Trạm Y tế”."), field="places"
        )
    if leaf.size not in Poster.Size.values:
        raise BadInput(_("Hãy chọn khổ giấy A4 hoặc A5."), field="size")
    if leaf.language not in dict(settings.LANGUAGES):
        raise BadInput(_("Chưa in được bằng ngôn ngữ này."), field="language")
