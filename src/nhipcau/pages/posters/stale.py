"""Posters to go and change: what they say or where they lead is no longer so."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from nhipcau.links.models import Poster
from nhipcau.pages.posters.subjects import Now, Subject, now_of
from nhipcau.places.models import Locality

Kind, State = Poster.Kind, Poster.State


@dataclass(frozen=True, slots=True)
class Old:
    """`can_be_replaced`: its subject goes on in another form; else it only comes down."""

    poster: Poster
    reasons: list[str]
    can_be_replaced: bool


def old_posters(locality: Locality) -> list[Old]:
    """Those that hang or wait to be hung, and for which no new paper was made yet."""
    rows = list(_up())
    now = now_of(
        locality,
        codes={row.about for row in rows if row.kind == Kind.PROCEDURE},
        groups={row.about for row in rows if row.kind == Kind.GROUP},
    )
    found = [_old(row, now) for row in rows]
    return [one for one in found if one.reasons]


def _up() -> QuerySet[Poster]:
    new = Poster.objects.filter(replaces=OuterRef("pk")).exclude(state=State.DOWN)
    return (
        Poster.objects.filter(state__in=[State.TO_HANG, State.HANGS])
        .exclude(Exists(new))
        .select_related("link", "neighbourhood", "locality")
        .order_by("neighbourhood__position", "place", "pk")
    )


def _old(poster: Poster, now: Now) -> Old:
    subject = now.subject(poster.kind, poster.about)
    reasons = [] if poster.link.closed_at is None else [_("mã trên tờ đã đóng")]
    if poster.kind == Kind.OTHER:
        reasons += _changed(poster, {"issuer": now.locality.issuer})
        return Old(poster, reasons, True)
    if subject is None:
        gone = _gone(poster, now)
        return Old(poster, [*reasons, gone], poster.kind == Kind.OA and bool(now.oa))
    if poster.kind == Kind.GROUP and poster.link.path not in now.open_joins:
        reasons.append(_("mã mời vào nhóm đã đóng"))
    return Old(poster, [*reasons, *_differs(poster, subject)], True)


def _gone(poster: Poster, now: Now) -> str:
    if poster.kind == Kind.PROCEDURE:
        return _("thủ tục không còn áp dụng")
    if poster.kind == Kind.GROUP:
        return _("nhóm đã đóng")
    return _("Zalo OA đã đổi") if now.oa else _("Zalo OA đã ngắt kết nối")


def _differs(poster: Poster, subject: Subject) -> Sequence[str]:
    then, now = poster.printed, subject.printed
    reasons = []
    if then.get("version", 0) < now.get("version", 0):
        reasons.append(
            _("thủ tục đã có bản %(now)d, tờ in bản %(then)d")
            % {"now": now["version"], "then": then.get("version", 0)}
        )
    return [*reasons, *_changed(poster, now)]


def _changed(poster: Poster, now: dict[str, object]) -> list[str]:
    then = poster.printed
    said = []
    if "name" in now and then.get("name") != now["name"]:
        said.append(_("tên đã đổi thành “%(name)s”") % {"name": now["name"]})
    if then.get("centre") and then["centre"] != now.get("centre"):
        said.append(_("địa chỉ nộp trực tuyến %(host)s không còn dùng") % {"host": then["centre"]})
    if then.get("issuer") != now.get("issuer"):
        said.append(_("tên cơ quan đã đổi thành “%(name)s”") % {"name": now.get("issuer", "")})
    return said
