"""Many posters at once: each subject at each place, one code each; and papers in their place."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from nhipcau.core.errors import BadInput, WrongState
from nhipcau.core.language import house_language, own_language
from nhipcau.links.make_posters import MOST, Leaf, make_posters, replace_poster
from nhipcau.links.models import Poster
from nhipcau.pages.posters.subjects import Subject, now_of, other_subject
from nhipcau.people.models import Staff
from nhipcau.people.rights import require_officer
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.text.fold import fold, tidy


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one hangs; without a neighbourhood: somewhere in the ward."""

    place: str
    neighbourhood: Neighbourhood | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What was chosen. `groups` are ids, hung in their own neighbourhoods."""

    spots: Sequence[Spot]
    codes: Sequence[str] = ()
    groups: Sequence[str] = ()
    oa: bool = False
    portal: bool = False
    title: str = ""
    address: str = ""
    size: str = Poster.Size.A4
    language: str = field(default_factory=own_language)


def make_wished(locality: Locality, wish: Wish, *, by: Staff) -> list[Poster]:
    require_officer(by.actor, locality.pk)
    subjects = _subjects(locality, wish, by)
    if not subjects:
        raise BadInput(_("Hãy chọn ít nhất một nội dung để in."), field="subjects")
    if not wish.spots:
        raise BadInput(_("Hãy ghi ít nhất một nơi treo."), field="places")
    pairs = [(subject, spot) for subject in subjects for spot in _spots(subject, wish.spots)]
    leaves = [
        _leaf(subject, spot, size=wish.size, language=wish.language) for subject, spot in pairs
    ]
    return make_posters(locality, leaves, by=by.actor)


def replace_old(posters: Sequence[Poster], *, by: Staff) -> list[Poster]:
    """A new paper for each, as its subject is now. What has no subject any more is left out."""
    require_officer(by.actor, by.locality_id)
    if not 1 <= len(posters) <= MOST:
        raise BadInput(_("Hãy chọn từ 1 đến %(most)d tờ cần thay.") % {"most": MOST})
    with house_language():
        now = now_of(
            by.locality,
            codes=[one.about for one in posters if one.kind == Poster.Kind.PROCEDURE],
            groups=[one.about for one in posters if one.kind == Poster.Kind.GROUP],
        )
        made, why = [], ""
        for poster in posters:
            about = "" if poster.kind == Poster.Kind.OA else poster.about
            subject = now.subject(poster.kind, about, by=by.actor) or _same(poster)
            spot = Spot(poster.place, poster.neighbourhood)
            if subject is None:
                continue
            leaf = _leaf(subject, spot, size=poster.size, language=poster.language)
            try:
                made.append(replace_poster(poster, leaf, by=by.actor))
            except WrongState as fault:
                why = fault.message
    if not made:
        raise WrongState(why or _("Nội dung của các tờ này không còn: hãy gỡ, không thay được."))
    return made


def read_spots(text: str, everywhere: Sequence[Neighbourhood]) -> list[Spot]:
    """A place a line. "Cổng chợ, Tổ 13" hangs there; else in each of `everywhere`, or in none."""
    by_name = {fold(place.name): place for place in Neighbourhood.objects.all()}
    spots: list[Spot] = []
    for line in filter(None, (tidy(line) for line in text.splitlines())):
        place, _comma, last = line.rpartition(",")
        named = by_name.get(fold(last.strip()))
        if named is not None and place.strip():
            spots.append(Spot(place.strip(), named))
        elif everywhere:
            spots += [Spot(line, one) for one in everywhere]
        else:
            spots.append(Spot(line))
    return list(dict.fromkeys(spots))


def _subjects(locality: Locality, wish: Wish, by: Staff) -> list[Subject]:
    now = now_of(locality, codes=wish.codes, groups=wish.groups)
    asked = [(Poster.Kind.PROCEDURE, code) for code in dict.fromkeys(wish.codes)]
    asked += [(Poster.Kind.GROUP, pk) for pk in dict.fromkeys(wish.groups)]
    asked += [(Poster.Kind.OA, "")] if wish.oa else []
    asked += [(Poster.Kind.PORTAL, "")] if wish.portal else []
    with house_language():
        found = [now.subject(kind, about, by=by.actor) for kind, about in asked]
    if any(subject is None for subject in found):
        raise BadInput(
            _("Có nội dung không còn in được: thủ tục đã ngừng, nhóm đã đóng hoặc OA đã ngắt."),
            field="subjects",
        )
    made = [subject for subject in found if subject is not None]
    if wish.title or wish.address:
        made.append(other_subject(locality, title=wish.title, address=wish.address))
    return made


def _spots(subject: Subject, spots: Sequence[Spot]) -> list[Spot]:
    """A group's poster hangs among its own people, at the same kinds of place."""
    if subject.neighbourhood is None:
        return list(spots)
    here = [spot for spot in spots if spot.neighbourhood in {None, subject.neighbourhood}]
    return list(
        dict.fromkeys(Spot(one.place, subject.neighbourhood) for one in here or list(spots))
    )


def _same(poster: Poster) -> Subject | None:
    """A page of our own that somebody chose: nothing about it can be looked up."""
    if poster.kind != Poster.Kind.OTHER:
        return None
    return Subject(poster.kind, "", poster.title, poster.link.path, poster.printed)


def _leaf(subject: Subject, spot: Spot, *, size: str, language: str) -> Leaf:
    return Leaf(
        kind=subject.kind,
        title=subject.title,
        path=subject.path,
        place=spot.place,
        about=subject.about,
        printed=subject.printed,
        neighbourhood=spot.neighbourhood,
        size=size,
        language=language,
    )
