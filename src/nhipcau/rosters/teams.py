"""Teams and who is in them: founded, described, joined, closed."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.rosters.models import Team, TeamMember, TeamPlace
from nhipcau.rosters.rights import HELPS, require_arranger
from nhipcau.rosters.tongues import tongues
from nhipcau.text.fold import tidy

Level = Team.Level


@dataclass(frozen=True, slots=True)
class TeamInput:
    """`body`: the association, at that level. `places`: neighbourhoods it looks after."""

    level: str
    name: str
    body: str = ""
    places: tuple[Neighbourhood, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What a member can do, and whether residents may read the number."""

    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    is_lead: bool = False
    shows_phone: bool = False


def found_team(locality: Locality, given: TeamInput, *, by: Staff) -> Team:
    """Verb."""
    require_arranger(by, locality.pk)
    name, body = _checked(locality, given)
    try:
        with transaction.atomic():
            team = Team.objects.create(locality=locality, level=given.level, name=name, body=body)
            _set_places(team, given.places)
            record(by.actor, "team.founded", team, after={"level": given.level})
    except IntegrityError:
        raise _taken() from None
    return team


def revise_team(team: Team, given: TeamInput, *, by: Staff) -> None:
    """Verb."""
    require_arranger(by, team.locality_id)
    name, body = _checked(team.locality, given)
    try:
        with transaction.atomic():
            open_now = Team.objects.filter(pk=team.pk, closed_at=None)
            if not open_now.update(level=given.level, name=name, body=body):
                raise WrongState(_("Tổ này đã giải thể."))
            _set_places(team, given.places)
            record(by.actor, "team.revised", team, after={"level": given.level})
    except IntegrityError:
        raise _taken() from None
    team.refresh_from_db()


def close_team(team: Team, *, by: Staff) -> None:
    """Verb. Its members leave one by one before: each hands over what they hold."""
    require_arranger(by, team.locality_id)
    if TeamMember.objects.filter(team=team, left_at=None).exists():
        raise WrongState(_("Tổ còn thành viên. Hãy cho từng người rời tổ trước."))
    with transaction.atomic():
        if not Team.objects.filter(pk=team.pk, closed_at=None).update(closed_at=civil_now()):
            raise WrongState(_("Tổ này đã giải thể."))
        record(by.actor, "team.closed", team)


def add_member(team: Team, staff: Staff, about: About, *, by: Staff) -> TeamMember:
    """Verb."""
    require_arranger(by, team.locality_id)
    if staff.locality_id != team.locality_id:
        raise NotAllowed(_("Người này thuộc địa bàn khác."))
    if not staff.is_active or staff.role not in HELPS:
        raise BadInput(_("Người này không vào tổ được: đã ngừng hoặc chỉ xem."), field="staff")
    fields = _fields(about)
    try:
        with transaction.atomic():
            if not Team.objects.filter(pk=team.pk, closed_at=None).update(name=team.name):
                raise WrongState(_("Tổ này đã giải thể."))
            member = TeamMember.objects.create(
                locality_id=team.locality_id,
                team=team,
                staff=staff,
                joined_at=civil_now(),
                **fields,
            )
            record(by.actor, "team.joined", member, after={"team": team.pk, "staff": staff.pk})
    except IntegrityError:
        raise BadInput(_("%(who)s đã ở trong tổ.") % {"who": staff.name}, field="staff") from None
    return member


def describe_member(member: TeamMember, about: About, *, by: Staff) -> None:
    """Verb. What the person can do; by an officer, or by themselves (who leads stays)."""
    if by.pk == member.staff_id and by.is_active:
        about = About(about.skills, about.languages, member.is_lead, about.shows_phone)
    else:
        require_arranger(by, member.locality_id)
    with transaction.atomic():
        here = TeamMember.objects.filter(pk=member.pk, left_at=None)
        if not here.update(**_fields(about)):
            raise WrongState(_("Người này đã rời tổ."))
        record(by.actor, "team.described", member, after={"skills": len(about.skills)})
    member.refresh_from_db()


def _fields(about: About) -> dict[str, object]:
    return {
        "skills": _known(about.skills, TeamMember.Skill.values, "skills"),
        "languages": _known(about.languages, tongues(), "languages"),
        "is_lead": about.is_lead,
        "shows_phone": about.shows_phone,
    }


def _known(given: Collection[str], known: Collection[str], field: str) -> list[str]:
    if set(given) - set(known):
        raise BadInput(_("Có lựa chọn không đúng. Hãy tải lại trang."), field=field)
    return [one for one in known if one in given]


def _checked(locality: Locality, given: TeamInput) -> tuple[str, str]:
    name, body = tidy(given.name)[:120], tidy(given.body)[:120]
    if given.level not in Level.values:
        raise BadInput(_("Hãy chọn cấp của tổ."), field="level")
    if not name:
        raise BadInput(_("Hãy đặt tên tổ."), field="name")
    if any(place.locality_id != locality.pk for place in given.places):
        raise NotAllowed(_("Tổ dân phố này thuộc địa bàn khác."))
    if given.level == Level.NEIGHBOURHOOD and len(given.places) != 1:
        raise BadInput(_("Tổ của tổ dân phố, thôn: hãy chọn đúng một nơi."), field="places")
    if given.level == Level.ASSOCIATION and not body:
        raise BadInput(_("Hãy ghi hội, đoàn thể nào, ví dụ “Đoàn Thanh niên”."), field="body")
    return name, body if given.level == Level.ASSOCIATION else ""


def _set_places(team: Team, places: Collection[Neighbourhood]) -> None:
    TeamPlace.objects.filter(team=team).exclude(neighbourhood__in=places).delete()
    for place in places:
        TeamPlace.objects.get_or_create(
            locality_id=team.locality_id, team=team, neighbourhood=place
        )


def _taken() -> BadInput:
    return BadInput(_("Đã có tổ tên này."), field="name")
